package io.plainsight.sensor.dissect;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Recognises a protocol over UDP, or right over IP, by one datagram. Stateless; one instance serves all connections.
 *
 * <p>A datagram stands for itself: its bytes alone should tell. Where they are too few for that (NTP, syslog), the
 * registered port may corroborate them, but a port alone never decides.
 */
public interface DatagramSignature extends RecognisedProtocol {
    /** IANA protocol number of UDP. */
    int UDP = 17;

    /** The IANA number of the protocol below: {@value #UDP}, or that of a protocol over IP itself, such as ESP. */
    default int transport() {
        return UDP;
    }

    /**
     * Judges one datagram. {@code MAYBE} is for formats without any mark, such as RTP: when the first
     * {@link DatagramIdentification#MAX_DATAGRAMS} datagrams of a connection get a {@code MAYBE} and no signature says
     * {@code YES} to any of them, the first such signature has it, and its dissector decides by what comes.
     *
     * @param side who sent it; who is the client is a guess from ports, and the other way round is tried too
     * @param clientPort 0 to 65535; 0 where there are no ports
     * @param serverPort likewise
     * @param in the datagram's payload, as much as was captured; may be moved, the caller restores it
     */
    ProtocolSignature.Match match(Side side, int clientPort, int serverPort, ByteCursor in);

    /** A fresh dissector for one connection; it is fed both sides from the first datagram. */
    DatagramDissector open();
}
