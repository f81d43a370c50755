package io.plainsight.sensor.tls;

/** Counts oddities; called on the packet thread, must not block. */
@FunctionalInterface
public interface TlsOddityHandler {
    /** Counts nothing. */
    TlsOddityHandler NONE = oddity -> {};

    void onOddity(TlsOddity oddity);
}
