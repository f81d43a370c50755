package io.plainsight.sensor.x11;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.text.Ascii;

/** X11 by the client's connection setup: byte order, protocol 11.0, and the lengths of the authorization behind them. */
public final class X11Signature extends FrameSignature {
    static final String X11 = "x11";

    public X11Signature() {
        super(
                X11,
                new ProtocolFacts(
                        "X11",
                        ProtocolFacts.Kind.CLEAR,
                        "X Window System Protocol, X11R6, section 8",
                        "the authorization that a client sends"),
                X11Dissector::new);
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (side == Side.SERVER) {
            return X11Setup.mayBeReply(in) ? Match.MAYBE : Match.NO;
        }
        if (!X11Setup.mayBeRequest(in)) {
            return Match.NO;
        }
        if (in.remaining() < X11Setup.REQUEST_LENGTH) {
            return Match.MAYBE;
        }
        int name = X11Setup.nameLength(in);
        for (int i = 0; i < name; i++) {
            int b = in.peek(X11Setup.REQUEST_LENGTH + i);
            if (b >= 0 && !Ascii.isPrintable(b)) {
                return Match.NO;
            }
        }
        return Match.YES;
    }
}
