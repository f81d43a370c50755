package io.plainsight.sensor.rdpudp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import java.util.function.Supplier;

/** RDP over UDP: known by a SYN, more than a thousand bytes of which nearly all are zero. */
public final class RdpUdpSignature implements DatagramSignature {
    static final String RDP = "rdp";

    private final Supplier<StreamDissector> tls;

    /** @param tls makes the dissector for the handshake inside */
    public RdpUdpSignature(Supplier<StreamDissector> tls) {
        this.tls = tls;
    }

    @Override
    public String protocol() {
        return RDP;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "RDP over UDP",
                ProtocolFacts.Kind.PROTECTION,
                "MS-RDPEUDP, MS-RDPEUDP2",
                "the TLS handshake inside, where the transport is reliable; DTLS inside a lossy one is not read");
    }

    @Override
    public DatagramDissector open() {
        return new RdpUdpDissector(tls);
    }

    @Override
    public Match match(Side side, int clientPort, int serverPort, ByteCursor in) {
        boolean syn = side == Side.CLIENT ? RdpUdpSyn.isClients(in) : RdpUdpSyn.isServers(in);
        return syn ? Match.YES : Match.NO;
    }
}
