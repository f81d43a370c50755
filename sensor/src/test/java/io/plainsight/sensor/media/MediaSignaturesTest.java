package io.plainsight.sensor.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dtls.DtlsSignature;
import io.plainsight.sensor.testing.Bytes;
import io.plainsight.sensor.tls.TlsOddityHandler;
import io.plainsight.sensor.x509.CertificateCache;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaSignaturesTest {
    private static final DtlsSignature DTLS = new DtlsSignature(new CertificateCache(), TlsOddityHandler.NONE);

    private final DatagramSignature stun = new StunSignature(DTLS);
    private final DatagramSignature rtp = new RtpSignature(DTLS);

    @Test
    void shouldKnowStunByItsCookie() {
        assertThat(match(stun, MediaSamples.BINDING_REQUEST)).isEqualTo(Match.YES);
        assertThat(match(stun, Bytes.hex("00010000 2112a442 000102030405060708090a0b")))
                .isEqualTo(Match.YES);
        for (int length = 0; length < MediaSamples.BINDING_REQUEST.length; length++) {
            assertThat(match(stun, Arrays.copyOf(MediaSamples.BINDING_REQUEST, length)))
                    .isEqualTo(Match.NO);
        }
    }

    @Test
    void shouldKnowStunWithoutCookieByItsAttributesOrItsPort() {
        byte[] changeRequest = Bytes.hex("00010008 00112233445566778899aabbccddeeff 00030004 00000006");
        byte[] empty = Bytes.hex("00010000 00112233445566778899aabbccddeeff");

        assertThat(match(stun, changeRequest)).isEqualTo(Match.YES);
        assertThat(match(stun, empty)).isEqualTo(Match.NO);
        assertThat(stun.match(Side.CLIENT, 50000, StunMessage.PORT, new ByteCursor().wrap(empty)))
                .isEqualTo(Match.YES);
    }

    @Test
    void shouldTakeRtpForAPossibilityAndClearRtcpForSure() {
        assertThat(match(rtp, MediaSamples.voice(MediaSamples.PCMU, 0, 160))).isEqualTo(Match.MAYBE);
        assertThat(match(rtp, MediaSamples.rtcp())).isEqualTo(Match.YES);
        assertThat(match(rtp, MediaSamples.srtcp())).isEqualTo(Match.MAYBE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // DNS query, TFTP read request, NTP, a QUIC long header, DTLS
                "2bcd 0100 0001 0000 0000 0000 016100 0001 0001",
                "0001 72666331333530 00 6f63746574 00",
                "230006ec 0000000000000000 0000000000000000 0000000000000000 0000000000000000 0000000000000000 00000000",
                "c300000001 08 0011223344556677 00 00 4000",
                "17 fefd 0001 000000000001 0010 00112233445566778899aabbccddeeff",
                // reserved payload types 72 to 76 with the marker are RTCP's, here with none of its types
                "80 48 0001 00000001 00000001 ffffffff"
            })
    void shouldLeaveOtherProtocolsAlone(String datagram) {
        assertThat(match(stun, Bytes.hex(datagram))).isEqualTo(Match.NO);
        assertThat(match(rtp, Bytes.hex(datagram))).isEqualTo(Match.NO);
    }

    @Test
    void shouldNeverBeSureOfRandomDatagrams() {
        Random random = new Random(7983);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            assertThat(match(stun, bytes)).isEqualTo(Match.NO);
            assertThat(match(rtp, bytes)).isNotEqualTo(Match.YES);
        }
    }

    private static Match match(DatagramSignature signature, byte[] bytes) {
        return signature.match(Side.CLIENT, 50000, 50001, new ByteCursor().wrap(bytes));
    }
}
