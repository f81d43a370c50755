package io.plainsight.sensor.modbus;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;

/** Modbus over TCP by a first request or reply whose length, function and counts agree, with nothing or another message behind it. */
public final class ModbusSignature extends FrameSignature {
    static final String MODBUS = "modbus";

    public ModbusSignature() {
        super(
                MODBUS,
                new ProtocolFacts(
                        "Modbus/TCP",
                        ProtocolFacts.Kind.CLEAR,
                        "MODBUS Messaging on TCP/IP 1.0b",
                        "reads and writes of registers"),
                ModbusDissector::new);
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        int length = Peek.u16(in, 4);
        if (!Peek.mayBeZero(in, 2, 2)
                || !Peek.may(in, 4, 0)
                || length >= 0 && (length < Mbap.MIN_LENGTH || length > Mbap.MAX_LENGTH)) {
            return Match.NO;
        }
        int function = in.peek(7);
        if (function < 0) {
            return Match.MAYBE;
        }
        boolean agrees =
                side == Side.CLIENT ? Mbap.isRequest(in, function, length) : Mbap.isReply(in, function, length);
        if (!agrees) {
            return Match.NO;
        }
        int end = Mbap.HEADER_LENGTH + length;
        if (in.remaining() < end) {
            return Match.MAYBE;
        }
        return Peek.mayBeZero(in, end + 2, 3) ? Match.YES : Match.NO;
    }
}
