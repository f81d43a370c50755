package io.plainsight.sensor.esp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;

/** ESP right over IP: the protocol number says so. ESP in UDP belongs to the IKE connection that it shares its ports with. */
public final class EspSignature implements DatagramSignature {
    static final String PROTOCOL = "esp";
    private static final int ESP = 50;

    @Override
    public int transport() {
        return ESP;
    }

    @Override
    public String protocol() {
        return PROTOCOL;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "IPsec ESP",
                ProtocolFacts.Kind.PROTECTION,
                "RFC 4303, RFC 5879",
                "whether it encrypts at all; its algorithms were agreed upon inside IKE");
    }

    @Override
    public DatagramDissector open() {
        return new EspDissector();
    }

    @Override
    public Match match(Side side, int clientPort, int serverPort, ByteCursor in) {
        return in.remaining() >= EspNull.HEADER_LENGTH ? Match.YES : Match.MAYBE;
    }
}
