package io.plainsight.sensor.media;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * RTCP compound packets, RFC 3550 section 6. SRTCP encrypts all but the first eight bytes and always appends an index and
 * a tag (RFC 3711 section 3.4), so packets that fill their datagram to the last byte are in clear.
 */
final class Rtcp {
    private static final int SENDER_REPORT = 200;
    private static final int RECEIVER_REPORT = 201;
    private static final int SOURCE_DESCRIPTION = 202;
    private static final int LAST_TYPE = 207;
    private static final int MAX_PACKETS = 32;

    private Rtcp() {}

    /** Whether the datagram begins as each compound packet does, protected or not: a report that fits. */
    static boolean mayBe(ByteCursor in) {
        int type = in.peek(1);
        return RtpHeader.hasVersion(in)
                && (type == SENDER_REPORT || type == RECEIVER_REPORT)
                && length(in, 0) <= in.remaining();
    }

    /** Whether the datagram is a report with a description behind it, in clear. */
    static boolean isClear(ByteCursor in) {
        if (!mayBe(in)) {
            return false;
        }
        boolean described = false;
        int ahead = 0;
        for (int i = 0; i < MAX_PACKETS && ahead < in.remaining(); i++) {
            int type = in.peek(ahead + 1);
            boolean version = in.peek(ahead) >> 6 == 2;
            if (!version || type < SENDER_REPORT || type > LAST_TYPE || in.peek(ahead + 3) < 0) {
                return false;
            }
            described |= type == SOURCE_DESCRIPTION;
            ahead += length(in, ahead);
        }
        return described && ahead == in.remaining();
    }

    /** Bytes of the packet at {@code ahead}; its length field counts words behind the first. */
    private static int length(ByteCursor in, int ahead) {
        return 4 * ((in.peek(ahead + 2) << 8 | in.peek(ahead + 3)) + 1);
    }
}
