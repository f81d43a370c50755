package io.plainsight.sensor.tcp;

import java.nio.ByteBuffer;

/** Receives one direction of a TCP connection in sequence order. */
public interface StreamHandler {
    /**
     * The next bytes of the stream.
     *
     * @param buffer valid during the call only; its position and limit must not be moved
     * @param timestampNs time of the packet that made the bytes deliverable
     */
    void onData(ByteBuffer buffer, int offset, int length, long timestampNs);

    /** {@code length} bytes are missing from here on; the next {@link #onData} continues behind them. */
    void onGap(int length, long timestampNs);

    /** Bytes came again with other content; the first copy was or will be delivered. */
    void onConflict();

    /** Everything before the FIN was delivered or reported as missing. Comes at most once, as the last call. */
    void onFin(long timestampNs);
}
