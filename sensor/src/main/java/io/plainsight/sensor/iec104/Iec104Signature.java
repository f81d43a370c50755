package io.plainsight.sensor.iec104;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;

/** IEC 104 by a start, stop or test frame alone or before another frame, or by several information frames in a row. */
public final class Iec104Signature extends FrameSignature {
    static final String IEC104 = "iec104";

    public Iec104Signature() {
        super(
                IEC104,
                new ProtocolFacts(
                        "IEC 60870-5-104", ProtocolFacts.Kind.CLEAR, "IEC 60870-5-104", "measurements and commands"),
                Iec104Dissector::new);
    }

    /** Information frames that prove what a control frame proves alone. */
    private static final int ENOUGH_FRAMES = 3;

    @Override
    public Match match(Side side, ByteCursor in) {
        int frames = 0;
        boolean control = false;
        while (in.remaining() > 0) {
            if (!Apci.mayBe(in)) {
                return Match.NO;
            }
            int length = Apci.length(in);
            if (length < 0 || in.remaining() < length) {
                return frames >= ENOUGH_FRAMES || control ? Match.YES : frames > 0 ? Match.NO : Match.MAYBE;
            }
            control |= Apci.isUnnumbered(in);
            frames++;
            in.skip(length);
        }
        return control || frames >= ENOUGH_FRAMES ? Match.YES : Match.MAYBE;
    }
}
