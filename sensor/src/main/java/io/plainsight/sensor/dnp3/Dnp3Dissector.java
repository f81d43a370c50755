package io.plainsight.sensor.dnp3;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameDissector;
import io.plainsight.sensor.frame.Peek;

/** DNP3: measurements and commands in clear. Secure Authentication signs some commands and hides nothing. */
public final class Dnp3Dissector extends FrameDissector {
    public Dnp3Dissector() {
        super(Dnp3Signature.DNP3, LinkFrame.HEADER_LENGTH);
    }

    @Override
    protected int frameLength(Side side, ByteCursor in) {
        boolean known = Peek.u16(in, 0) == 0x0564 && in.peek(2) >= LinkFrame.MIN_LENGTH && LinkFrame.hasChecksum(in);
        return known ? LinkFrame.length(in) : NOT_A_FRAME;
    }

    @Override
    protected boolean mayResume(Side side, ByteCursor in) {
        return frameLength(side, in) != NOT_A_FRAME;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame, int length) {
        if (length > LinkFrame.HEADER_LENGTH) {
            decide(true);
            finish();
        }
    }

    @Override
    protected void atEnd() {
        decide(false);
    }
}
