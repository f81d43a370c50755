package io.plainsight.sensor.enip;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameDissector;
import io.plainsight.sensor.frame.Peek;

/** EtherNet/IP: messages of CIP in clear; the protected form is CIP Security over TLS (port 2221). */
public final class EnipDissector extends FrameDissector {
    public EnipDissector() {
        super(EnipSignature.ENIP, Encapsulation.HEADER_LENGTH);
    }

    @Override
    protected int frameLength(Side side, ByteCursor in) {
        int command = Peek.u16le(in, 0);
        boolean known = command == 0 || command == Encapsulation.UNREGISTER_SESSION || Encapsulation.isKnown(command);
        return known ? Encapsulation.HEADER_LENGTH + Peek.u16le(in, 2) : NOT_A_FRAME;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame, int length) {
        int command = Peek.u16le(frame, 0);
        if (command == Encapsulation.SEND_RR_DATA || command == Encapsulation.SEND_UNIT_DATA) {
            decide(true);
            finish();
        }
    }

    @Override
    protected void atEnd() {
        decide(false);
    }
}
