package io.plainsight.sensor.modbus;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameDissector;
import io.plainsight.sensor.frame.Peek;

/** Modbus over TCP: no logins, everything in clear; the protected form is Modbus over TLS (port 802). */
public final class ModbusDissector extends FrameDissector {
    public ModbusDissector() {
        super(ModbusSignature.MODBUS, Mbap.HEADER_LENGTH);
    }

    @Override
    protected int frameLength(Side side, ByteCursor in) {
        int length = Peek.u16(in, 4);
        boolean known = Peek.u16(in, 2) == 0 && length >= Mbap.MIN_LENGTH && length <= Mbap.MAX_LENGTH;
        return known ? Mbap.HEADER_LENGTH + length : NOT_A_FRAME;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame, int length) {
        decide(true);
        finish();
    }
}
