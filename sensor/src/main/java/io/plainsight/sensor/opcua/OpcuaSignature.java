package io.plainsight.sensor.opcua;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;

/** OPC UA by the hello of a client, the acknowledgement or the reverse hello of a server (OPC 10000-6 section 7.1.2). */
public final class OpcuaSignature extends FrameSignature {
    static final String OPCUA = "opcua";

    public OpcuaSignature() {
        super(
                OPCUA,
                new ProtocolFacts(
                        "OPC UA", ProtocolFacts.Kind.UPGRADABLE, "OPC 10000-6", "security policy and mode, passwords"),
                OpcuaDissector::new);
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        boolean client = side == Side.CLIENT;
        boolean reverse = !client && in.peek(0) == 0x52;
        long size = Peek.u32le(in, 4);
        boolean fits = Peek.may(in, 0, client ? "HELF" : reverse ? "RHEF" : "ACKF")
                && (size < 0 || size >= UaMessage.ACKNOWLEDGE_LENGTH && size <= UaMessage.MAX_HELLO)
                && (reverse || Peek.mayBeZero(in, 9, 3));
        if (!fits || !client && !reverse && size >= 0 && size != UaMessage.ACKNOWLEDGE_LENGTH) {
            return Match.NO;
        }
        return in.remaining() < 12 ? Match.MAYBE : Match.YES;
    }
}
