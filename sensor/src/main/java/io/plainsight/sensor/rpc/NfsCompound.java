package io.plainsight.sensor.rpc;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.Peek;

/**
 * Tells NFS 4 compounds that only keep a client's state (RFC 7530 section 16, RFC 8881 section 18) from those with user data.
 * Clients send them under a weaker flavour than files: a mount with krb5p renews its lease under krb5i or AUTH_SYS.
 *
 * <pre>
 *  Tag (opaque) | Minor version (32) | Number of operations (32) | Operation (32) ...
 * </pre>
 */
final class NfsCompound {
    private static final int SEQUENCE = 53;
    /** Operation, session (16), sequence, slot, highest slot, whether to cache. */
    private static final int SEQUENCE_LENGTH = 36;

    private static final int MAX_TAG = 1024;

    private NfsCompound() {}

    /** @param at offset of the compound's arguments; {@link Peek#NONE} when they were not found */
    static boolean keepsStateOnly(ByteCursor in, int at) {
        long tag = at < 0 ? Peek.NONE : Peek.u32(in, at);
        if (tag < 0 || tag > MAX_TAG) {
            return false;
        }
        int operations = at + 8 + (int) ((tag + 3) / 4 * 4);
        long count = Peek.u32(in, operations);
        long first = Peek.u32(in, operations + 4);
        if (first == SEQUENCE) {
            return count == 1 || count == 2 && isState(Peek.u32(in, operations + 4 + SEQUENCE_LENGTH));
        }
        return count == 1 && isState(first);
    }

    /**
     * RENEW, SETCLIENTID and its confirmation, BIND_CONN_TO_SESSION, EXCHANGE_ID, CREATE_SESSION, DESTROY_SESSION, SEQUENCE,
     * DESTROY_CLIENTID, RECLAIM_COMPLETE.
     */
    private static boolean isState(long operation) {
        return switch ((int) operation) {
            case 30, 35, 36, 41, 42, 43, 44, SEQUENCE, 57, 58 -> true;
            default -> false;
        };
    }
}
