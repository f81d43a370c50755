package io.plainsight.sensor.pptp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;

/** PPTP by the magic cookie of a control message of either side (RFC 2637 section 2). */
public final class PptpSignature extends FrameSignature {
    static final String PPTP = "pptp";

    public PptpSignature() {
        super(
                PPTP,
                new ProtocolFacts("PPTP", ProtocolFacts.Kind.CLEAR, "RFC 2637", "that a PPTP tunnel is set up"),
                PptpDissector::new);
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        boolean fits = Peek.may(in, 0, 0)
                && Peek.may(in, 1, PptpDissector.START_LENGTH)
                && Peek.may(in, 2, 0)
                && Peek.may(in, 3, 1)
                && Peek.may(in, 4, "\032+<M")
                && Peek.may(in, 8, 0)
                && (in.peek(9) < 0 || in.peek(9) == 1 || in.peek(9) == 2);
        if (!fits) {
            return Match.NO;
        }
        return in.remaining() < 10 ? Match.MAYBE : Match.YES;
    }
}
