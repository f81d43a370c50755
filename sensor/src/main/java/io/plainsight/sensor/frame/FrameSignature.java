package io.plainsight.sensor.frame;

import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.StreamDissector;
import java.util.function.Supplier;

/** A signature of a binary protocol: all but the recognition itself, which the subclass does. Stateless. */
public abstract class FrameSignature implements ProtocolSignature {
    private final String protocol;
    private final ProtocolFacts facts;
    private final Supplier<StreamDissector> opener;

    protected FrameSignature(String protocol, ProtocolFacts facts, Supplier<StreamDissector> opener) {
        this.protocol = protocol;
        this.facts = facts;
        this.opener = opener;
    }

    @Override
    public final String protocol() {
        return protocol;
    }

    @Override
    public final ProtocolFacts facts() {
        return facts;
    }

    @Override
    public final StreamDissector open() {
        return opener.get();
    }
}
