package io.plainsight.sensor.smtp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.ReplyLine;
import io.plainsight.sensor.text.TextSignature;

/** LMTP (RFC 2033): SMTP whose client greets with LHLO, or whose server names LMTP and not SMTP in its greeting. */
public final class LmtpSignature extends TextSignature {
    static final String LMTP = "lmtp";

    public LmtpSignature() {
        super(LMTP);
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "LMTP",
                ProtocolFacts.Kind.UPGRADABLE,
                "RFC 2033, RFC 3207",
                "STARTTLS offered, stripped, refused, used; AUTH");
    }

    @Override
    public StreamDissector open() {
        return new SmtpDissector(LMTP);
    }

    @Override
    protected Match matchClientLine(ByteCursor line, int index) {
        if (Ascii.startsWith(line, "LHLO ")) {
            return line.remaining() > 5 ? Match.YES : Match.NO;
        }
        boolean mayComeFirst = Ascii.is(line, "QUIT") || Ascii.is(line, "NOOP") || Ascii.is(line, "RSET");
        return mayComeFirst ? Match.MAYBE : Match.NO;
    }

    @Override
    protected Match matchServerLine(ByteCursor line, int index) {
        ReplyLine reply = new ReplyLine().wrap(line);
        boolean greeting = reply.code() == 220 || reply.code() == 554 || reply.code() == 421;
        if (greeting && Ascii.contains(line, "LMTP")) {
            return Match.YES;
        }
        boolean possible = greeting || index > 0 && (reply.code() == 250 || reply.code() >= 500);
        return possible && !Ascii.contains(line, "SMTP") ? Match.MAYBE : Match.NO;
    }
}
