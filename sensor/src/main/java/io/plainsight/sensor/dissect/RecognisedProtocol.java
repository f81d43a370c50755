package io.plainsight.sensor.dissect;

/** A protocol that the sensor tells from others. */
public interface RecognisedProtocol {
    /** The value of {@code network.protocol}. */
    String protocol();

    /** For the documentation. */
    ProtocolFacts facts();
}
