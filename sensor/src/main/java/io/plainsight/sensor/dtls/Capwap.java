package io.plainsight.sensor.dtls;

import io.plainsight.sensor.buffer.ByteCursor;

/** The preamble that wireless controllers and access points put before each DTLS datagram, RFC 5415 section 4.1 and 4.2. */
final class Capwap {
    static final int PREAMBLE_LENGTH = 4;
    /** Version 0 and payload type 1, "CAPWAP DTLS Header". */
    private static final int DTLS = 0x01;

    private Capwap() {}

    /** Whether the preamble stands here with a DTLS record behind it, which OpenSSL's first version cannot be mistaken for. */
    static boolean isPreamble(ByteCursor in) {
        return in.peek(0) == DTLS
                && in.peek(1) == 0
                && in.peek(2) == 0
                && in.peek(3) == 0
                && DtlsRecord.mayBegin(in.peek(PREAMBLE_LENGTH));
    }
}
