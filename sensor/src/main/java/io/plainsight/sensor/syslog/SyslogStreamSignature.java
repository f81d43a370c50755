package io.plainsight.sensor.syslog;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Ascii;

/** Syslog by a priority in angle brackets, with the length before it or not, and a time or version behind it. */
public final class SyslogStreamSignature implements ProtocolSignature {
    static final String SYSLOG = "syslog";

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int MONTH = 3;
    /** Forms as {@link #may} takes them. */
    private static final String DAY = " _0 ";

    private static final String DATE = "0000-00-00T00:";
    private static final int MAX_DIGITS = 6;
    private static final int PRIORITY_DIGITS = 3;
    private static final int MAX_PRIORITY = 191;

    @Override
    public String protocol() {
        return SYSLOG;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "Syslog over TCP", ProtocolFacts.Kind.CLEAR, "RFC 6587, RFC 5424, RFC 3164", "messages");
    }

    @Override
    public StreamDissector open() {
        return new SyslogStreamDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (side == Side.SERVER) {
            // syslog has no answers
            return Match.NO;
        }
        int at = 0;
        while (Ascii.isDigit(in.peek(at)) && at < MAX_DIGITS) {
            at++;
        }
        if (at > 0) {
            if (in.peek(at) >= 0 && in.peek(at) != ' ' || in.peek(0) == '0') {
                return Match.NO;
            }
            at++;
        }
        if (in.peek(at) >= 0 && in.peek(at) != '<') {
            return Match.NO;
        }
        int end = at + 1;
        while (Ascii.isDigit(in.peek(end)) && end < at + PRIORITY_DIGITS + 1) {
            end++;
        }
        if (in.remaining() <= end) {
            return Match.MAYBE;
        }
        boolean priority = in.peek(end) == '>' && end > at + 1 && Ascii.number(in, at + 1) <= MAX_PRIORITY;
        return priority ? matchHead(in, end + 1) : Match.NO;
    }

    /** {@code 1 } and a time stamp or none (RFC 5424), {@code Mmm dd } (RFC 3164), or a time stamp alone, as rsyslog forwards. */
    private static Match matchHead(ByteCursor in, int at) {
        if (in.peek(at) == '1' && in.peek(at + 1) == ' ') {
            return in.peek(at + 2) == '-' ? may(in, at + 2, "- ") : may(in, at + 2, DATE);
        }
        if (Ascii.isDigit(in.peek(at))) {
            // what may become a version as well
            return in.remaining() == at + 1 && in.peek(at) == '1' ? Match.MAYBE : may(in, at, DATE);
        }
        for (int i = 0; i < MONTHS.length(); i += MONTH) {
            Match match = may(in, at, MONTHS.substring(i, i + MONTH) + DAY);
            if (match != Match.NO) {
                return match;
            }
        }
        return Match.NO;
    }

    /** Whether what stands at {@code at} has this form: 0 for a digit, _ for a digit or a space, the rest for itself. */
    private static Match may(ByteCursor in, int at, String form) {
        for (int i = 0; i < form.length(); i++) {
            int b = in.peek(at + i);
            if (b < 0) {
                return Match.MAYBE;
            }
            char wanted = form.charAt(i);
            boolean digit = (wanted == '0' || wanted == '_') && Ascii.isDigit(b);
            if (!digit && !(wanted == '_' && b == ' ') && !(wanted != '0' && b == wanted)) {
                return Match.NO;
            }
        }
        return Match.YES;
    }
}
