package io.plainsight.sensor.iscsi;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.Peek;

/**
 * The basic header segment of iSCSI (RFC 7143 section 11.2.1).
 *
 * <pre>
 *  Opcode (8, with bit 0x40 for immediate) | opcode-specific (24) | additional headers' length in words (8) | data's length (24) | opcode-specific (40 bytes)
 * </pre>
 */
final class Bhs {
    static final int LENGTH = 48;
    static final int OPCODE_MASK = 0x3f;
    static final int IMMEDIATE = 0x40;

    static final int SCSI_COMMAND = 0x01;
    static final int LOGIN_REQUEST = 0x03;
    static final int TEXT_REQUEST = 0x04;
    static final int LOGIN_RESPONSE = 0x23;

    private Bhs() {}

    /** Of the whole unit without digests, bytes. */
    static int unitLength(ByteCursor in) {
        return LENGTH + 4 * in.peek(4) + (Peek.u24(in, 5) + 3) / 4 * 4;
    }
}
