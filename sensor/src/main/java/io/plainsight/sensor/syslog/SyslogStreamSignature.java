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

    private static final String MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    private static final int MAX_DIGITS = 6;
    private static final int PRIORITY_DIGITS = 3;
    private static final int MAX_PRIORITY = 191;
    private static final int HEAD = 4;

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

    /** {@code 1 } and a time stamp (RFC 5424), or {@code Mmm } (RFC 3164). */
    private static Match matchHead(ByteCursor in, int at) {
        if (in.remaining() < at + HEAD) {
            return Match.MAYBE;
        }
        if (in.peek(at) == '1' && in.peek(at + 1) == ' ') {
            return Ascii.isDigit(in.peek(at + 2)) || in.peek(at + 2) == '-' ? Match.YES : Match.NO;
        }
        boolean month = in.peek(at + HEAD - 1) == ' ';
        boolean known = false;
        for (int i = 0; i < MONTHS.length(); i += 3) {
            known |= Ascii.matchesAt(in, at, MONTHS.substring(i, i + 3));
        }
        return month && known ? Match.YES : Match.NO;
    }
}
