package io.plainsight.sensor.dnp3;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.Peek;

/**
 * The link layer of DNP3 (IEEE 1815 section 9.2).
 *
 * <pre>
 *  05 64 | Length (8) | Control (8) | Destination (16) | Source (16) | Checksum (16) | blocks of 16 bytes, each with a checksum (16)
 * </pre>
 */
final class LinkFrame {
    static final int HEADER_LENGTH = 10;
    /** The length counts control, addresses and user data, but no checksums. */
    static final int MIN_LENGTH = 5;

    private static final int BLOCK = 16;
    private static final int CHECKSUM = 2;
    /** x^16 + x^13 + x^12 + x^11 + x^10 + x^8 + x^6 + x^5 + x^2 + 1, bits reversed. */
    private static final int POLYNOMIAL = 0xa6bc;

    private LinkFrame() {}

    /** Of the whole frame with its checksums, bytes. */
    static int length(ByteCursor in) {
        int data = in.peek(2) - MIN_LENGTH;
        return HEADER_LENGTH + data + (data + BLOCK - 1) / BLOCK * CHECKSUM;
    }

    /** Whether the checksum of the header is right; call with the header present. */
    static boolean hasChecksum(ByteCursor in) {
        int crc = 0;
        for (int i = 0; i < HEADER_LENGTH - CHECKSUM; i++) {
            crc ^= in.peek(i);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ POLYNOMIAL : crc >>> 1;
            }
        }
        return (crc ^ 0xffff) == Peek.u16le(in, HEADER_LENGTH - CHECKSUM);
    }
}
