package io.plainsight.sensor.media;

import static io.plainsight.sensor.media.MediaSamples.BINDING_REQUEST;
import static io.plainsight.sensor.media.MediaSamples.LONG_TERM_REQUEST;
import static io.plainsight.sensor.media.MediaSamples.OPUS;
import static io.plainsight.sensor.media.MediaSamples.PCMU;
import static io.plainsight.sensor.media.MediaSamples.channelData;
import static io.plainsight.sensor.media.MediaSamples.rtcp;
import static io.plainsight.sensor.media.MediaSamples.rtp;
import static io.plainsight.sensor.media.MediaSamples.sendIndication;
import static io.plainsight.sensor.media.MediaSamples.srtcp;
import static io.plainsight.sensor.media.MediaSamples.voice;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dtls.DtlsSamples;
import io.plainsight.sensor.dtls.DtlsSignature;
import io.plainsight.sensor.testing.Bytes;
import io.plainsight.sensor.tls.TlsOddityHandler;
import io.plainsight.sensor.x509.CertificateCache;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaDissectorTest {
    private static final long NOW_NS = 1_798_000_000_000_000_000L;
    private static final byte[] SRTP_CHOSEN = DtlsSamples.extension(14, Bytes.hex("0002 0007 00"));
    private static final byte[] SRTP_OFFERED = DtlsSamples.extension(14, Bytes.hex("0002 0007 00"));

    private final MediaDissector dissector =
            new MediaDissector(new DtlsSignature(new CertificateCache(), TlsOddityHandler.NONE));
    private Progress progress = Progress.MORE;

    @Test
    void shouldCallStunAServiceOfTheNetwork() {
        client(BINDING_REQUEST);
        assertThat(describe().protocol).isEqualTo("stun");

        assertThat(dissector.onClose(CloseKind.IDLE, NOW_NS)).isEqualTo(Progress.DECIDED);
        assertThat(describe().protection).isEqualTo(Protection.PLAINTEXT);
        assertThat(describe().plaintext).isEqualTo(new Observation.Plaintext(null, false));
    }

    @Test
    void shouldFindDtlsBehindStun() {
        handshake(UnaryOperator.identity(), SRTP_OFFERED, SRTP_CHOSEN);

        assertThat(progress).isEqualTo(Progress.DONE);
        assertThat(describe().protocol).isEqualTo("dtls");
        assertThat(describe().application).isEqualTo("srtp");
        assertThat(describe().action).isEqualTo(Actions.HANDSHAKE_COMPLETED);
        assertThat(describe().protection).isEqualTo(Protection.PROTECTED);
    }

    @Test
    void shouldFindDtlsInRelayedData() {
        client(LONG_TERM_REQUEST);
        handshake(datagram -> channelData(0x4000, datagram), SRTP_OFFERED, SRTP_CHOSEN);

        assertThat(describe().protocol).isEqualTo("dtls");
        assertThat(describe().protection).isEqualTo(Protection.PROTECTED);
        assertThat(describe().plaintext.credentials()).isEqualTo("derived");
    }

    @Test
    void shouldFindDtlsInSendIndications() {
        handshake(MediaSamples::sendIndication, SRTP_OFFERED, SRTP_CHOSEN);

        assertThat(describe().protection).isEqualTo(Protection.PROTECTED);
    }

    @Test
    void shouldNotMixHandshakesOfTwoChannels() {
        client(BINDING_REQUEST, channelData(0x4000, DtlsSamples.clientHello()));
        for (byte[] record : DtlsSamples.serverFlight(0)) {
            server(channelData(0x4001, record));
        }

        assertThat(describe().tls.version()).isNull();
    }

    @Test
    void shouldCallADataChannelWebrtc() {
        handshake(UnaryOperator.identity(), new byte[0], new byte[0]);

        assertThat(progress).isEqualTo(Progress.DECIDED);
        assertThat(describe().application).isEqualTo("webrtc");
        assertThat(describe().protection).isEqualTo(Protection.PROTECTED);
    }

    @Test
    void shouldNotCallMediaProtectedByAHandshakeThatKeysNone() {
        handshake(UnaryOperator.identity(), new byte[0], new byte[0]);
        for (int i = 0; i < 5; i++) {
            client(rtp(OPUS, i, 960 * i, 77));
        }
        assertThat(describe().protection).isEqualTo(Protection.UNKNOWN);

        for (int i = 5; i < 10; i++) {
            client(rtp(PCMU, i, 160 * i, 160));
        }
        assertThat(describe().protection).isEqualTo(Protection.PLAINTEXT);
    }

    @ParameterizedTest(name = "{0}: {1} bytes of {2} ticks")
    @CsvSource({"0, 160, 160", "8, 240, 240", "9, 80, 80", "18, 20, 160", "3, 33, 160", "11, 320, 160", "15, 40, 160"})
    void shouldCallMediaOfTheirExactLengthPlain(int payloadType, int length, int ticks) {
        for (int i = 0; i < 4; i++) {
            client(rtp(payloadType, 65534 + i & 0xffff, ticks * i, length));
        }

        assertThat(progress).isEqualTo(Progress.DONE);
        assertThat(describe().protocol).isEqualTo("rtp");
        assertThat(describe().action).isEqualTo(Actions.PLAINTEXT_OBSERVED);
        assertThat(describe().plaintext.userData()).isTrue();
    }

    /** Two frames of G.729 and SRTP's tag are as long as three frames: the duration tells. */
    @ParameterizedTest
    @CsvSource({"0, 170", "0, 164", "0, 176", "8, 174", "18, 30", "18, 24"})
    void shouldNotCallMediaWithATagPlain(int payloadType, int length) {
        for (int i = 0; i < 40; i++) {
            client(voice(payloadType, i, length));
            server(srtcp());
        }

        assertThat(progress).isEqualTo(Progress.MORE);
        assertThat(describe().protection).isEqualTo(Protection.UNKNOWN);
        assertThat(describe().reasons.get(0).rule()).isEqualTo(Reasons.MEDIA_PROTECTION_UNDECIDED);
        assertThat(describe().reasons.get(0).detail()).contains("tag");
        assertThat(describe().action).isNull();
    }

    @Test
    void shouldKnowATransportStreamByItsMarks() {
        byte[] payload = new byte[7 * 188];
        for (int i = 0; i < payload.length; i += 188) {
            payload[i] = 0x47;
        }
        for (int i = 0; i < 4; i++) {
            client(Bytes.concat(rtp(33, i, i, 0), payload));
        }

        assertThat(describe().protection).isEqualTo(Protection.PLAINTEXT);
    }

    @Test
    void shouldKnowByClearReportsThatMediaAreClear() {
        for (int i = 0; i < 5; i++) {
            client(rtp(OPUS, i, 960 * i, 77));
        }
        assertThat(describe().protection).isEqualTo(Protection.UNKNOWN);
        client(rtcp());

        assertThat(describe().protection).isEqualTo(Protection.PLAINTEXT);
        assertThat(describe().plaintext.userData()).isTrue();
    }

    @Test
    void shouldNotTakeReportsByThemselvesForUserData() {
        client(rtcp());

        assertThat(describe().protocol).isEqualTo("rtp");
        assertThat(describe().plaintext.userData()).isFalse();
    }

    @Test
    void shouldDisownWhatDoesNotFollowItself() {
        Random random = new Random(3550);
        for (int i = 0; i < 20 && progress == Progress.MORE; i++) {
            client(rtp(random.nextInt(20), random.nextInt(65536), random.nextInt(), 50 + i));
        }

        assertThat(progress).isEqualTo(Progress.NOT_MINE);
    }

    @Test
    void shouldSayUnknownOfTooFewPackets() {
        client(rtp(PCMU, 1, 160, 160), rtp(PCMU, 2, 320, 160));
        dissector.onClose(CloseKind.IDLE, NOW_NS);

        assertThat(describe().protocol).isNull();
        assertThat(describe().reasons.get(0).rule()).isEqualTo(Reasons.PROTOCOL_UNRECOGNISED);
    }

    @Test
    void shouldNotVouchForWhatTurnRelays() {
        client(LONG_TERM_REQUEST, sendIndication(Bytes.hex("70617373776f7264")));
        dissector.onClose(CloseKind.IDLE, NOW_NS);

        assertThat(describe().protocol).isEqualTo("stun");
        assertThat(describe().protection).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldSurviveTruncationAndDisturbance() {
        List<byte[]> samples = List.of(
                BINDING_REQUEST,
                LONG_TERM_REQUEST,
                voice(PCMU, 1, 40),
                rtcp(),
                srtcp(),
                channelData(0x4000, DtlsSamples.clientHello()),
                sendIndication(DtlsSamples.clientHello()));
        DtlsSignature dtls = new DtlsSignature(new CertificateCache(), TlsOddityHandler.NONE);
        for (byte[] sample : samples) {
            for (int at = 0; at < sample.length; at++) {
                byte[] cut = Arrays.copyOf(sample, at);
                new MediaDissector(dtls).onDatagram(Side.CLIENT, new ByteCursor().wrap(cut), sample.length, NOW_NS);
                for (int value : new int[] {0, 1, 0xff}) {
                    byte[] disturbed = sample.clone();
                    disturbed[at] = (byte) value;
                    MediaDissector fresh = new MediaDissector(dtls);
                    fresh.onDatagram(Side.CLIENT, new ByteCursor().wrap(disturbed), disturbed.length, NOW_NS);
                    fresh.onClose(CloseKind.IDLE, NOW_NS);
                    fresh.describe(new ObservationDraft());
                }
            }
        }
    }

    private void handshake(UnaryOperator<byte[]> carried, byte[] offer, byte[] choice) {
        client(BINDING_REQUEST, carried.apply(DtlsSamples.clientHello(offer)));
        server(BINDING_REQUEST);
        for (byte[] record : DtlsSamples.serverFlight(0, choice)) {
            server(carried.apply(record));
        }
        client(carried.apply(DtlsSamples.clientKeyExchange(1)), carried.apply(DtlsSamples.finished(2)));
        server(carried.apply(DtlsSamples.finished(4)));
    }

    private void client(byte[]... datagrams) {
        feed(Side.CLIENT, datagrams);
    }

    private void server(byte[]... datagrams) {
        feed(Side.SERVER, datagrams);
    }

    private void feed(Side side, byte[]... datagrams) {
        for (byte[] datagram : datagrams) {
            progress = dissector.onDatagram(side, new ByteCursor().wrap(datagram), datagram.length, NOW_NS);
        }
    }

    private ObservationDraft describe() {
        ObservationDraft draft = new ObservationDraft();
        dissector.describe(draft);
        return draft;
    }
}
