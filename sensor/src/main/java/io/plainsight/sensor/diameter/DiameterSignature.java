package io.plainsight.sensor.diameter;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.frame.Peek;

/** Diameter by the head of a capabilities exchange or another base command. */
public final class DiameterSignature implements ProtocolSignature {
    static final String DIAMETER = "diameter";

    private static final int RESERVED = 0x0f;
    private static final int MAX_LENGTH = 16 * 1024;

    @Override
    public String protocol() {
        return DIAMETER;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts("Diameter", ProtocolFacts.Kind.UPGRADABLE, "RFC 6733", "Inband-Security-Id, messages");
    }

    @Override
    public StreamDissector open() {
        return new DiameterDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (in.peek(0) >= 0 && in.peek(0) != 1) {
            return Match.NO;
        }
        if (in.remaining() < DiameterDissector.HEADER_LENGTH) {
            return Match.MAYBE;
        }
        int length = Peek.u24(in, 1);
        int flags = in.peek(4);
        int command = Peek.u24(in, 5);
        boolean request = (flags & DiameterDissector.REQUEST) != 0;
        boolean fits = length % 4 == 0
                && length > DiameterDissector.HEADER_LENGTH
                && length <= MAX_LENGTH
                && (flags & RESERVED) == 0;
        boolean base =
                command == DiameterDissector.CAPABILITIES_EXCHANGE || command == DiameterDissector.DEVICE_WATCHDOG;
        boolean first = base && Peek.u32(in, 8) == 0 && request == (side == Side.CLIENT);
        return fits && first ? Match.YES : Match.NO;
    }
}
