package io.plainsight.sensor.s7comm;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;

/** S7 by a data unit of COTP whose payload begins with 0x32 and a known kind of message. RDP, MMS and H.323 share all that comes before it. */
public final class S7commSignature extends FrameSignature {
    static final String S7COMM = "s7comm";

    public S7commSignature() {
        super(
                S7COMM,
                new ProtocolFacts(
                        "S7 communication",
                        ProtocolFacts.Kind.CLEAR,
                        "RFC 1006, ISO 8073; Siemens publishes no text",
                        "reads and writes, passwords of controllers"),
                S7commDissector::new);
    }

    /** Connection requests and data units that are looked at. */
    private static final int MAX_UNITS = 4;

    @Override
    public Match match(Side side, ByteCursor in) {
        for (int i = 0; i < MAX_UNITS; i++) {
            if (!Cotp.mayBe(in)) {
                return Match.NO;
            }
            int payload = Cotp.payload(in);
            if (Cotp.isData(in)) {
                int kind = in.peek(payload + 1);
                boolean fits = Peek.may(in, payload, Cotp.S7) && (kind < 0 || Cotp.isKind(kind));
                return !fits ? Match.NO : kind < 0 ? Match.MAYBE : Match.YES;
            }
            if (payload == Peek.NONE || in.remaining() < Peek.u16(in, 2)) {
                return Match.MAYBE;
            }
            in.skip(Peek.u16(in, 2));
        }
        return Match.NO;
    }
}
