package io.plainsight.sensor.bgp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.StrictFrameDissector;

/**
 * BGP (RFC 4271): in clear, and no user data. TCP's own authentication protects integrity only and is not looked at. Both
 * speakers open at once, so either may be the first.
 *
 * <pre>
 *  Marker (128, all ones) | Length (16) | Type (8) | …
 * </pre>
 */
public final class BgpDissector extends StrictFrameDissector {
    private final boolean[] spoke = new boolean[2];

    public BgpDissector() {
        super(BgpSignature.BGP);
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        return switch (BgpSignature.matchHeader(in)) {
            case YES -> BgpSignature.length(in);
            case NO -> INVALID;
            case MAYBE -> INCOMPLETE;
        };
    }

    @Override
    protected boolean mayResume(Side side, ByteCursor in) {
        return BgpSignature.matchHeader(in) == Match.YES;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        spoke[side.ordinal()] = true;
        if (spoke[side.other().ordinal()]) {
            decide(false);
            finish();
        }
    }

    /** One speaker alone is believed while the other is out of sight. */
    @Override
    protected void atEnd() {
        for (Side side : Side.values()) {
            if (spoke[side.ordinal()] && isUnheard(side.other())) {
                decide(false);
            }
        }
    }
}
