package io.plainsight.sensor.wireguard;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * The four messages of WireGuard (WireGuard: Next Generation Kernel Network Tunnel, section 5.4). All numbers little endian.
 *
 * <pre>
 *  0 type   1 reserved (3, zero)
 *  initiation (148 bytes): 4 sender    …
 *  response    (92 bytes): 4 sender    8 receiver   …
 *  cookie      (64 bytes): 4 receiver  …
 *  transport (16 n bytes): 4 receiver  8 counter (8)   16 packet, padded to 16, and tag (16)
 * </pre>
 */
final class WireGuardMessage {
    static final int INITIATION = 1;
    static final int RESPONSE = 2;
    static final int COOKIE = 3;
    static final int TRANSPORT = 4;
    /** No WireGuard message. */
    static final int NONE = 0;

    private static final int INITIATION_LENGTH = 148;
    private static final int RESPONSE_LENGTH = 92;
    private static final int COOKIE_LENGTH = 64;
    private static final int TRANSPORT_MIN_LENGTH = 32;
    private static final int UNIT = 16;
    private static final int SECOND_FIELD = 8;

    private WireGuardMessage() {}

    /** The type of a datagram that has a message's form; {@link #NONE} for any other. */
    static int type(ByteCursor in, int wireLength) {
        if (in.remaining() < TRANSPORT_MIN_LENGTH || in.peek(1) != 0 || in.peek(2) != 0 || in.peek(3) != 0) {
            return NONE;
        }
        return switch (in.peek(0)) {
            case INITIATION -> wireLength == INITIATION_LENGTH ? INITIATION : NONE;
            case RESPONSE -> wireLength == RESPONSE_LENGTH ? RESPONSE : NONE;
            case COOKIE -> wireLength == COOKIE_LENGTH ? COOKIE : NONE;
            case TRANSPORT -> wireLength % UNIT == 0 ? TRANSPORT : NONE;
            default -> NONE;
        };
    }

    /** Sender of an initiation or response, receiver of a transport message. */
    static int firstIndex(ByteCursor in) {
        return int32(in, 4);
    }

    /** Receiver of a response. */
    static int secondIndex(ByteCursor in) {
        return int32(in, SECOND_FIELD);
    }

    /** Counter of a transport message. */
    static long counter(ByteCursor in) {
        return int32(in, SECOND_FIELD) & 0xffff_ffffL | (long) int32(in, SECOND_FIELD + 4) << 32;
    }

    private static int int32(ByteCursor in, int at) {
        return in.peek(at) | in.peek(at + 1) << 8 | in.peek(at + 2) << 16 | in.peek(at + 3) << 24;
    }
}
