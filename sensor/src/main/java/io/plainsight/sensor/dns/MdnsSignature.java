package io.plainsight.sensor.dns;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/** Multicast DNS (RFC 6762): a DNS message to or from port 5353, which tells it from DNS itself (section 11). */
public final class MdnsSignature extends ClearDatagramSignature {
    static final String MDNS = "mdns";
    private static final int PORT = 5353;

    public MdnsSignature() {
        super(
                MDNS,
                new ProtocolFacts(
                        "mDNS", ProtocolFacts.Kind.NETWORK_SERVICE, "RFC 6762", "names that hosts give to themselves"),
                () -> new DnsDissector(MDNS));
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        return serverPort == PORT && new DnsMessage().isWhole(in);
    }
}
