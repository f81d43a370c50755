package io.plainsight.sensor.nntp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.ReplyLine;
import io.plainsight.sensor.text.TextSignature;

/** NNTP (RFC 3977): the client's CAPABILITIES, MODE READER or AUTHINFO, or a 200/201 greeting that names news. */
public final class NntpSignature extends TextSignature {
    static final String NNTP = "nntp";

    public NntpSignature() {
        super(NNTP);
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts("NNTP", ProtocolFacts.Kind.UPGRADABLE, "RFC 3977, RFC 4642", "STARTTLS, AUTHINFO");
    }

    @Override
    public StreamDissector open() {
        return new NntpDissector();
    }

    @Override
    protected Match matchClientLine(ByteCursor line, int index) {
        boolean own = Ascii.is(line, "CAPABILITIES")
                || Ascii.is(line, "MODE READER")
                || Ascii.is(line, "MODE STREAM")
                || Ascii.startsWith(line, "AUTHINFO USER ");
        return own ? Match.YES : Ascii.startsWith(line, "GROUP ") ? Match.MAYBE : Match.NO;
    }

    @Override
    protected Match matchServerLine(ByteCursor line, int index) {
        ReplyLine reply = new ReplyLine().wrap(line);
        if (reply.code() != 200 && reply.code() != 201) {
            return index > 0 && (reply.code() == 211 || reply.code() == 381) ? Match.YES : Match.NO;
        }
        boolean named = Ascii.contains(line, "NNTP") || Ascii.contains(line, "NEWS") || Ascii.contains(line, "NNRP");
        return named ? Match.YES : Match.MAYBE;
    }
}
