package io.plainsight.sensor.rpc;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.Peek;

/**
 * Record marking and message heads of ONC RPC (RFC 5531 sections 9 and 11).
 *
 * <pre>
 *  Last fragment (1) | Length (31) | XID (32) | 0 call  | RPC version = 2 | Program | Version | Procedure | credential | verifier | arguments
 *                                             | 1 reply | 0 accepted | verifier | 0 success | results
 *  credential, verifier: Flavor (32) | Length (32) | body, padded to 4
 * </pre>
 */
final class Rpc {
    static final int MARK_LENGTH = 4;
    static final int CALL = 0;
    static final int REPLY = 1;
    static final int RPC_VERSION = 2;

    static final int TYPE_OFFSET = 8;
    static final int VERSION_OFFSET = 12;
    static final int PROGRAM_OFFSET = 16;
    static final int PROCEDURE_OFFSET = 24;
    static final int CREDENTIAL_OFFSET = 28;
    static final int REPLY_VERIFIER_OFFSET = 16;

    static final int AUTH_NONE = 0;
    static final int RPCSEC_GSS = 6;
    /** RFC 9289 section 4.1. */
    static final int AUTH_TLS = 7;

    static final int MAX_FRAGMENT = 4 * 1024 * 1024;
    /** RFC 5531 section 8.2. */
    static final int MAX_AUTH_BODY = 400;

    private static final int MIN_CALL = 40;
    private static final int MIN_REPLY = 20;

    private Rpc() {}

    static boolean isLastFragment(ByteCursor in) {
        return in.peek(0) >= 0x80;
    }

    /** Of the fragment without its mark. */
    static int fragmentLength(ByteCursor in) {
        return (int) (Peek.u32(in, 0) & 0x7fffffff);
    }

    static boolean mayBeCall(ByteCursor in) {
        return mayHaveLength(in, MIN_CALL)
                && Peek.mayBeZero(in, TYPE_OFFSET, 4)
                && Peek.mayBeZero(in, VERSION_OFFSET, 3)
                && Peek.may(in, VERSION_OFFSET + 3, RPC_VERSION);
    }

    static boolean mayBeReply(ByteCursor in) {
        return mayHaveLength(in, MIN_REPLY)
                && Peek.mayBeZero(in, TYPE_OFFSET, 3)
                && Peek.may(in, TYPE_OFFSET + 3, REPLY)
                && Peek.mayBeZero(in, TYPE_OFFSET + 4, 3)
                && in.peek(TYPE_OFFSET + 7) <= 1;
    }

    /** Offset behind the credential or verifier at {@code at}; {@link Peek#NONE} when it is cut or too long. */
    static int skipAuth(ByteCursor in, int at) {
        long length = Peek.u32(in, at + 4);
        return length < 0 || length > MAX_AUTH_BODY ? Peek.NONE : at + 8 + (int) ((length + 3) / 4 * 4);
    }

    private static boolean mayHaveLength(ByteCursor in, int least) {
        if (in.remaining() < MARK_LENGTH) {
            return in.peek(0) < 0 || (in.peek(0) & 0x7f) == 0;
        }
        int length = fragmentLength(in);
        return length >= least && length <= MAX_FRAGMENT;
    }
}
