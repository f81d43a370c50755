package io.plainsight.sensor.media;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dtls.DtlsSignature;

/** Recognises STUN and TURN, behind which DTLS and media may follow in the same flow. Stateless. */
public final class StunSignature implements DatagramSignature {
    private final DtlsSignature dtls;

    public StunSignature(DtlsSignature dtls) {
        this.dtls = dtls;
    }

    @Override
    public String protocol() {
        return MediaDissector.STUN;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "STUN, TURN",
                ProtocolFacts.Kind.NETWORK_SERVICE,
                "RFC 8489, RFC 8656, RFC 3489",
                "the DTLS and media behind it in the same flow, relayed ones too");
    }

    @Override
    public DatagramDissector open() {
        return new MediaDissector(dtls);
    }

    @Override
    public Match match(Side side, int clientPort, int serverPort, ByteCursor in) {
        return StunMessage.is(in) || StunMessage.isClassic(in, serverPort) ? Match.YES : Match.NO;
    }
}
