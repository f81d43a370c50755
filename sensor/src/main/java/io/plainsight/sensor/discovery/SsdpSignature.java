package io.plainsight.sensor.discovery;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;

/** SSDP (UPnP Device Architecture 2.0, section 1): HTTP's form in datagrams. */
public final class SsdpSignature extends ClearDatagramSignature {
    public SsdpSignature() {
        super(
                "ssdp",
                new ProtocolFacts(
                        "SSDP", ProtocolFacts.Kind.NETWORK_SERVICE, "UPnP Device Architecture 2.0", "that it is used"),
                false);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        if (Ascii.startsWith(in, "M-SEARCH * HTTP/1.") || Ascii.startsWith(in, "NOTIFY * HTTP/1.")) {
            return side == Side.CLIENT;
        }
        return side == Side.SERVER
                && Ascii.startsWith(in, "HTTP/1.1 200 OK")
                && (Ascii.contains(in, "\nST:") || Ascii.contains(in, "\nUSN:"));
    }
}
