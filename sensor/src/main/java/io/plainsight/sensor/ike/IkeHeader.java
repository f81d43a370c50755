package io.plainsight.sensor.ike;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * The header of an IKE message, the same in both versions (RFC 7296 section 3.1, RFC 2408 section 3.1). On the port of NAT
 * traversal four zero bytes stand before it, where ESP has its SPI (RFC 3948 section 2.2).
 *
 * <pre>
 *  0 initiator's SPI (8)   8 responder's SPI (8)   16 next payload   17 version   18 exchange type   19 flags
 *  20 message id (4)   24 length (4)
 * </pre>
 */
final class IkeHeader {
    static final int LENGTH = 28;
    static final int VERSION_1 = 0x10;
    static final int VERSION_2 = 0x20;

    static final int MAIN_MODE = 2;
    static final int AGGRESSIVE_MODE = 4;
    static final int INFORMATIONAL_1 = 5;
    static final int QUICK_MODE = 32;
    static final int IKE_SA_INIT = 34;
    static final int IKE_AUTH = 35;
    static final int CREATE_CHILD_SA = 36;
    static final int INFORMATIONAL = 37;
    /** SKF, a fragment of an encrypted message, RFC 7383 section 2.5. */
    static final int FRAGMENT = 53;

    private static final int NON_ESP_MARKER_LENGTH = 4;
    private static final int FIRST_EXCHANGE_1 = 1;
    private static final int LAST_EXCHANGE_1 = 6;
    private static final int NEW_GROUP_MODE = 33;
    /** IKE_SESSION_RESUME, GSA_…, IKE_INTERMEDIATE, IKE_FOLLOWUP_KE; registry: ikev2-parameters. */
    private static final int LAST_EXCHANGE_2 = 44;

    private static final int NEXT_PAYLOAD_OFFSET = 16;
    private static final int VERSION_OFFSET = 17;
    private static final int EXCHANGE_OFFSET = 18;
    private static final int FLAGS_OFFSET = 19;
    private static final int MESSAGE_ID_OFFSET = 20;
    private static final int LENGTH_OFFSET = 24;
    private static final int FLAG_INITIATOR_2 = 0x08;
    private static final int FLAG_RESPONSE_2 = 0x20;

    private IkeHeader() {}

    /** Moves {@code in} over a marker of NAT traversal, if there is one; true when an IKE header of {@code length} follows. */
    static boolean find(ByteCursor in, int wireLength) {
        int marker =
                in.peek(0) == 0 && in.peek(1) == 0 && in.peek(2) == 0 && in.peek(3) == 0 ? NON_ESP_MARKER_LENGTH : 0;
        in.skip(Math.min(marker, in.remaining()));
        if (in.remaining() < LENGTH || u64(in, 0) == 0) {
            return false;
        }
        int exchange = exchange(in);
        boolean known =
                switch (version(in)) {
                    case VERSION_1 ->
                        exchange >= FIRST_EXCHANGE_1 && exchange <= LAST_EXCHANGE_1
                                || exchange == QUICK_MODE
                                || exchange == NEW_GROUP_MODE;
                    case VERSION_2 -> exchange >= IKE_SA_INIT && exchange <= LAST_EXCHANGE_2;
                    default -> false;
                };
        return known && length(in) == wireLength - marker;
    }

    static int version(ByteCursor in) {
        return in.peek(VERSION_OFFSET);
    }

    static int nextPayload(ByteCursor in) {
        return in.peek(NEXT_PAYLOAD_OFFSET);
    }

    static int exchange(ByteCursor in) {
        return in.peek(EXCHANGE_OFFSET);
    }

    static int flags(ByteCursor in) {
        return in.peek(FLAGS_OFFSET);
    }

    /** Whether the responder's SPI is still zero, as in the very first message. */
    static boolean isFirst(ByteCursor in) {
        return u64(in, 8) == 0;
    }

    /** Version 2: whether the end that began the association sent this. */
    static boolean isFromInitiator(ByteCursor in) {
        return (flags(in) & FLAG_INITIATOR_2) != 0;
    }

    /** Version 2. */
    static boolean isResponse(ByteCursor in) {
        return (flags(in) & FLAG_RESPONSE_2) != 0;
    }

    /** Version 2 counts requests, each end its own; an answer bears the number of what it answers. */
    static long messageId(ByteCursor in) {
        return u32(in, MESSAGE_ID_OFFSET);
    }

    static IkeAssociations.Spis spis(ByteCursor in) {
        return new IkeAssociations.Spis(u64(in, 0), u64(in, 8));
    }

    private static long u64(ByteCursor in, int at) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | in.peek(at + i);
        }
        return value;
    }

    /** Of the whole message, as it says itself. */
    static long length(ByteCursor in) {
        return u32(in, LENGTH_OFFSET);
    }

    private static long u32(ByteCursor in, int at) {
        return (long) in.peek(at) << 24 | in.peek(at + 1) << 16 | in.peek(at + 2) << 8 | in.peek(at + 3);
    }
}
