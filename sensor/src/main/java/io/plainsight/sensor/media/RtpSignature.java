package io.plainsight.sensor.media;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dtls.DtlsSignature;

/**
 * Recognises RTCP in clear by one datagram; RTP has no mark but two bits, so it is a possibility that the dissector confirms
 * by the sequence of what comes. Stateless.
 */
public final class RtpSignature implements DatagramSignature {
    private final DtlsSignature dtls;

    public RtpSignature(DtlsSignature dtls) {
        this.dtls = dtls;
    }

    @Override
    public String protocol() {
        return RtpMedia.RTP;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "RTP, RTCP",
                ProtocolFacts.Kind.UPGRADABLE,
                "RFC 3550, RFC 3551, RFC 3711",
                "whether media are in clear, as far as lengths, marks and RTCP tell; SRTP by the DTLS that keys it");
    }

    @Override
    public DatagramDissector open() {
        return new MediaDissector(dtls);
    }

    @Override
    public Match match(Side side, int clientPort, int serverPort, ByteCursor in) {
        if (Rtcp.isClear(in)) {
            return Match.YES;
        }
        boolean possible = RtpHeader.isRtcp(in) ? Rtcp.mayBe(in) : new RtpHeader().read(in, in.remaining());
        return possible ? Match.MAYBE : Match.NO;
    }
}
