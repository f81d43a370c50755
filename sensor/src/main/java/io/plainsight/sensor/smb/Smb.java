package io.plainsight.sensor.smb;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.Peek;

/**
 * The heads of SMB packets behind the NetBIOS session header (RFC 1002 section 4.3; [MS-SMB2] 2.1 and 2.2, [MS-CIFS] 2.2.3.1).
 *
 * <pre>
 *  Type (8) | Length (24) | FF 'SMB' SMB1, FE 'SMB' SMB2 and 3, FD 'SMB' encrypted, FC 'SMB' compressed
 * </pre>
 */
final class Smb {
    static final int NETBIOS_HEADER_LENGTH = 4;
    static final int SESSION_MESSAGE = 0x00;
    static final int SESSION_REQUEST = 0x81;
    static final int POSITIVE_RESPONSE = 0x82;
    static final int KEEP_ALIVE = 0x85;

    static final int SMB1 = 0xff;
    static final int SMB2 = 0xfe;
    static final int TRANSFORM = 0xfd;
    static final int COMPRESSION = 0xfc;

    static final int SMB1_HEADER_LENGTH = 32;
    private static final int SMB1_FLAGS2_OFFSET = 10;
    private static final int SMB1_SIGNATURE_OFFSET = 14;
    static final int SMB2_HEADER_LENGTH = 64;
    static final int TRANSFORM_HEADER_LENGTH = 52;

    /* [MS-SMB2] 2.2.1.2 */
    static final int COMMAND_OFFSET = 12;
    static final int FLAGS_OFFSET = 16;
    static final int NEXT_COMMAND_OFFSET = 20;
    static final int FLAG_RESPONSE = 0x1;
    static final int FLAG_SIGNED = 0x8;

    static final int NEGOTIATE = 0;
    static final int SESSION_SETUP = 1;

    private static final int MAX_LENGTH = 0xffffff;

    private Smb() {}

    /** 0xff, 0xfe, 0xfd or 0xfc when {@code 'SMB'} stands behind it; {@link Peek#NONE}. */
    static int kind(ByteCursor in, int at) {
        int kind = in.peek(at);
        boolean known = kind >= COMPRESSION && kind <= SMB1;
        return known && Peek.is(in, at + 1, "SMB") ? kind : Peek.NONE;
    }

    /** Whether the bytes at {@code at} may be a session header with an SMB packet behind it, as far as they go. */
    static boolean mayBePacket(ByteCursor in, int at) {
        int kind = in.peek(at + NETBIOS_HEADER_LENGTH);
        long length = Peek.u24(in, at + 1);
        return Peek.may(in, at, SESSION_MESSAGE)
                && (length < 0 || length >= SMB1_HEADER_LENGTH && length <= MAX_LENGTH)
                && (kind < 0 || kind >= COMPRESSION)
                && Peek.may(in, at + NETBIOS_HEADER_LENGTH + 1, "SMB");
    }

    /** Whether a command of SMB 2 carries names or data of users: files, directories and what is written and read. */
    static boolean isUserData(int command) {
        return switch (command) {
            case 5, 8, 9, 14, 15, 16, 17 ->
                true; // CREATE, READ, WRITE, QUERY_DIRECTORY, CHANGE_NOTIFY, QUERY_INFO, SET_INFO
            default -> false;
        };
    }

    /** The same for SMB 1: all but connecting, negotiating, logging on and off, and echo. */
    static boolean isUserData1(int command) {
        return switch (command) {
            case 0x2b, 0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0xa4 -> false;
            default -> true;
        };
    }

    /** SMB_FLAGS2_SMB_SECURITY_SIGNATURE alone says that it could be signed; a signature that is not zero, that it is. */
    static boolean isSigned1(ByteCursor in) {
        boolean flag = (Math.max(0, Peek.u16le(in, SMB1_FLAGS2_OFFSET)) & 0x4) != 0;
        return flag && !Peek.mayBeZero(in, SMB1_SIGNATURE_OFFSET, 8);
    }

    static boolean isKnown1(int command) {
        return command <= 0x34 || command >= 0x70 && command <= 0x84 || command >= 0xa0 && command <= 0xda;
    }
}
