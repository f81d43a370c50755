package io.plainsight.sensor.bgp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.frame.StrictFrameDissector;

/** BGP (RFC 4271): in clear, and no user data. TCP's own authentication protects integrity only and is not looked at. */
public final class BgpDissector extends StrictFrameDissector {
    static final int MARKER = 16;
    static final int HEADER_LENGTH = 19;

    public BgpDissector() {
        super(BgpSignature.BGP);
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        if (in.remaining() < HEADER_LENGTH) {
            return INCOMPLETE;
        }
        int length = Peek.u16(in, MARKER);
        return length < HEADER_LENGTH || in.peek(0) != 0xff ? INVALID : length;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        decide(false);
        finish();
    }
}
