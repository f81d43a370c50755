package io.plainsight.sensor.rsh;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.Fields;
import io.plainsight.sensor.text.Ascii;

/**
 * The first bytes of a client of rsh and of rexec, which differ in meaning only (BSD rcmd(3), rexec(3)):
 *
 * <pre>
 *  rsh    port 0 client's user 0 server's user 0 command 0
 *  rexec  port 0 user          0 password      0 command 0
 * </pre>
 *
 * The port is for standard error, in digits. That of rsh is below 1024 as the client's own (rcmd(3)), or zero; rexec takes
 * one that the system gives.
 */
final class RemoteShell {
    /** First port that needs no privilege. */
    static final int FIRST_UNPRIVILEGED = 1024;

    static final int NO_PORT = -1;
    /** The fields are not all there yet. */
    static final int INCOMPLETE = -2;

    private static final int MAX_DIGITS = 5;
    private static final int MAX_PORT = 65535;
    private static final int MAX_NAME = 64;

    private RemoteShell() {}

    /** The port when the fields are there up to the command's first character; {@link #INCOMPLETE} or {@link #NO_PORT}. */
    static int port(ByteCursor in) {
        int end = Fields.end(in, 0, MAX_DIGITS);
        for (int i = 0; i < MAX_DIGITS && in.peek(i) > 0; i++) {
            if (!Ascii.isDigit(in.peek(i))) {
                return NO_PORT;
            }
        }
        int port = end > 0 ? Ascii.number(in, 0) : 0;
        if (end == 0 || port > MAX_PORT) {
            return NO_PORT;
        }
        for (int field = 0; field < 2 && end >= 0; field++) {
            int from = end + 1;
            end = Fields.end(in, from, MAX_NAME);
            if (end == from) {
                return NO_PORT;
            }
        }
        if (end < 0) {
            return end == Fields.INCOMPLETE ? INCOMPLETE : NO_PORT;
        }
        int command = in.peek(end + 1);
        return command < 0 ? INCOMPLETE : Ascii.isPrintable(command) ? port : NO_PORT;
    }
}
