package io.plainsight.sensor.openvpn;

import static io.plainsight.sensor.testing.Bytes.bigEndian;
import static io.plainsight.sensor.testing.Bytes.concat;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Datagrams;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.tls.TlsDissector;
import io.plainsight.sensor.x509.CertificateCache;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpenVpnTest {
    private static final long CLIENT_SESSION = 0x1122334455667788L;

    private final OpenVpnSignature signature = new OpenVpnSignature(OpenVpnTest::tls);

    @Test
    void shouldKnowASessionByItsTwoResets() {
        ObservationDraft draft = new Datagrams()
                .client(clientReset())
                .server(serverReset(CLIENT_SESSION))
                .feed(signature);

        assertThat(draft.protocol).isEqualTo("openvpn");
        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
        assertThat(draft.reasons.get(0).rule()).isEqualTo(Reasons.CRYPTO_ALGORITHM_HIDDEN);
    }

    @Test
    void shouldDisownAnAnswerToAnotherSession() {
        assertThat(new Datagrams().client(clientReset()).server(serverReset(1)).feed(signature))
                .isNull();
    }

    @Test
    void shouldKnowASessionThatHidesItsAcknowledgments() {
        byte[] hidden = concat(clientReset(), new byte[40]);
        byte[] answer = concat(serverReset(1), new byte[40]);

        assertThat(new Datagrams().client(hidden).server(answer).feed(signature).protocol)
                .isEqualTo("openvpn");
    }

    @Test
    void shouldKnowItOverTcp() {
        Dialogue dialogue = new Dialogue()
                .client(framed(clientReset()))
                .server(framed(serverReset(CLIENT_SESSION)))
                .client(framed(new byte[] {0x20, 1, 2, 3}));
        OpenVpnTcpSignature overTcp = new OpenVpnTcpSignature(OpenVpnTest::tls);

        assertThat(dialogue.match(overTcp)).isEqualTo(Match.YES);
        assertThat(dialogue.feed(overTcp::open).draft().protocol).isEqualTo("openvpn");
        assertThat(dialogue.feedByteByByte(overTcp::open).draft().protocol).isEqualTo("openvpn");
        for (int length = 0; length < dialogue.length(); length++) {
            assertThat(dialogue.feedTruncated(overTcp::open, length).draft().protection)
                    .isEqualTo(Protection.UNKNOWN);
        }
    }

    @Test
    void shouldNotKnowRandomBytes() {
        Random random = new Random(1194);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[14 + random.nextInt(100)];
            random.nextBytes(bytes);
            assertThat(new OpenVpnTcpSignature(OpenVpnTest::tls).match(Side.CLIENT, new ByteCursor().wrap(bytes)))
                    .isNotEqualTo(Match.YES);
            assertThat(signature.match(Side.CLIENT, 1, 2, new ByteCursor().wrap(bytes)))
                    .isNotEqualTo(Match.YES);
        }
    }

    private static byte[] clientReset() {
        return bigEndian().u8(0x38).u32(0x11223344).u32(0x55667788).u8(0).u32(0).toArray();
    }

    private static byte[] serverReset(long acknowledged) {
        return bigEndian()
                .u8(0x40)
                .u32(0x0a0b0c0d)
                .u32(0x01020304)
                .u8(1)
                .u32(0)
                .u32(acknowledged >>> 32)
                .u32(acknowledged & 0xffff_ffffL)
                .u32(0)
                .toArray();
    }

    private static byte[] framed(byte[] packet) {
        return concat(bigEndian().u16(packet.length).toArray(), packet);
    }

    private static StreamDissector tls() {
        return new TlsDissector(new CertificateCache());
    }
}
