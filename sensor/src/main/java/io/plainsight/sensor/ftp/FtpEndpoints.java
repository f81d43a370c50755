package io.plainsight.sensor.ftp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Ascii;

/**
 * Reads the ports by which FTP arranges for data connections, in place; no method moves its cursor. The address that stands
 * beside is the end's own or wrong: servers must refuse others (RFC 2577 section 3), and behind address translation it is
 * not the one on the wire.
 */
final class FtpEndpoints {
    /** What is returned where there is no port. */
    static final int NO_PORT = -1;

    private static final int NUMBERS = 6;

    private FtpEndpoints() {}

    /** {@code h1,h2,h3,h4,p1,p2} (RFC 959 section 4.1.2), in a reply from its first digit on. */
    static int port(ByteCursor in) {
        int at = 0;
        while (in.peek(at) >= 0 && !Ascii.isDigit(in.peek(at))) {
            at++;
        }
        int value = 0;
        for (int i = 0; i < NUMBERS; i++) {
            int number = Ascii.number(in, at);
            if (number < 0 || number > 255) {
                return NO_PORT;
            }
            value = (value << 8 | number) & 0xffff;
            while (Ascii.isDigit(in.peek(at))) {
                at++;
            }
            if (i < NUMBERS - 1 && in.peek(at++) != ',') {
                return NO_PORT;
            }
        }
        return value;
    }

    /** {@code (|||port|)} or {@code |proto|address|port|}: the port behind the third delimiter (RFC 2428). */
    static int extendedPort(ByteCursor in, int from) {
        int delimiter = in.peek(from);
        int seen = 0;
        for (int at = from; delimiter > ' ' && in.peek(at) >= 0; at++) {
            if (in.peek(at) == delimiter && ++seen == 3) {
                int number = Ascii.number(in, at + 1);
                return number > 0 && number <= 0xffff ? number : NO_PORT;
            }
        }
        return NO_PORT;
    }
}
