package io.plainsight.sensor.rdp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;

/** RDP by the X.224 connection request or confirm that carries its cookie or its negotiation; S7 and H.323 carry neither. */
public final class RdpSignature implements ProtocolSignature {
    static final String RDP = "rdp";

    @Override
    public String protocol() {
        return RDP;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "RDP",
                ProtocolFacts.Kind.UPGRADABLE,
                "MS-RDPBCGR 2.2.1",
                "security asked for and chosen: TLS, CredSSP, or standard security and its method");
    }

    @Override
    public StreamDissector open() {
        return new RdpDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        int code = side == Side.CLIENT ? X224.CONNECTION_REQUEST : X224.CONNECTION_CONFIRM;
        if (!X224.mayBe(in, code)) {
            return Match.NO;
        }
        if (in.remaining() < X224.HEADER_LENGTH || in.remaining() < X224.length(in)) {
            return Match.MAYBE;
        }
        boolean cookie = side == Side.CLIENT && X224.hasCookie(in);
        return cookie || X224.negotiationOffset(in) > 0 ? Match.YES : Match.NO;
    }
}
