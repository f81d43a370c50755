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
    static final int CONTROL_V1 = 4;
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
    /** Bytes of opcode and session id. */
    static final int SESSION_END = 1 + SESSION_LENGTH;
    /** Most acknowledgments that one packet carries. */
    static final int MAX_ACKNOWLEDGMENTS = 8;
    /** What {@link #authentication} says of a layout that is none. */
    static final int NO_LAYOUT = -1;

    private static final int NUMBER_LENGTH = 4;
    /** HMACs of MD5, SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512. */
    private static final int[] HMAC_LENGTHS = {16, 20, 28, 32, 48, 64};
    /** What stands behind the HMAC against replay: packet id and time. */
    private static final int REPLAY_LENGTH = 8;

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

    /** Whether a packet is of the first key that a session agrees upon. */
    static boolean hasKeyZero(ByteCursor in) {
        return (in.peek(0) & (1 << KEY_ID_BITS) - 1) == 0;
    }

    static long session(ByteCursor in) {
        return u64(in, 1);
    }

    /** Bytes of this many acknowledgments and of the session id that follows them. */
    static int acknowledgmentsLength(int count) {
        return count == 0 ? 0 : count * NUMBER_LENGTH + SESSION_LENGTH;
    }

    /**
     * How many bytes of authentication stand in front of the acknowledgments of a server's reset: with one of the lengths
     * that tls-auth can have, all else has to be where it belongs.
     *
     * @return 0 without tls-auth; {@link #NO_LAYOUT} where no length fits, as with tls-crypt
     */
    static int authentication(ByteCursor in, int length, long clientSession) {
        if (fits(in, length, clientSession, 0)) {
            return 0;
        }
        for (int hmac : HMAC_LENGTHS) {
            if (fits(in, length, clientSession, hmac + REPLAY_LENGTH)) {
                return hmac + REPLAY_LENGTH;
            }
        }
        return NO_LAYOUT;
    }

    private static boolean fits(ByteCursor in, int length, long clientSession, int authentication) {
        int at = SESSION_END + authentication;
        int acknowledgments = in.peek(at);
        if (acknowledgments < 1 || acknowledgments > MAX_ACKNOWLEDGMENTS) {
            return false;
        }
        int remoteSession = at + 1 + acknowledgments * NUMBER_LENGTH;
        return length >= remoteSession + SESSION_LENGTH + NUMBER_LENGTH
                && in.peek(remoteSession + SESSION_LENGTH - 1) >= 0
                && u64(in, remoteSession) == clientSession;
    }

    private static long u64(ByteCursor in, int at) {
        long value = 0;
        for (int i = 0; i < SESSION_LENGTH; i++) {
            value = value << 8 | in.peek(at + i) & 0xff;
        }
        return value;
    }

    private static boolean isReset(ByteCursor in, int length) {
        return hasKeyZero(in)
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
            if (u64(in, at) == clientSession) {
                return true;
            }
        }
        return false;
    }
}
