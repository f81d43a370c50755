package io.plainsight.sensor.cassandra;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.Peek;

/**
 * The outer framing of version 5 (native_protocol_v5.spec, "Frame"). Numbers are little endian.
 *
 * <pre>
 *  Length (17) Self contained (1) Zero (6) | CRC (24) | Envelopes | CRC (32)
 *  Length (17) Uncompressed length (17) Self contained (1) Zero (5) | CRC (24) | Envelopes, compressed | CRC (32)
 * </pre>
 */
final class CqlSegment {
    private static final int PLAIN_HEAD = 6;
    private static final int COMPRESSED_HEAD = 8;
    private static final int CRC_LENGTH = 3;
    private static final int TRAILER = 4;
    private static final int LENGTH_BITS = 17;
    private static final long LENGTH_MASK = (1 << LENGTH_BITS) - 1;

    /** Initial value and polynomial of the head's check sum (org.apache.cassandra.net.Crc). */
    private static final int CRC_INITIAL = 0x875060;

    private static final int CRC_POLYNOMIAL = 0x1974f0b;
    private static final int CRC_CARRY = 0x1000000;

    private CqlSegment() {}

    static int headLength(boolean compressed) {
        return compressed ? COMPRESSED_HEAD : PLAIN_HEAD;
    }

    /** Whether a head stands here whose check sum is right; its bytes must be there. */
    static boolean isHead(ByteCursor in, boolean compressed) {
        int length = headLength(compressed) - CRC_LENGTH;
        int crc = CRC_INITIAL;
        for (int i = 0; i < length; i++) {
            crc ^= in.peek(i) << 16;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc <<= 1;
                crc ^= (crc & CRC_CARRY) == 0 ? 0 : CRC_POLYNOMIAL;
            }
        }
        int sent = in.peek(length) | in.peek(length + 1) << 8 | in.peek(length + 2) << 16;
        return crc == sent;
    }

    /** Bytes of the whole segment, 10 to 131083. */
    static long length(ByteCursor in, boolean compressed) {
        return headLength(compressed) + (number(in) & LENGTH_MASK) + TRAILER;
    }

    /** Whether no envelope can be read from this segment: it is compressed, or a part of an envelope. */
    static boolean isOpaque(ByteCursor in, boolean compressed) {
        long number = number(in);
        // an uncompressed length of zero says that compression was not worth it
        boolean packed = compressed && (number >> LENGTH_BITS & LENGTH_MASK) != 0;
        boolean selfContained = (number >> (compressed ? 2 * LENGTH_BITS : LENGTH_BITS) & 1) == 1;
        return packed || !selfContained;
    }

    private static long number(ByteCursor in) {
        return Peek.u32le(in, 0) | (long) in.peek(4) << Integer.SIZE;
    }
}
