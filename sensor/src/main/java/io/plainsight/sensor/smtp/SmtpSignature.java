package io.plainsight.sensor.smtp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.ReplyLine;
import io.plainsight.sensor.text.TextSignature;

/**
 * SMTP (RFC 5321). The client's EHLO or HELO decides; a server's {@code 220} greeting does when it names the protocol or
 * when a {@code 250} follows, since FTP greets with 220 as well. LMTP is told apart by {@link LmtpSignature}.
 */
public final class SmtpSignature extends TextSignature {
    static final String SMTP = "smtp";

    public SmtpSignature() {
        super(SMTP);
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "SMTP",
                ProtocolFacts.Kind.UPGRADABLE,
                "RFC 5321, RFC 3207",
                "STARTTLS offered, stripped, refused, used; AUTH");
    }

    @Override
    public StreamDissector open() {
        return new SmtpDissector(SMTP);
    }

    @Override
    protected Match matchClientLine(ByteCursor line, int index) {
        boolean greets = Ascii.startsWith(line, "EHLO ") || Ascii.startsWith(line, "HELO ");
        if (greets) {
            line.skip(5);
            return line.remaining() > 0 && Ascii.isText(line) ? Match.YES : Match.NO;
        }
        boolean mayComeFirst = Ascii.is(line, "QUIT") || Ascii.is(line, "NOOP") || Ascii.is(line, "RSET");
        return mayComeFirst ? Match.MAYBE : Match.NO;
    }

    @Override
    protected Match matchServerLine(ByteCursor line, int index) {
        ReplyLine reply = new ReplyLine().wrap(line);
        if (index == 0) {
            boolean greeting = reply.code() == 220 || reply.code() == 554 || reply.code() == 421;
            return !greeting ? Match.NO : names(line) ? Match.YES : Match.MAYBE;
        }
        return switch (reply.code()) {
            case 250 -> Match.YES;
            case 220, 554, 421 -> names(line) ? Match.YES : Match.MAYBE;
            case 221, 500, 501, 502, 503 -> Match.MAYBE;
            default -> Match.NO;
        };
    }

    private static boolean names(ByteCursor greeting) {
        return Ascii.contains(greeting, "SMTP");
    }
}
