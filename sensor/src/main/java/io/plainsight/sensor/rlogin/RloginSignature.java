package io.plainsight.sensor.rlogin;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Fields;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Ascii;

/** Rlogin by the client's first bytes: a zero, two user names, and the terminal with its speed, each ended by a zero (RFC 1282). */
public final class RloginSignature extends FrameSignature {
    static final String RLOGIN = "rlogin";

    public RloginSignature() {
        super(
                RLOGIN,
                new ProtocolFacts("rlogin", ProtocolFacts.Kind.CLEAR, "RFC 1282", "passwords typed at the prompt"),
                RloginDissector::new);
    }

    /** Names and terminal types are shorter. */
    private static final int MAX_FIELD = 64;

    @Override
    public Match match(Side side, ByteCursor in) {
        if (!Peek.may(in, 0, 0)) {
            return Match.NO;
        }
        if (side == Side.SERVER) {
            // the single zero that it answers with, perhaps with a prompt behind it
            in.skip(Math.min(1, in.remaining()));
            return in.remaining() <= MAX_FIELD && Ascii.isText(in) ? Match.MAYBE : Match.NO;
        }
        int at = 1;
        for (int field = 0; field < 3; field++) {
            int end = Fields.end(in, at, MAX_FIELD);
            if (end < 0) {
                return end == Fields.INCOMPLETE ? Match.MAYBE : Match.NO;
            }
            if (end == at && field > 0) {
                return Match.NO;
            }
            if (field == 2) {
                return hasSpeed(in, at, end) ? Match.YES : Match.NO;
            }
            at = end + 1;
        }
        return Match.NO;
    }

    /** {@code vt100/9600} */
    private static boolean hasSpeed(ByteCursor in, int from, int end) {
        int slash = end - 1;
        while (slash > from && Ascii.isDigit(in.peek(slash))) {
            slash--;
        }
        return slash > from && slash < end - 1 && in.peek(slash) == 0x2f;
    }
}
