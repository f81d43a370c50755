package io.plainsight.sensor.afp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;

/** AFP by the first DSI message of a client, which opens a session or asks for the status; the reply tells too little. */
public final class AfpSignature extends FrameSignature {
    static final String AFP = "afp";

    public AfpSignature() {
        super(
                AFP,
                new ProtocolFacts("AFP", ProtocolFacts.Kind.CLEAR, "Apple Filing Protocol 3.4, DSI", "login method"),
                AfpDissector::new);
    }

    /** A quantum of four bytes, or a replay cache size as well. */
    private static final int MAX_OPTIONS = 64;

    @Override
    public Match match(Side side, ByteCursor in) {
        int command = in.peek(1);
        boolean fits = Peek.may(in, 0, side == Side.CLIENT ? Dsi.REQUEST : Dsi.REPLY)
                && (command < 0 || command == Dsi.OPEN_SESSION || command == Dsi.GET_STATUS)
                && Peek.mayBeZero(in, 4, 4)
                && Peek.mayBeZero(in, 12, 4);
        if (!fits) {
            return Match.NO;
        }
        if (in.remaining() < Dsi.HEADER_LENGTH) {
            return Match.MAYBE;
        }
        if (side == Side.SERVER) {
            return Dsi.dataLength(in) <= Dsi.MAX_DATA ? Match.MAYBE : Match.NO;
        }
        long length = Dsi.dataLength(in);
        if (command == Dsi.GET_STATUS) {
            return length == 0 && in.remaining() == Dsi.HEADER_LENGTH ? Match.YES : Match.NO;
        }
        // options: type, then a length of four
        boolean options = length <= MAX_OPTIONS
                && (length == 0 || in.peek(Dsi.HEADER_LENGTH) <= 2 && Peek.may(in, Dsi.HEADER_LENGTH + 1, 4));
        return options ? Match.YES : Match.NO;
    }
}
