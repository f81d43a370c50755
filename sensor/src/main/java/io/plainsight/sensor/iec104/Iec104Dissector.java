package io.plainsight.sensor.iec104;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameDissector;

/** IEC 104: measurements and commands in clear; the protected form is TLS around it (IEC 62351-3). */
public final class Iec104Dissector extends FrameDissector {
    public Iec104Dissector() {
        super(Iec104Signature.IEC104, Apci.HEADER_LENGTH);
    }

    @Override
    protected int frameLength(Side side, ByteCursor in) {
        return Apci.mayBe(in) ? Apci.length(in) : NOT_A_FRAME;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame, int length) {
        if (Apci.carriesData(frame)) {
            decide(true);
            finish();
        }
    }

    @Override
    protected void atEnd() {
        decide(false);
    }
}
