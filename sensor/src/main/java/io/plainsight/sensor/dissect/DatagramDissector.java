package io.plainsight.sensor.dissect;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Learns how one connection over UDP (or right over IP) is protected from its datagrams. One instance per connection, one
 * class per protocol; an instance may hold state, the class may not.
 *
 * <p><b>Contract.</b> Datagrams come one by one, in the order captured: they may be lost, repeated and out of order on the
 * way, and a capture may cut them short. A dissector never throws and never keeps the cursor. Of the answers in
 * {@link Progress}, {@code START_TLS} does not exist here.
 */
public interface DatagramDissector {
    /** The value of {@code network.protocol}. */
    String protocol();

    /**
     * Takes a datagram.
     *
     * @param in its payload, as much as was captured
     * @param wireLength payload bytes that it had on the wire; more than {@code in} holds when the capture cut it
     * @param timestampNs packet time, nanoseconds since the Unix epoch
     */
    Progress onDatagram(Side side, ByteCursor in, int wireLength, long timestampNs);

    /**
     * The connection ended: nothing came for its idle time, or the capture is over.
     *
     * @return {@link Progress#DECIDED} when the end decided something
     */
    Progress onClose(CloseKind kind, long timestampNs);

    /** Adds what has been learned so far; called whenever an observation is made. */
    void describe(ObservationDraft draft);
}
