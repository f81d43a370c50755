package io.plainsight.sensor.dnp3;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;

/** DNP3 over TCP by a link header of either side: its start octets and its checksum (IEEE 1815 section 9.2). */
public final class Dnp3Signature extends FrameSignature {
    static final String DNP3 = "dnp3";

    public Dnp3Signature() {
        super(
                DNP3,
                new ProtocolFacts("DNP3", ProtocolFacts.Kind.CLEAR, "IEEE 1815-2012", "application data"),
                Dnp3Dissector::new);
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        int length = in.peek(2);
        if (!Peek.may(in, 0, 0x05) || !Peek.may(in, 1, 0x64) || length >= 0 && length < LinkFrame.MIN_LENGTH) {
            return Match.NO;
        }
        if (in.remaining() < LinkFrame.HEADER_LENGTH) {
            return Match.MAYBE;
        }
        return LinkFrame.hasChecksum(in) ? Match.YES : Match.NO;
    }
}
