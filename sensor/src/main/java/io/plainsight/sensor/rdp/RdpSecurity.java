package io.plainsight.sensor.rdp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Ascii;

/**
 * RDP's standard security as the server chooses it in its MCS Connect Response ([MS-RDPBCGR] 2.2.1.4.3), and the flags of
 * what the client sends next (2.2.8.1.1.2.1). No method moves its cursor.
 */
final class RdpSecurity {
    static final int METHOD_NONE = 0;
    static final int METHOD_40_BIT = 1;
    static final int METHOD_128_BIT = 2;
    static final int METHOD_56_BIT = 8;
    static final int METHOD_FIPS = 16;
    /** No security data were found. */
    static final int METHOD_UNKNOWN = -1;

    /** Only what the client sends is encrypted. */
    static final int LEVEL_LOW = 1;

    static final int SEC_EXCHANGE = 0x0001;
    static final int SEC_ENCRYPT = 0x0008;
    static final int SEC_INFO = 0x0040;

    /** TPKT and X.224 data header, before MCS begins. */
    static final int MCS_OFFSET = 7;

    static final int CONNECT_INITIAL = 0x7f65;
    static final int CONNECT_RESPONSE = 0x7f66;
    private static final int SEND_DATA_REQUEST = 0x64;
    private static final int SC_SECURITY = 0x0c02;
    private static final int BLOCK_HEADER = 4;
    private static final int SECURITY_LENGTH = 12;
    private static final int MAX_BLOCKS = 16;

    private RdpSecurity() {}

    /** Whether a whole TPKT packet is the server's MCS Connect Response. */
    static boolean isConnectResponse(ByteCursor packet) {
        return (packet.peek(MCS_OFFSET) << 8 | packet.peek(MCS_OFFSET + 1)) == CONNECT_RESPONSE;
    }

    /** Whether a TPKT packet begins as the client's MCS Connect Initial. */
    static boolean isConnectInitial(ByteCursor packet) {
        return (packet.peek(MCS_OFFSET) << 8 | packet.peek(MCS_OFFSET + 1)) == CONNECT_INITIAL;
    }

    /** Whether T.124's key of a client, {@code Duca}, stands among the bytes. */
    static boolean hasClientKey(ByteCursor packet) {
        return Ascii.contains(packet, "DUCA");
    }

    /** Offset of the server's security data in its Connect Response; -1 where there are none. */
    static int securityOffset(ByteCursor packet) {
        // T.124's key of a server's answer stands before the blocks
        int key = -1;
        for (int i = MCS_OFFSET; i + 4 < packet.remaining() && key < 0; i++) {
            boolean here = packet.peek(i) == 'M'
                    && packet.peek(i + 1) == 'c'
                    && packet.peek(i + 2) == 'D'
                    && packet.peek(i + 3) == 'n';
            key = here ? i + 4 : -1;
        }
        if (key < 0) {
            return -1;
        }
        // a PER length: one byte, or two with the top bit set
        int at = key + ((packet.peek(key) & 0x80) != 0 ? 2 : 1);
        for (int i = 0; i < MAX_BLOCKS && packet.peek(at + BLOCK_HEADER - 1) >= 0; i++) {
            int length = u16(packet, at + 2);
            if (u16(packet, at) == SC_SECURITY) {
                return length >= SECURITY_LENGTH && packet.peek(at + SECURITY_LENGTH - 1) >= 0 ? at : -1;
            }
            at += Math.max(length, BLOCK_HEADER);
        }
        return -1;
    }

    static int method(ByteCursor packet, int security) {
        return u16(packet, security + BLOCK_HEADER);
    }

    static int level(ByteCursor packet, int security) {
        return u16(packet, security + 8);
    }

    /** Offset of the security header in the client's data; -1 where the packet is something else. */
    static int securityHeaderOffset(ByteCursor packet) {
        if (packet.peek(MCS_OFFSET) != SEND_DATA_REQUEST) {
            return -1;
        }
        // initiator (16), channel (16), priority (8), then a PER length
        int length = MCS_OFFSET + 6;
        int at = length + ((packet.peek(length) & 0x80) != 0 ? 2 : 1);
        return packet.peek(at + 3) >= 0 ? at : -1;
    }

    static int flags(ByteCursor packet, int header) {
        return u16(packet, header);
    }

    /** Whether the client's info in clear holds a password: codePage (32) flags (32) cbDomain (16) cbUserName (16) cbPassword (16). */
    static boolean hasPassword(ByteCursor packet, int header) {
        return u16(packet, header + 4 + 12) > 0;
    }

    private static int u16(ByteCursor in, int offset) {
        return in.peek(offset + 1) < 0 ? 0 : in.peek(offset) | in.peek(offset + 1) << 8;
    }
}
