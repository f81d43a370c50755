package io.plainsight.sensor.discovery;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;

/** WS-Discovery (OASIS, versions 2005/04 and 1.1): XML that names its namespace. */
public final class WsDiscoverySignature extends ClearDatagramSignature {
    public WsDiscoverySignature() {
        super(
                "ws-discovery",
                new ProtocolFacts(
                        "WS-Discovery",
                        ProtocolFacts.Kind.NETWORK_SERVICE,
                        "OASIS WS-Discovery 1.1",
                        "that it is used"),
                false);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        return in.peek(0) == '<'
                && (Ascii.contains(in, "//SCHEMAS.XMLSOAP.ORG/WS/2005/04/DISCOVERY")
                        || Ascii.contains(in, "//DOCS.OASIS-OPEN.ORG/WS-DD/NS/DISCOVERY/"));
    }
}
