package io.plainsight.sensor.rdp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;

/**
 * RDP by the X.224 connection request or confirm that carries its cookie or its negotiation, or by the MCS Connect Initial
 * behind a bare request; S7 and H.323 carry none of them.
 */
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
        if (cookie || X224.negotiationOffset(in) > 0) {
            return Match.YES;
        }
        return X224.length(in) != X224.HEADER_LENGTH ? Match.NO : matchNextPacket(side, in);
    }

    /** Old clients send neither; their MCS Connect Initial carries T.124's key of a client, which servers answer with theirs. */
    private static Match matchNextPacket(Side side, ByteCursor in) {
        in.skip(X224.HEADER_LENGTH);
        if (!X224.isTpkt(in)) {
            return Match.NO;
        }
        if (in.remaining() < RdpSecurity.MCS_OFFSET + 2) {
            return Match.MAYBE;
        }
        boolean mine = side == Side.CLIENT ? RdpSecurity.isConnectInitial(in) : RdpSecurity.isConnectResponse(in);
        if (!mine) {
            return Match.NO;
        }
        if (side == Side.CLIENT && RdpSecurity.hasClientKey(in)) {
            return Match.YES;
        }
        return side == Side.SERVER || in.remaining() < X224.length(in) ? Match.MAYBE : Match.NO;
    }
}
