package io.plainsight.sensor.ike;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;

/**
 * IKE by its header: a known version and exchange, and the datagram's own length. One instance serves one packet path, since it
 * remembers what was agreed upon on other ports.
 */
public final class IkeSignature implements DatagramSignature {
    static final String PROTOCOL = "ike";
    /** A NAT keep-alive, RFC 3948 section 2.3. */
    private static final int KEEP_ALIVE = 0xff;

    private final IkeAssociations associations = new IkeAssociations();

    @Override
    public String protocol() {
        return PROTOCOL;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "IKE",
                ProtocolFacts.Kind.PROTECTION,
                "RFC 7296, RFC 2409, RFC 8247",
                "proposals, chosen transforms, version, aggressive mode, ESP over the same ports; completion inferred");
    }

    @Override
    public DatagramDissector open() {
        return new IkeDissector(associations);
    }

    @Override
    public Match match(Side side, int clientPort, int serverPort, ByteCursor in) {
        if (in.remaining() == 1 && in.peek(0) == KEEP_ALIVE) {
            return Match.MAYBE;
        }
        return IkeHeader.find(in, in.remaining()) ? Match.YES : Match.NO;
    }
}
