package io.plainsight.sensor.cassandra;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;

/** Cassandra between its nodes, by the mark of the first message and the version asked for. */
public final class InternodeSignature extends FrameSignature {
    static final String INTERNODE = "cassandra-internode";

    private static final String MAGIC = "\u00caU-\u00fa";
    private static final int REQUESTED_VERSION = 6;

    public InternodeSignature() {
        super(
                INTERNODE,
                new ProtocolFacts(
                        "Cassandra between nodes",
                        ProtocolFacts.Kind.CLEAR,
                        "org.apache.cassandra.net.HandshakeProtocol",
                        "messages"),
                InternodeDissector::new);
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (side == Side.SERVER) {
            // a small number, as many protocols begin with: it must only not contradict
            return Peek.mayBeZero(in, 0, 3) && InternodeDissector.mayBeVersion(in.peek(3)) ? Match.MAYBE : Match.NO;
        }
        if (!Peek.may(in, 0, MAGIC) || !InternodeDissector.mayBeVersion(in.peek(REQUESTED_VERSION))) {
            return Match.NO;
        }
        return in.remaining() > REQUESTED_VERSION ? Match.YES : Match.MAYBE;
    }
}
