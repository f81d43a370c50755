package io.plainsight.sensor.quic;

import io.plainsight.sensor.dissect.Side;

/**
 * Infers from kinds, directions and lengths of packets whether a handshake came to its end. Nothing behind the ServerHello can
 * be read, so every answer is an inference.
 *
 * <p>The argument. A client can send packets with a short header (1-RTT) only once it has taken the server's Finished (RFC
 * 9001 section 5.7): one of them, after its Handshake packets, shows that the client is content. A server may send such packets
 * before the client's Finished (0.5-RTT), and one that refuses the client's certificate says so in such a packet, repeated
 * for what the client still sends (RFC 9000 section 10.2.1): the same packet each time, so that its lengths are alike. So the
 * server is content when it goes on after a packet of the content client: with a packet longer than a CONNECTION_CLOSE, or by
 * so many turns that the client cannot have been told to go. A connection without that is left open.
 *
 * <p><b>Memory:</b> a few numbers, one instance per connection.
 */
final class QuicCompletion {
    /** Longest CONNECTION_CLOSE that stacks send: a header of 25 bytes, 5 of frame, a phrase, a tag of 16. */
    static final int MAX_CLOSE = 120;
    /** Short packets in turn, S C S C or C S C S C, after which a refusal would have ended the talk. */
    private static final int TURNS = 4;
    /** The same where the server's packets are all of one length: a client may have ten under way (RFC 9002 section 7.2). */
    private static final int TURNS_ALIKE = 2 * 10 + TURNS;

    private boolean serverHandshake;
    private boolean clientHandshake;
    private boolean clientContent;
    private Side last;
    private int turns;
    /** Of the server's packets to a content client; 0 before the first. */
    private int serverLength;

    private boolean serverVaries;
    private boolean complete;

    /** A Handshake packet of {@code role} after the ServerHello. */
    void onHandshakePacket(Side role) {
        if (role == Side.SERVER) {
            serverHandshake = true;
        } else {
            clientHandshake |= serverHandshake;
        }
    }

    /** A packet of {@code length} bytes with a short header, after the ServerHello. */
    void onShortPacket(Side role, int length) {
        if (!clientHandshake) {
            return; // 0.5-RTT, or out of order
        }
        if (role == Side.SERVER && clientContent) {
            complete |= length > MAX_CLOSE;
            serverVaries |= serverLength > 0 && length != serverLength;
            serverLength = length;
        }
        clientContent |= role == Side.CLIENT;
        if (last != role) {
            last = role;
            turns++;
        }
        complete |= clientContent && role == Side.CLIENT && turns >= (serverVaries ? TURNS : TURNS_ALIKE);
    }

    /** Whether both sides took the handshake for done. */
    boolean isComplete() {
        return complete;
    }
}
