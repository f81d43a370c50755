package io.plainsight.sensor.mysql;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * MySQL's packet head and the flags of its handshake (MySQL source, "Client/Server Protocol"; MariaDB knowledge base).
 *
 * <pre>
 *  Payload length (24, little endian) | Sequence id (8) | Payload
 * </pre>
 */
final class MysqlPackets {
    static final int HEADER_LENGTH = 4;
    static final int PROTOCOL_10 = 10;

    static final int CLIENT_PROTOCOL_41 = 0x0200;
    static final int CLIENT_SSL = 0x0800;

    /** Flags (4), largest packet (4), character set (1), filler (23): the whole of an SSLRequest. */
    static final int SSL_REQUEST_LENGTH = 32;
    /** Of the filler MariaDB uses the last four bytes for more flags. */
    static final int ZERO_OFFSET = 9;

    static final int ZERO_LENGTH = 19;

    static final int COM_QUERY = 3;
    static final int COM_STMT_PREPARE = 22;
    static final int ERROR = 0xff;
    /** ER_SECURE_TRANSPORT_REQUIRED, MySQL error reference. */
    static final int SECURE_TRANSPORT_REQUIRED = 3159;

    static final int AUTH_SWITCH_REQUEST = 0xfe;

    private MysqlPackets() {}

    static int length(ByteCursor in) {
        return in.peek(0) | in.peek(1) << 8 | in.peek(2) << 16;
    }

    static int sequenceId(ByteCursor in) {
        return in.peek(3);
    }

    /** The low half of the flags that a handshake response or SSLRequest begins with. */
    static int clientFlags(ByteCursor payload) {
        return payload.peek(0) | payload.peek(1) << 8;
    }

    /** Offset of the server's flags behind {@code 10 version 0 thread(4) salt(8) 0}; -1 when this is no greeting. */
    static int greetingFlagsOffset(ByteCursor payload) {
        if (payload.peek(0) != PROTOCOL_10) {
            return -1;
        }
        int at = 1;
        while (payload.peek(at) >= ' ' && payload.peek(at) < 0x7f) {
            at++;
        }
        boolean version = at > 3 && payload.peek(1) >= '0' && payload.peek(1) <= '9' && payload.peek(at) == 0;
        int flags = at + 1 + 4 + 8 + 1;
        return version && payload.peek(flags - 1) == 0 && payload.peek(flags + 1) >= 0 ? flags : -1;
    }
}
