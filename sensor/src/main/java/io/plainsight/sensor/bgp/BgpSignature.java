package io.plainsight.sensor.bgp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.frame.Peek;

/** BGP by its marker of sixteen ones and the head behind it. */
public final class BgpSignature implements ProtocolSignature {
    static final String BGP = "bgp";

    /** RFC 4271 section 4.1. */
    private static final int MAX_LENGTH = 4096;
    /** ROUTE-REFRESH, RFC 2918. */
    private static final int MAX_TYPE = 5;

    @Override
    public String protocol() {
        return BGP;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "BGP", ProtocolFacts.Kind.NETWORK_SERVICE, "RFC 4271", "that routes are exchanged in clear");
    }

    @Override
    public StreamDissector open() {
        return new BgpDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        for (int i = 0; i < BgpDissector.MARKER; i++) {
            if (in.peek(i) >= 0 && in.peek(i) != 0xff) {
                return Match.NO;
            }
        }
        if (in.remaining() < BgpDissector.HEADER_LENGTH) {
            return Match.MAYBE;
        }
        int length = Peek.u16(in, BgpDissector.MARKER);
        int type = in.peek(BgpDissector.HEADER_LENGTH - 1);
        boolean fits = length >= BgpDissector.HEADER_LENGTH && length <= MAX_LENGTH && type >= 1 && type <= MAX_TYPE;
        return fits ? Match.YES : Match.NO;
    }
}
