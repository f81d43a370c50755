package io.plainsight.sensor.afp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.Peek;

/**
 * The Data Stream Interface that carries AFP over TCP.
 *
 * <pre>
 *  Flags (8) | Command (8) | Request id (16) | Error or offset (32) | Data's length (32) | 00000000
 * </pre>
 */
final class Dsi {
    static final int HEADER_LENGTH = 16;
    static final int REQUEST = 0;
    static final int REPLY = 1;

    static final int COMMAND = 2;
    static final int GET_STATUS = 3;
    static final int OPEN_SESSION = 4;
    static final int WRITE = 6;
    static final int ATTENTION = 8;

    static final long MAX_DATA = 16 * 1024 * 1024;

    private Dsi() {}

    static long dataLength(ByteCursor in) {
        return Peek.u32(in, 8);
    }
}
