package io.plainsight.sensor.flowlog.collector;

import java.time.Instant;

/** Takes what a collector receives, on its decoding thread. What it throws ends the collector. */
public interface DatagramHandler {
    /** @param exporter address of the sender, as text */
    void onDatagram(byte[] payload, String exporter, Instant received);

    /** Nothing has come for a tenth of a second; called again and again for as long as nothing does. */
    default void onIdle(Instant now) {}

    /** Nothing more will come. */
    void onEnd(Instant now);
}
