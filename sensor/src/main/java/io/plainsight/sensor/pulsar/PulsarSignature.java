package io.plainsight.sensor.pulsar;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.frame.Peek;

/** Pulsar by CommandConnect or CommandConnected: two lengths that agree, then the first fields of the command. */
public final class PulsarSignature implements ProtocolSignature {
    static final String PULSAR = "pulsar";

    /** Fields 2 and 3 of BaseCommand, length-delimited. */
    private static final int CONNECT_TAG = 0x12;

    private static final int CONNECTED_TAG = 0x1a;

    @Override
    public String protocol() {
        return PULSAR;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "Apache Pulsar", ProtocolFacts.Kind.CLEAR, "Pulsar binary protocol", "authentication method, messages");
    }

    @Override
    public StreamDissector open() {
        return new PulsarDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (in.peek(0) > 0 || in.peek(4) > 0) {
            return Match.NO;
        }
        if (in.remaining() < PulsarDissector.COMMAND + 5) {
            return Match.MAYBE;
        }
        boolean client = side == Side.CLIENT;
        boolean fits = Peek.u32(in, 0) == Peek.u32(in, 4) + 4
                && in.peek(PulsarDissector.COMMAND) == PulsarDissector.TYPE_TAG
                && in.peek(PulsarDissector.COMMAND + 1)
                        == (client ? PulsarDissector.CONNECT : PulsarDissector.CONNECTED)
                && in.peek(PulsarDissector.COMMAND + 2) == (client ? CONNECT_TAG : CONNECTED_TAG);
        return fits ? Match.YES : Match.NO;
    }
}
