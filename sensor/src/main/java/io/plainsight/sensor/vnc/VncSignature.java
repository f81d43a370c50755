package io.plainsight.sensor.vnc;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Ascii;

/** VNC by the version that either side begins with, {@code RFB ddd.ddd} and a line feed (RFC 6143 section 7.1.1). */
public final class VncSignature extends FrameSignature {
    static final String VNC = "vnc";

    public VncSignature() {
        super(
                VNC,
                new ProtocolFacts(
                        "VNC (RFB)",
                        ProtocolFacts.Kind.UPGRADABLE,
                        "RFC 6143",
                        "security type, upgrade to TLS (VeNCrypt), credentials"),
                VncDissector::new);
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        for (int i = 4; i < 11; i++) {
            int b = in.peek(i);
            if (b >= 0 && (i == 7 ? b != 0x2e : !Ascii.isDigit(b))) {
                return Match.NO;
            }
        }
        if (!Peek.may(in, 0, "RFB ") || !Peek.may(in, 11, 0x0a)) {
            return Match.NO;
        }
        return in.remaining() < VncDissector.VERSION_LENGTH ? Match.MAYBE : Match.YES;
    }
}
