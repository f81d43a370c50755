package io.plainsight.sensor.quic;

import io.plainsight.sensor.buffer.ByteCursor;

/** Variable-length integers, RFC 9000 section 16. */
final class Varint {
    private Varint() {}

    /** Reads one; 0 to 2^62 - 1. A cursor that is too short fails, and the answer is 0. */
    static long read(ByteCursor in) {
        int first = in.u8();
        long low = first & 0x3f;
        return switch (first >> 6) {
            case 0 -> low;
            case 1 -> low << 8 | in.u8();
            case 2 -> low << 24 | in.u24();
            default -> low << 56 | (long) in.u24() << 32 | in.u32();
        };
    }
}
