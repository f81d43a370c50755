package io.plainsight.sensor.dns;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/** Link-local multicast name resolution (RFC 4795): a DNS message to or from port 5355. */
public final class LlmnrSignature extends ClearDatagramSignature {
    private static final int PORT = 5355;

    public LlmnrSignature() {
        super(
                "llmnr",
                new ProtocolFacts("LLMNR", ProtocolFacts.Kind.NETWORK_SERVICE, "RFC 4795", "that it is used"),
                false);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        return serverPort == PORT && new DnsMessage().isWhole(in);
    }
}
