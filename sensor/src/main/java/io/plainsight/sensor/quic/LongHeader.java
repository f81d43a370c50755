package io.plainsight.sensor.quic;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * A packet's long header, RFC 9000 section 17.2.
 *
 * <pre>
 * Long Header Packet {
 *   Header Form (1) = 1, Fixed Bit (1), Long Packet Type (2), Type-Specific Bits (4),
 *   Version (32),
 *   Destination Connection ID Length (8), Destination Connection ID (0..160),
 *   Source Connection ID Length (8), Source Connection ID (0..160),
 *   Type-Specific Payload (..),
 * }
 * Initial adds: Token Length (i), Token (..), Length (i), Packet Number (8..32), Packet Payload (..)
 * 0-RTT and Handshake add: Length (i), Packet Number (8..32), Packet Payload (..)
 * </pre>
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> its cursors are views of the datagram. <b>Memory:</b> reusable.
 */
final class LongHeader {
    /** RFC 9000 section 17.2: longer ones belong to other versions. */
    static final int MAX_CID = 20;
    /** Packet number of 1 to 4 bytes and the sample behind four (RFC 9001 section 5.4.2), which every packet has. */
    static final int MIN_LENGTH = 20;

    int firstByte;
    int version;
    /** Null for versions that cannot be read. */
    QuicVersion known;
    /** Null with {@link #known}. */
    PacketType type;

    final ByteCursor destination = new ByteCursor();
    final ByteCursor source = new ByteCursor();
    final ByteCursor token = new ByteCursor();
    /** Where the packet begins, in the cursor's buffer. */
    int start;
    /** Where the packet number, or what follows the connection ids, begins. */
    int payloadStart;
    /** Bytes from {@link #payloadStart} to the packet's end, as its Length says; for other kinds of packets all that is left. */
    int payloadLength;
    /** Whether the Length reaches beyond what is there. */
    boolean cut;

    /**
     * Reads the header at the cursor, which moves to the packet's end or to the datagram's if the packet is cut.
     *
     * @return whether it is a long header that makes sense
     */
    boolean read(ByteCursor in) {
        start = in.position();
        cut = false;
        firstByte = in.u8();
        version = (int) in.u32();
        known = QuicVersion.of(version);
        type = known == null ? null : known.typeOf(firstByte);
        if (!in.ok() || (firstByte & 0x80) == 0 || !readCid(in, destination) || !readCid(in, source)) {
            return false;
        }
        token.wrap(in.buffer(), in.position(), 0);
        if (type == null || type == PacketType.RETRY) {
            payloadStart = in.position();
            payloadLength = in.remaining();
            in.skip(payloadLength);
            return true;
        }
        if (type == PacketType.INITIAL && !readToken(in)) {
            return false;
        }
        long length = Varint.read(in);
        if (!in.ok() || length < MIN_LENGTH || length > 0xffff) {
            return false;
        }
        payloadStart = in.position();
        payloadLength = (int) length;
        cut = payloadLength > in.remaining();
        in.skip(Math.min(payloadLength, in.remaining()));
        return true;
    }

    private boolean readToken(ByteCursor in) {
        long length = Varint.read(in);
        if (!in.ok() || length > in.remaining()) {
            return false;
        }
        in.slice((int) length, token);
        return true;
    }

    private static boolean readCid(ByteCursor in, ByteCursor into) {
        int length = in.u8();
        if (length > MAX_CID) {
            return false;
        }
        in.slice(length, into);
        return in.ok();
    }
}
