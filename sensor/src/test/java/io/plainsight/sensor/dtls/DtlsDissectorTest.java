package io.plainsight.sensor.dtls;

import static io.plainsight.sensor.dtls.DtlsSamples.ciphertext;
import static io.plainsight.sensor.dtls.DtlsSamples.clientHello;
import static io.plainsight.sensor.dtls.DtlsSamples.clientHelloBody;
import static io.plainsight.sensor.dtls.DtlsSamples.clientKeyExchange;
import static io.plainsight.sensor.dtls.DtlsSamples.data;
import static io.plainsight.sensor.dtls.DtlsSamples.extension;
import static io.plainsight.sensor.dtls.DtlsSamples.finished;
import static io.plainsight.sensor.dtls.DtlsSamples.handshake;
import static io.plainsight.sensor.dtls.DtlsSamples.message;
import static io.plainsight.sensor.dtls.DtlsSamples.record;
import static io.plainsight.sensor.dtls.DtlsSamples.serverFlight;
import static io.plainsight.sensor.dtls.DtlsSamples.serverHelloBody;
import static io.plainsight.sensor.dtls.DtlsSamples.verifyRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.testing.Bytes;
import org.junit.jupiter.api.Test;

class DtlsDissectorTest {
    private static final byte[] COOKIE = {1, 2, 3, 4};
    private static final byte[] USE_SRTP_OFFER = extension(14, Bytes.hex("0004 0007 0001 00"));
    private static final byte[] CONNECTION_ID = extension(54, Bytes.hex("02 aabb"));

    private final DtlsFeeder dtls = new DtlsFeeder();

    @Test
    void shouldFollowAFullHandshakeWithACookie() {
        byte[] second = clientHelloBody(DtlsSamples.DTLS_1_2, COOKIE);
        dtls.client(clientHello()).server(verifyRequest()).client(handshake(1, 1, second));
        dtls.server(Bytes.concat(serverFlight(1))).client(clientKeyExchange(2), finished(3));
        assertThat(dtls.progress).isEqualTo(Progress.MORE);
        dtls.server(finished(5));

        ObservationDraft draft = dtls.describe();
        assertThat(dtls.progress).isEqualTo(Progress.DONE);
        assertThat(draft.protocol).isEqualTo("dtls");
        assertThat(draft.action).isEqualTo(Actions.HANDSHAKE_COMPLETED);
        assertThat(draft.protection).isEqualTo(Protection.PROTECTED);
        assertThat(draft.reasons.get(0).detail()).startsWith("DTLS 1.2 with ");
        assertThat(draft.tls.version()).isEqualTo("1.2");
        assertThat(draft.tls.versionProtocol()).isEqualTo("dtls");
        assertThat(draft.tls.cipher()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        assertThat(draft.tls.curve()).isEqualTo("x25519");
        assertThat(draft.tls.resumed()).isFalse();
        assertThat(draft.tls.server().subject()).contains("db.internal");
        assertThat(draft.tls.client().ja4()).startsWith("dd2i02");
        assertThat(dtls.oddities).isEmpty();
    }

    @Test
    void shouldCallOldVersionsWeak() {
        for (int version : new int[] {DtlsSamples.DTLS_1_0, DtlsSamples.OPENSSL}) {
            DtlsFeeder old = new DtlsFeeder()
                    .client(record(22, version, 0, 0, message(1, 0, clientHelloBody(version, new byte[0]))))
                    .server(record(22, version, 0, 0, message(2, 0, serverHelloBody(version, 0xc014))))
                    .server(record(20, version, 0, 1, Bytes.hex("01")), record(22, version, 1, 0, new byte[64]))
                    .client(record(20, version, 0, 1, Bytes.hex("01")), record(22, version, 1, 0, new byte[64]));

            assertThat(old.describe().protection).isEqualTo(Protection.WEAK);
            assertThat(old.describe().tls.version()).isEqualTo("1.0");
            assertThat(old.describe().tls.versionProtocol()).isEqualTo("dtls");
            assertThat(old.describe().tls.resumed()).isTrue();
            assertThat(old.describe().reasons)
                    .extracting(Observation.Reason::rule)
                    .contains(Reasons.TLS_VERSION_BELOW_MINIMUM);
        }
    }

    @Test
    void shouldInferTheEndOfDtls13FromEpochs() {
        helloOf13();
        dtls.server(ciphertext(2, 31), ciphertext(2, 900), ciphertext(2, 61)).client(ciphertext(2, 61));
        dtls.server(ciphertext(3, 35));
        assertThat(dtls.state()).isEqualTo("server_hello");

        dtls.client(ciphertext(3, 26));

        assertThat(dtls.state()).isEqualTo("completed");
        assertThat(dtls.describe().handshake.inferred()).isTrue();
        assertThat(dtls.describe().tls.version()).isEqualTo("1.3");
        assertThat(dtls.describe().protection).isEqualTo(Protection.PROTECTED);
        assertThat(dtls.describe().tls.client().ja4()).startsWith("dd3i");
    }

    @Test
    void shouldNotTakeEarlyServerDataOrAlertsForTheEndOfDtls13() {
        helloOf13();
        dtls.server(ciphertext(2, 900), ciphertext(3, 300)).client(ciphertext(2, 61), ciphertext(3, 100));
        dtls.server(ciphertext(3, 19)).close(CloseKind.IDLE);

        assertThat(dtls.state()).isEqualTo("server_hello");
        assertThat(dtls.describe().protection).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldReadAlertsInClear() {
        dtls.client(clientHello()).server(record(21, DtlsSamples.DTLS_1_2, 0, 0, new byte[] {2, 40}));

        assertThat(dtls.describe().action).isEqualTo(Actions.HANDSHAKE_FAILED);
        assertThat(dtls.describe().handshake.alert()).isEqualTo("handshake_failure");
        assertThat(dtls.describe().handshake.alertSender()).isEqualTo("server");
    }

    @Test
    void shouldFailWithoutAnswerOnlyWhenThereWasSilence() {
        dtls.client(clientHello()).close(CloseKind.IDLE);
        assertThat(dtls.describe().handshake.failure()).isEqualTo("no_server_hello");

        DtlsFeeder answered =
                new DtlsFeeder().client(clientHello(), handshake(1, 1, clientHelloBody(DtlsSamples.DTLS_1_2, COOKIE)));
        assertThat(answered.close(CloseKind.IDLE).state()).isEqualTo("unknown");

        byte[] body = serverHelloBody(DtlsSamples.DTLS_1_2, DtlsSamples.ECDHE_ECDSA_AES_128_GCM);
        DtlsFeeder half = new DtlsFeeder()
                .client(clientHello())
                .server(record(22, DtlsSamples.DTLS_1_2, 0, 0, DtlsSamples.fragment(2, 0, body, 0, 20)));
        assertThat(half.close(CloseKind.IDLE).state()).isEqualTo("unknown");

        DtlsFeeder brief = new DtlsFeeder().client(clientHello()).close(CloseKind.END_OF_CAPTURE);
        assertThat(brief.describe().handshake.failure()).isNull();
    }

    /** Each record of a full handshake taken away in turn: nothing fails, and nothing is protected without its certificate. */
    @Test
    void shouldCallItUnknownWhenARecordIsLost() {
        for (int lost = 0; lost < 4; lost++) {
            byte[][] flight = serverFlight(0);
            flight[lost] = new byte[0];
            DtlsFeeder lossy = new DtlsFeeder().client(clientHello()).server(Bytes.concat(flight));
            lossy.client(clientKeyExchange(1), finished(2)).server(finished(4), data(50), data(60));
            for (int i = 0; i < DtlsHandshake.MAX_UNPLACED; i++) {
                lossy.client(data(40)).server(data(40));
            }

            assertThat(lossy.close(CloseKind.IDLE).state())
                    .as("without record %d", lost)
                    .isEqualTo("unknown");
            assertThat(lossy.describe().protection).isEqualTo(Protection.UNKNOWN);
        }
    }

    @Test
    void shouldNotTakeALostFlightForAResumption() {
        dtls.client(clientHello())
                .server(serverFlight(0)[0])
                .client(finished(2))
                .server(finished(4));

        assertThat(dtls.state()).isEqualTo("unknown");
        assertThat(dtls.progress).isEqualTo(Progress.DONE);
    }

    @Test
    void shouldCallALostFinishedUnknown() {
        dtls.client(clientHello()).server(serverFlight(0)).client(clientKeyExchange(1), finished(2));
        for (int i = 0; i < DtlsHandshake.MAX_UNPLACED; i++) {
            dtls.client(data(40)).server(data(40));
        }

        assertThat(dtls.state()).isEqualTo("unknown");
    }

    @Test
    void shouldNotFailByAnEncryptedAlertBehindALostFinished() {
        dtls.client(clientHello()).server(serverFlight(0)).client(clientKeyExchange(1), finished(2));
        dtls.client(record(21, DtlsSamples.DTLS_1_2, 1, 5, new byte[26])).close(CloseKind.IDLE);

        assertThat(dtls.describe().handshake.failure()).isNull();
        assertThat(dtls.describe().protection).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldGiveUpWhatTheCaptureCut() {
        byte[] flight = Bytes.concat(serverFlight(0));
        dtls.client(clientHello())
                .feed(Side.SERVER, java.util.Arrays.copyOf(flight, 200), flight.length)
                .client(clientKeyExchange(1), finished(2))
                .server(finished(4));

        assertThat(dtls.state()).isEqualTo("unknown");
        assertThat(dtls.describe().tls.version()).isEqualTo("1.2");
    }

    @Test
    void shouldEndAConnectionPickedUpMidway() {
        dtls.client(data(40));

        assertThat(dtls.progress).isEqualTo(Progress.DONE);
        assertThat(dtls.describe().protection).isEqualTo(Protection.UNKNOWN);
        assertThat(dtls.describe().action).isNull();
    }

    @Test
    void shouldLearnWhoIsTheClientFromTheHello() {
        dtls.server(clientHello()).client(serverFlight(0)).server(clientKeyExchange(1), finished(2));
        dtls.client(finished(4));

        assertThat(dtls.state()).isEqualTo("completed");
        assertThat(dtls.oddities).isEmpty();
    }

    @Test
    void shouldNotLetOneEndSpeakForBoth() {
        dtls.client(clientHello()).client(serverFlight(1));

        assertThat(dtls.state()).isEqualTo("unknown");
    }

    @Test
    void shouldPassOverOtherProtocolsInTheSameFlow() {
        byte[] stun = Bytes.hex("0001 0000 2112a442 000000000000000000000000");
        byte[] media = Bytes.bigEndian().u8(0x80, 0x6f).zeros(170).toArray();
        dtls.client(stun, clientHello()).server(media, stun).server(serverFlight(0));
        dtls.client(media, clientKeyExchange(1), finished(2)).server(finished(4));

        assertThat(dtls.state()).isEqualTo("completed");
    }

    @Test
    void shouldSayThatSrtpIsKeyed() {
        byte[] chosen = extension(14, Bytes.hex("0002 0007 00"));
        dtls.client(clientHello(USE_SRTP_OFFER)).server(serverFlight(0, chosen));
        assertThat(dtls.dissector.isSrtpAgreed()).isFalse();
        dtls.client(clientKeyExchange(1), finished(2)).server(finished(4));

        assertThat(dtls.dissector.isSrtpAgreed()).isTrue();
        assertThat(dtls.describe().application).isEqualTo("srtp");
        assertThat(dtls.describe().crypto.encryption()).isEqualTo("SRTP_AEAD_AES_128_GCM");
        assertThat(dtls.describe().protection).isEqualTo(Protection.PROTECTED);
    }

    @Test
    void shouldCallSrtpWithoutEncryptionWeak() {
        byte[] chosen = extension(14, Bytes.hex("0002 0005 00"));
        dtls.client(clientHello(USE_SRTP_OFFER)).server(serverFlight(0, chosen));
        dtls.client(clientKeyExchange(1), finished(2)).server(finished(4));

        assertThat(dtls.describe().protection).isEqualTo(Protection.WEAK);
        assertThat(dtls.describe().reasons)
                .extracting(Observation.Reason::rule)
                .containsExactly(Reasons.CRYPTO_ALGORITHM_WEAK);
    }

    /** RFC 9146: the Finished is the first record of epoch 1, behind a connection id of the length that the receiver chose. */
    @Test
    void shouldReadRecordsWithConnectionIds() {
        byte[] none = extension(54, Bytes.hex("00"));
        dtls.client(clientHello(CONNECTION_ID)).server(serverFlight(0, none)).client(clientKeyExchange(1));
        dtls.client(withConnectionId(0, new byte[0])).server(withConnectionId(0, Bytes.hex("aabb")));

        assertThat(dtls.state()).isEqualTo("completed");
        assertThat(dtls.oddities).isEmpty();
    }

    @Test
    void shouldReadThePreambleOfCapwap() {
        byte[] preamble = Bytes.hex("01000000");
        dtls.client(Bytes.concat(preamble, clientHello()));
        for (byte[] record : serverFlight(0)) {
            dtls.server(Bytes.concat(preamble, record));
        }
        dtls.client(Bytes.concat(preamble, clientKeyExchange(1), finished(2)));
        dtls.server(Bytes.concat(preamble, finished(4)));

        assertThat(dtls.state()).isEqualTo("completed");
    }

    private void helloOf13() {
        byte[] versions = extension(43, Bytes.hex("04 fefd fefc"));
        byte[] chosen = extension(43, Bytes.hex("fefc"));
        byte[] share = extension(51, Bytes.hex("001d 0001 09"));
        dtls.client(clientHello(versions))
                .server(handshake(2, 0, serverHelloBody(DtlsSamples.DTLS_1_2, 0x1301, chosen, share)));
    }

    private static byte[] withConnectionId(long sequenceNumber, byte[] id) {
        return Bytes.bigEndian()
                .u8(25)
                .u16(DtlsSamples.DTLS_1_2)
                .u16(1)
                .u16(0)
                .u32(sequenceNumber)
                .put(id)
                .u16(41)
                .zeros(41)
                .toArray();
    }
}
