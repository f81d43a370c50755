package io.plainsight.sensor.dissect;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Learns how one connection is protected from the in-order bytes of its two sides. One instance per connection, one class
 * per protocol; an instance may hold state, the class may not.
 *
 * <p><b>Contract.</b> {@link #onBytes} gets all bytes of one side that are not yet consumed, in place. It consumes
 * complete units by moving the cursor; what it leaves is kept by the caller and comes again with more behind it, at most
 * {@link #MAX_PENDING} bytes, after which the caller reports {@link #onGap} and drops them. It never throws and never
 * keeps the cursor. A gap means that bytes of that side are missing: what follows is presented as it comes, and whatever
 * depends on the missing bytes is {@code unknown}, never a failure.
 */
public interface StreamDissector {
    /** Most bytes that a side may leave unconsumed. A TLS handshake message may be split over several records of 16 KiB. */
    int MAX_PENDING = 64 * 1024;

    /** The value of {@code network.protocol}. */
    String protocol();

    Progress onBytes(Side side, ByteCursor in, long timestampNs);

    /** Bytes of {@code side} are missing from here on. */
    void onGap(Side side, long timestampNs);

    /**
     * One side ended ({@code FIN}, {@code RESET}) or, with {@code side} null, the connection did.
     *
     * @return {@link Progress#DECIDED} when the end decided something (such as a handshake that failed)
     */
    Progress onClose(Side side, CloseKind kind, long timestampNs);

    /** Adds what has been learned so far; called whenever an observation is made. */
    void describe(ObservationDraft draft);
}
