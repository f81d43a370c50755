package io.plainsight.sensor.syslog;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;

/**
 * Syslog over UDP: a priority in angle brackets, then version 1 and a time (RFC 5424 section 6.2) or the time of RFC 3164
 * section 4.1.2. Many senders follow neither; from them the priority and text suffice, when port 514 stands at the server's end.
 */
public final class SyslogSignature extends ClearDatagramSignature {
    private static final int PORT = 514;
    /** Facility 23, severity 7 (RFC 5424 section 6.2.1). */
    private static final int MAX_PRIORITY = 191;

    private static final int MAX_DIGITS = 3;
    /** Text that is looked at where there is no better mark. */
    private static final int LOOKED_AT = 64;

    private static final String MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";

    public SyslogSignature() {
        super(
                "syslog",
                new ProtocolFacts(
                        "Syslog", ProtocolFacts.Kind.CLEAR, "RFC 5424, RFC 3164, RFC 5426", "that it is in clear"),
                true);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        int priority = in.peek(0) == '<' ? Ascii.number(in, 1) : Ascii.NO_NUMBER;
        if (side != Side.CLIENT || priority < 0 || priority > MAX_PRIORITY) {
            return false;
        }
        int end = 1;
        while (Ascii.isDigit(in.peek(end))) {
            end++;
        }
        if (in.peek(end) != '>' || end > 1 + MAX_DIGITS) {
            return false;
        }
        in.skip(end + 1);
        return isVersion1(in) || isMonthAndDay(in) || serverPort == PORT && isText(in);
    }

    private static boolean isText(ByteCursor in) {
        for (int i = 0; i < Math.min(LOOKED_AT, in.remaining()); i++) {
            int b = in.peek(i);
            if (!Ascii.isText(b) && b != '\r' && b != '\n' && !(b == 0 && i == in.remaining() - 1)) {
                return false;
            }
        }
        return in.remaining() > 0;
    }

    /** {@code 1 2003-10-11T22:14:15.003Z} or {@code 1 -}. */
    private static boolean isVersion1(ByteCursor in) {
        boolean version = in.peek(0) == '1' && in.peek(1) == ' ';
        boolean noTime = in.peek(2) == '-' && in.peek(3) == ' ';
        boolean date = Ascii.number(in, 2) > 0 && in.peek(6) == '-' && in.peek(9) == '-' && in.peek(12) == 'T';
        return version && (noTime || date);
    }

    /** {@code Oct 11 22:14:15}, the day filled up with a space. */
    private static boolean isMonthAndDay(ByteCursor in) {
        for (int month = 0; month < MONTHS.length(); month += 3) {
            if (Ascii.startsWith(in, MONTHS.substring(month, month + 3))) {
                return in.peek(3) == ' ' && Ascii.isDigit(in.peek(5)) && in.peek(6) == ' ';
            }
        }
        return false;
    }
}
