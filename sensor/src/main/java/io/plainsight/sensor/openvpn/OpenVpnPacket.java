package io.plainsight.sensor.openvpn;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * The beginning of an OpenVPN packet (draft-openvpn-wire-protocol, section "Packet formats"); over TCP a length of two bytes
 * stands before it.
 *
 * <pre>
 *  0 opcode (5 bits), key id (3)   1 session id (8)   …   control: [HMAC, packet id, time]  acknowledgments  message packet id
 * </pre>
 */
final class OpenVpnPacket {
    static final int HARD_RESET_CLIENT_V1 = 1;
    static final int HARD_RESET_SERVER_V1 = 2;
    static final int HARD_RESET_CLIENT_V2 = 7;
    static final int HARD_RESET_SERVER_V2 = 8;
    static final int HARD_RESET_CLIENT_V3 = 10;

    /** Opcode, session, no acknowledgment, packet id. */
    static final int MIN_RESET_LENGTH = 14;
    /** With tls-crypt: packet id, time and HMAC in front of what is encrypted. */
    static final int MIN_HIDDEN_RESET_LENGTH = 54;
    /** With tls-crypt, HMAC, time and a wrapped client key (tls-crypt-v2, at most 1024). */
    static final int MAX_RESET_LENGTH = 1200;

    private static final int SESSION_LENGTH = 8;
    private static final int KEY_ID_BITS = 3;

    private OpenVpnPacket() {}

    static int opcode(ByteCursor in) {
        return in.peek(0) >>> KEY_ID_BITS;
    }

    /** Whether a packet has the form of a client's first one: a fresh session with key 0. */
    static boolean isClientReset(ByteCursor in, int length) {
        int opcode = opcode(in);
        return (opcode == HARD_RESET_CLIENT_V2 || opcode == HARD_RESET_CLIENT_V3 || opcode == HARD_RESET_CLIENT_V1)
                && isReset(in, length);
    }

    static boolean isServerReset(ByteCursor in, int length) {
        int opcode = opcode(in);
        return (opcode == HARD_RESET_SERVER_V2 || opcode == HARD_RESET_SERVER_V1) && isReset(in, length);
    }

    static long session(ByteCursor in) {
        long session = 0;
        for (int i = 1; i <= SESSION_LENGTH; i++) {
            session = session << 8 | in.peek(i);
        }
        return session;
    }

    private static boolean isReset(ByteCursor in, int length) {
        boolean keyZero = (in.peek(0) & (1 << KEY_ID_BITS) - 1) == 0;
        return keyZero
                && length >= MIN_RESET_LENGTH
                && length <= MAX_RESET_LENGTH
                && in.remaining() >= MIN_RESET_LENGTH
                && session(in) != 0;
    }

    /**
     * Whether the server's reset names the client's session among what it acknowledges: without extra authentication it
     * stands at a known place, with it (an HMAC of 16 to 64 bytes, packet id and time) behind these, and with tls-crypt it
     * cannot be seen.
     */
    static boolean acknowledges(ByteCursor in, long clientSession) {
        for (int at = 1 + SESSION_LENGTH; at + SESSION_LENGTH <= in.remaining(); at++) {
            long value = 0;
            for (int i = 0; i < SESSION_LENGTH; i++) {
                value = value << 8 | in.peek(at + i);
            }
            if (value == clientSession) {
                return true;
            }
        }
        return false;
    }
}
