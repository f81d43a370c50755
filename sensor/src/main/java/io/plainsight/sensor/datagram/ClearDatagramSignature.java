package io.plainsight.sensor.datagram;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import java.util.function.Supplier;

/** A signature over one datagram that tells for sure: yes or no. Stateless. */
public abstract class ClearDatagramSignature implements DatagramSignature {
    private final String protocol;
    private final ProtocolFacts facts;
    private final Supplier<DatagramDissector> dissector;

    protected ClearDatagramSignature(String protocol, ProtocolFacts facts, Supplier<DatagramDissector> dissector) {
        this.protocol = protocol;
        this.facts = facts;
        this.dissector = dissector;
    }

    /** With a {@link SettledDissector}: being recognised says all. */
    protected ClearDatagramSignature(String protocol, ProtocolFacts facts, boolean userData) {
        this(protocol, facts, () -> new SettledDissector(protocol, userData));
    }

    /**
     * Whether the datagram is surely of this protocol.
     *
     * @param in may be moved
     */
    protected abstract boolean matches(Side side, int clientPort, int serverPort, ByteCursor in);

    @Override
    public final String protocol() {
        return protocol;
    }

    @Override
    public final ProtocolFacts facts() {
        return facts;
    }

    @Override
    public final Match match(Side side, int clientPort, int serverPort, ByteCursor in) {
        return matches(side, clientPort, serverPort, in) ? Match.YES : Match.NO;
    }

    @Override
    public final DatagramDissector open() {
        return dissector.get();
    }
}
