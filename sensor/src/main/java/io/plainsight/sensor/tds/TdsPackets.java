package io.plainsight.sensor.tds;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * TDS packets ([MS-TDS] 2.2.3) and the options of PRELOGIN (2.2.6.5). No method moves its cursor.
 *
 * <pre>
 *  Type (8) | Status (8) | Length (16, with this header) | SPID (16) | PacketID (8) | Window (8) | data
 *  PRELOGIN data: { option (8) offset (16) length (16) }… FF, then the options' values
 * </pre>
 */
final class TdsPackets {
    static final int HEADER_LENGTH = 8;
    /** [MS-TDS] 2.2.3.1.3: at least 512 and at most 32767 may be negotiated; the field itself holds 16 bits. */
    static final int MAX_LENGTH = 32767;

    static final int SQL_BATCH = 0x01;
    static final int OLD_LOGIN = 0x02;
    static final int RPC = 0x03;
    static final int TABULAR_RESULT = 0x04;
    static final int ATTENTION = 0x06;
    static final int BULK_LOAD = 0x07;
    static final int FEDERATED_TOKEN = 0x08;
    static final int TRANSACTION_REQUEST = 0x0e;
    static final int LOGIN7 = 0x10;
    static final int SSPI = 0x11;
    static final int PRELOGIN = 0x12;

    static final int ENCRYPT_OFF = 0;
    static final int ENCRYPT_ON = 1;
    static final int ENCRYPT_NOT_SUPPORTED = 2;
    static final int ENCRYPT_REQUIRED = 3;
    /** No PRELOGIN, or none with the option. */
    static final int ENCRYPT_UNKNOWN = -1;

    private static final int STATUS_END_OF_MESSAGE = 1;
    /** Ignore, reset connection, reset but keep the transaction: the other bits that are defined. */
    private static final int STATUS_BITS = 0x1b;

    private static final int WINDOW_OFFSET = 7;
    private static final int OPTION_VERSION = 0;
    private static final int OPTION_ENCRYPTION = 1;
    private static final int OPTION_LENGTH = 5;
    private static final int VERSION_LENGTH = 6;
    private static final int TERMINATOR = 0xff;
    private static final int MAX_OPTIONS = 16;
    /** The certificate bit, which asks for a client certificate, stands beside the value. */
    private static final int ENCRYPTION_MASK = 0x7f;

    private TdsPackets() {}

    /** Whether the bytes so far may be a packet's header. */
    static boolean mayBe(ByteCursor in) {
        int length = in.remaining() < 4 ? HEADER_LENGTH : length(in);
        return isType(in.peek(0))
                && (in.peek(1) < 0 || (in.peek(1) & ~STATUS_BITS) == 0)
                && length >= HEADER_LENGTH
                && length <= MAX_LENGTH
                && (in.peek(WINDOW_OFFSET) <= 0);
    }

    static boolean isType(int type) {
        return type < 0
                || type >= SQL_BATCH && type <= TABULAR_RESULT
                || type >= ATTENTION && type <= FEDERATED_TOKEN
                || type == TRANSACTION_REQUEST
                || type >= LOGIN7 && type <= PRELOGIN;
    }

    /** Length of the whole packet; call with four bytes present. */
    static int length(ByteCursor in) {
        return in.peek(2) << 8 | in.peek(3);
    }

    static boolean endsMessage(ByteCursor in) {
        return (in.peek(1) & STATUS_END_OF_MESSAGE) != 0;
    }

    /** Whether the data begin as a TLS record of the handshake. */
    static boolean holdsTls(ByteCursor data) {
        return isTlsRecord(data);
    }

    /** Whether a TLS record stands where a TDS packet could: change cipher spec, alert, handshake or data of SSL 3 to TLS 1.3. */
    static boolean isTlsRecord(ByteCursor in) {
        return in.peek(0) >= 0x14 && in.peek(0) <= 0x17 && in.peek(1) == 3 && in.peek(2) <= 4;
    }

    /**
     * Whether the data of a packet are a list of PRELOGIN options: VERSION first, every value inside the packet, a
     * terminator.
     */
    static boolean isPrelogin(ByteCursor data) {
        if (data.peek(0) != OPTION_VERSION || u16(data, 3) != VERSION_LENGTH) {
            return false;
        }
        int previous = -1;
        for (int i = 0; i <= MAX_OPTIONS; i++) {
            int at = i * OPTION_LENGTH;
            int option = data.peek(at);
            if (option == TERMINATOR) {
                return true;
            }
            boolean inside = option > previous
                    && u16(data, at + 1) >= OPTION_LENGTH
                    && u16(data, at + 1) + u16(data, at + 3) <= data.remaining();
            if (!inside || data.peek(at + 4) < 0) {
                return false;
            }
            previous = option;
        }
        return false;
    }

    /** The value of the ENCRYPTION option of valid PRELOGIN data, or {@link #ENCRYPT_UNKNOWN}. */
    static int encryption(ByteCursor data) {
        for (int i = 0; i < MAX_OPTIONS; i++) {
            int at = i * OPTION_LENGTH;
            int option = data.peek(at);
            if (option < 0 || option == TERMINATOR) {
                return ENCRYPT_UNKNOWN;
            }
            if (option == OPTION_ENCRYPTION) {
                int value = data.peek(u16(data, at + 1));
                int plain = value & ENCRYPTION_MASK;
                return value >= 0 && plain <= ENCRYPT_REQUIRED ? plain : ENCRYPT_UNKNOWN;
            }
        }
        return ENCRYPT_UNKNOWN;
    }

    private static int u16(ByteCursor in, int offset) {
        return in.peek(offset + 1) < 0 ? 0 : in.peek(offset) << 8 | in.peek(offset + 1);
    }
}
