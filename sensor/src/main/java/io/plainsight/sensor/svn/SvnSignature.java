package io.plainsight.sensor.svn;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Ascii;

/** Subversion by the greeting of the server, {@code ( success ( 2 2 (}, or the answer of the client, {@code ( 2 ( edit-pipeline}. */
public final class SvnSignature extends FrameSignature {
    static final String SVN = "svn";

    public SvnSignature() {
        super(
                SVN,
                new ProtocolFacts(
                        "Subversion (ra_svn)",
                        ProtocolFacts.Kind.CLEAR,
                        "Subversion, libsvn_ra_svn/protocol",
                        "login mechanism, passwords"),
                SvnDissector::new);
    }

    private static final String GREETING = "( success ( ";
    private static final String ANSWER = "( 2 ( ";

    @Override
    public Match match(Side side, ByteCursor in) {
        String start = side == Side.SERVER ? GREETING : ANSWER;
        int next = in.peek(start.length());
        if (!Peek.may(in, 0, start)
                || next >= 0 && !(side == Side.SERVER ? Ascii.isDigit(next) : Ascii.isLetter(next))) {
            return Match.NO;
        }
        return next < 0 ? Match.MAYBE : Match.YES;
    }
}
