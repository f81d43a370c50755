package io.plainsight.sensor.rdpudp;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Finds the piece of the stream in a datagram behind the two SYNs, in either version's layout. Reused from datagram to
 * datagram.
 */
final class RdpUdpPacket {
    /** [MS-RDPEUDP] section 2.2.2.1. */
    private static final int ACK = 0x0004;

    private static final int DATA = 0x0008;
    private static final int FEC = 0x0010;
    private static final int ACK_OF_ACKS = 0x0100;
    private static final int MAX_ACK_VECTOR = 2048;
    private static final int WORD = 4;

    /** [MS-RDPEUDP2] section 2.2.1.1. */
    private static final int ACK_V3 = 0x001;

    private static final int DATA_V3 = 0x004;
    private static final int ACK_VECTOR_V3 = 0x008;
    private static final int ACK_OF_ACKS_V3 = 0x010;
    private static final int OVERHEAD_V3 = 0x040;
    private static final int DELAY_V3 = 0x100;
    private static final int ACK_V3_LENGTH = 6;
    /** Where the prefix byte stands; it and the first byte change places (section 2.2.1.3). */
    private static final int PREFIX_AT = 7;

    /** Prefix and header. */
    private static final int HEADER_END = 3;

    private static final int FULL_LENGTH = 7;

    private long number;

    /** Position of the piece in the stream: of 32 bits, in version 3 of 16. */
    long number() {
        return number;
    }

    /** Moves {@code in} to the piece; false where the datagram has none. Versions 1 and 2. */
    boolean find(ByteCursor in) {
        in.skip(WORD + 2);
        int flags = in.u16();
        if ((flags & (DATA | FEC)) != DATA) {
            return false;
        }
        if ((flags & ACK) != 0) {
            int size = in.u16();
            if (size > MAX_ACK_VECTOR) {
                return false;
            }
            in.skip((2 + size + WORD - 1) / WORD * WORD - 2);
        }
        if ((flags & ACK_OF_ACKS) != 0) {
            in.skip(WORD);
        }
        in.skip(WORD);
        number = in.u32();
        return in.ok() && in.remaining() > 0;
    }

    /** The same for version 3. A packet with an ACK vector, which tells of loss, is passed over. */
    boolean findVersion3(ByteCursor in) {
        int prefix = in.peek(PREFIX_AT);
        int first = in.peek(0);
        // length and type: a whole packet that is no dummy
        if (prefix < 0 || prefix >>> 5 != FULL_LENGTH || (prefix >>> 1 & 0xf) != 0) {
            return false;
        }
        in.skip(1);
        // all that is read before the eighth byte is shifted by one, and that one is the first
        int flags = (in.u8() | in.u8() << 8) & 0xfff;
        if ((flags & DATA_V3) == 0 || (flags & ACK_VECTOR_V3) != 0) {
            return false;
        }
        int at = 0;
        if ((flags & ACK_V3) != 0) {
            int delayed = at + ACK_V3_LENGTH;
            at = delayed + 1 + (byteAt(in, delayed, first) & 0xf);
        }
        at += (flags & OVERHEAD_V3) != 0 ? 1 : 0;
        at += (flags & DELAY_V3) != 0 ? 3 : 0;
        at += (flags & ACK_OF_ACKS_V3) != 0 ? 2 : 0;
        int channelNumber = at + 2;
        number = byteAt(in, channelNumber, first) | byteAt(in, channelNumber + 1, first) << 8;
        in.skip(channelNumber + 2);
        if (channelNumber + 2 == PREFIX_AT - HEADER_END && in.remaining() > 0) {
            // with the shortest header it is the piece's own first byte that has to come back
            byte[] piece = in.toArray();
            piece[0] = (byte) first;
            in.wrap(piece);
        }
        return in.ok() && in.remaining() > 0;
    }

    /** A byte of the packet behind its header of two, with the one that changed places put back. */
    private static int byteAt(ByteCursor in, int at, int first) {
        return at == PREFIX_AT - HEADER_END ? first : Math.max(0, in.peek(at));
    }
}
