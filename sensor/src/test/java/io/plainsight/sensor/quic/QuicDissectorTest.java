package io.plainsight.sensor.quic;

import static io.plainsight.sensor.quic.QuicPackets.close;
import static io.plainsight.sensor.quic.QuicPackets.crypto;
import static io.plainsight.sensor.quic.QuicPackets.versionNegotiation;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.testing.Bytes;
import io.plainsight.sensor.x509.CertificateCache;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one connection's datagrams amount to. */
class QuicDissectorTest {
    private static final byte[] HELLO = Rfc.clientHello();

    private final QuicFeeder feeder = new QuicFeeder();
    private final QuicPackets quic = new QuicPackets();

    @ParameterizedTest
    @ValueSource(ints = {1, 0x6b3343cf, 0x709a50c4, 0xff000017, 0xff00001d, 0xff000020, 0xff000022, 0xfaceb002})
    void shouldProtectOnceBothSidesWentOnAfterTheHandshake(int version) {
        quic.version = version;
        assertThat(feeder.match(Side.CLIENT, quic.unreadable(true, 2, 1200))).isEqualTo(Match.YES);

        feeder.hellos(quic).finish(quic);

        ObservationDraft draft = feeder.draft();
        assertThat(feeder.last).isEqualTo(Progress.DONE);
        assertThat(draft.protection).isEqualTo(Protection.PROTECTED);
        assertThat(draft.protocol).isEqualTo("quic");
        assertThat(draft.handshake.inferred()).isTrue();
        assertThat(draft.tls.cipher()).isEqualTo("TLS_AES_128_GCM_SHA256");
        assertThat(draft.tls.version()).isEqualTo("1.3");
        assertThat(draft.tls.client().serverName()).isEqualTo("example.com");
        assertThat(draft.tls.client().ja4()).startsWith("q13d");
        assertThat(draft.crypto.version()).isEqualTo(QuicVersion.of(version).name());
    }

    @Test
    void shouldReadTheSamplesOfTheRfcs() {
        feeder.client(QuicPackets.protect(
                        new PacketProtection().derive(QuicVersion.of(1), Rfc.CONNECTION_ID).client,
                        Bytes.hex(Rfc.CLIENT_PLAIN_HEADER_1),
                        2,
                        Arrays.copyOf(Rfc.CLIENT_FRAME, Rfc.CLIENT_PAYLOAD)))
                .server(Rfc.SERVER_1);

        assertThat(feeder.state()).isEqualTo("server_hello");
        assertThat(feeder.draft().protection).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldNotProtectWithoutEveryStep() {
        assertUnfinished(new QuicFeeder().hellos(quic));
        assertUnfinished(new QuicFeeder().hellos(quic).client(quic.handshake(true)));
        assertUnfinished(new QuicFeeder()
                .hellos(quic)
                .server(quic.shortPacket(false, 300))
                .client(quic.shortPacket(true, 300))); // 0.5-RTT, no Handshake packet of the client
        assertUnfinished(new QuicFeeder().hellos(quic).client(quic.handshake(true), quic.shortPacket(true, 300)));
        assertUnfinished(new QuicFeeder()
                .hellos(quic)
                .client(quic.handshake(true))
                .server(quic.shortPacket(false, 300))
                .client(quic.shortPacket(true, 90)));
        assertUnfinished(new QuicFeeder()
                .client(quic.clientInitial(crypto(0, HELLO)))
                .server(quic.handshake(false))
                .client(quic.handshake(true), quic.shortPacket(true, 100))
                .server(quic.shortPacket(false, 300))); // the ServerHello was not seen
    }

    @Test
    void shouldNotTakeARefusalOfTheClientForSuccess() {
        feeder.hellos(quic).client(quic.handshake(true), quic.shortPacket(true, 200));
        byte[] refusal = quic.shortPacket(false, 40);
        feeder.server(refusal)
                .client(quic.shortPacket(true, 30))
                .server(refusal)
                .close(CloseKind.IDLE, 30_000_000_000L);

        assertThat(feeder.draft().protection).isEqualTo(Protection.UNKNOWN);
    }

    /** Seen with ngtcp2: what the client had under way when it was refused is answered by the refusal, each time. */
    @Test
    void shouldNotTakeRepeatedRefusalsForSuccess() {
        feeder.hellos(quic).client(quic.handshake(true), quic.shortPacket(true, 200));
        byte[] refusal = quic.shortPacket(false, 40);
        for (int i = 0; i < 10; i++) {
            feeder.server(refusal).client(quic.shortPacket(true, 300 + i));
        }

        assertThat(feeder.state()).isNotEqualTo("completed");
    }

    @Test
    void shouldCompleteOnATalkOfSmallPackets() {
        feeder.hellos(quic).client(quic.handshake(true), quic.shortPacket(true, 40));
        for (int i = 0; i < 2; i++) {
            feeder.server(quic.shortPacket(false, 30 + i)).client(quic.shortPacket(true, 30));
        }

        assertThat(feeder.state()).isEqualTo("completed");
    }

    @Test
    void shouldNotProtectWhatIsNotTls13() {
        byte[] old = Rfc.serverHello();
        old[old.length - 1] = 3; // supported_versions: TLS 1.2, which QUIC does not know
        feeder.client(quic.clientInitial(crypto(0, HELLO)))
                .server(quic.serverInitial(crypto(0, old)), quic.handshake(false))
                .finish(quic)
                .close(CloseKind.IDLE, 30_000_000_000L);

        assertThat(feeder.draft().protection).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldNotTakePaddingBehindPacketsForAPacket() {
        feeder.hellos(quic).client(quic.handshake(true), new byte[300]).server(quic.handshake(false), new byte[300]);
        feeder.client(quic.handshake(true), new byte[300]).server(quic.handshake(false), new byte[300]);

        assertThat(feeder.state()).isEqualTo("server_hello");
    }

    @Test
    void shouldPutAHelloTogetherFromInitialsInAnyOrder() {
        Random random = new Random(4);
        for (int round = 0; round < 200; round++) {
            QuicFeeder each = new QuicFeeder();
            QuicPackets packets = new QuicPackets();
            List<byte[]> frames = pieces(HELLO, random);
            Collections.shuffle(frames, random);
            int split = random.nextInt(frames.size() + 1);
            each.client(packets.clientInitial(frames.subList(0, split).toArray(byte[][]::new)))
                    .client(packets.clientInitial(
                            frames.subList(split, frames.size()).toArray(byte[][]::new)))
                    .server(packets.serverInitial(crypto(0, Rfc.serverHello())), packets.handshake(false))
                    .finish(packets);

            assertThat(each.draft().tls.client().serverName()).isEqualTo("example.com");
            assertThat(each.state()).isEqualTo("completed");
            assertThat(each.signature.heldBytes()).isZero();
        }
    }

    @Test
    void shouldFollowARetryAndSkipAForgedOne() throws GeneralSecurityException {
        feeder.client(quic.clientInitial(crypto(0, HELLO)));
        byte[] forged = quic.retry(new byte[8]);
        forged[forged.length - 1] ^= 1;
        feeder.server(forged).server(quic.retry(Bytes.hex("a1a2a3a4a5a6")));
        quic.keyId = quic.destination = Bytes.hex("a1a2a3a4a5a6");
        quic.token = new byte[40];
        feeder.hellos(quic).finish(quic);

        assertThat(feeder.state()).isEqualTo("completed");
        assertThat(feeder.count(SensorCounter.QUIC_BAD_RETRY)).isEqualTo(1);
        assertThat(feeder.count(SensorCounter.QUIC_NOT_AUTHENTIC)).isZero();
        assertThat(feeder.draft().tlsDetail.clientHelloCount()).isEqualTo(1);
    }

    @Test
    void shouldFollowAClientThatStartsOverAfterVersionNegotiation() {
        quic.version = 0xff00001d;
        feeder.client(quic.clientInitial(crypto(0, HELLO))).server(versionNegotiation(1, 0x1a2a3a4a));
        QuicPackets again = new QuicPackets();
        again.original = again.keyId = again.destination = Bytes.hex("b1b2b3b4b5b6b7b8b9");
        feeder.hellos(again).finish(again);

        assertThat(feeder.state()).isEqualTo("completed");
        assertThat(feeder.draft().crypto.version()).isEqualTo("1");
    }

    @Test
    void shouldNameAServerThatOffersNothingTheClientTakes() {
        feeder.client(quic.clientInitial(crypto(0, HELLO)))
                .server(versionNegotiation(0x6b3343cf))
                .close(CloseKind.IDLE, 30_000_000_000L);

        assertThat(feeder.draft().handshake.failure()).isEqualTo("closed_by_server");
    }

    @Test
    void shouldFollowAChangeOfVersionOnTheWay() {
        byte[] clientHello = quic.clientInitial(crypto(0, HELLO));
        quic.version = QuicVersion.VERSION_2;
        feeder.client(clientHello)
                .server(quic.serverInitial(crypto(0, Rfc.serverHello())), quic.handshake(false))
                .finish(quic);

        assertThat(feeder.state()).isEqualTo("completed");
        assertThat(feeder.draft().crypto.version()).isEqualTo("2");
    }

    @Test
    void shouldTellWhoClosedWithWhichAlert() {
        feeder.client(quic.clientInitial(crypto(0, HELLO))).server(quic.serverInitial(close(0x0100 + 120)));

        ObservationDraft draft = feeder.draft();
        assertThat(draft.handshake.state()).isEqualTo("failed");
        assertThat(draft.handshake.alert()).isEqualTo("no_application_protocol");
        assertThat(draft.handshake.alertSender()).isEqualTo("server");

        QuicFeeder client = new QuicFeeder().hellos(new QuicPackets());
        QuicPackets later = new QuicPackets();
        later.clientInitial();
        client.client(later.clientInitial(close(0x0100 + 48)));
        assertThat(client.draft().handshake.alert()).isEqualTo("unknown_ca");
        assertThat(client.draft().handshake.alertSender()).isEqualTo("client");

        QuicFeeder busy = new QuicFeeder().client(new QuicPackets().clientInitial(crypto(0, HELLO)));
        busy.server(new QuicPackets().serverInitial(close(2)));
        assertThat(busy.draft().handshake.failure()).isEqualTo("closed_by_server");
    }

    @Test
    void shouldNameASilentServer() {
        feeder.client(quic.clientInitial(crypto(0, HELLO))).close(CloseKind.IDLE, 30_000_000_000L);

        assertThat(feeder.draft().handshake.failure()).isEqualTo("no_server_hello");
    }

    @Test
    void shouldNotCallMissingPacketsAFailure() {
        feeder.client(quic.clientInitial(crypto(0, HELLO)))
                .server(quic.handshake(false))
                .close(CloseKind.IDLE, 30_000_000_000L);
        assertThat(feeder.state()).isEqualTo("unknown");

        byte[] initial = new QuicPackets().clientInitial(crypto(0, HELLO));
        QuicFeeder cut = new QuicFeeder().cut(Side.CLIENT, Arrays.copyOf(initial, 96), initial.length);
        assertThat(cut.state()).isEqualTo("unknown");
    }

    @Test
    void shouldSayNothingOfPacketsThatDoNotOpen() {
        QuicPackets other = new QuicPackets();
        other.keyId = new byte[8];
        feeder.client(other.clientInitial(crypto(0, HELLO)))
                .server(other.serverInitial(crypto(0, Rfc.serverHello())), other.handshake(false))
                .finish(other)
                .close(CloseKind.IDLE, 30_000_000_000L);

        assertThat(feeder.draft().protection).isEqualTo(Protection.UNKNOWN);
        assertThat(feeder.draft().tls.client()).isNull();
        assertThat(feeder.count(SensorCounter.QUIC_NOT_AUTHENTIC)).isEqualTo(2);
    }

    @Test
    void shouldKnowTheClientByItsKeysWhateverTheTransportBelieved() {
        feeder.server(quic.clientInitial(crypto(0, HELLO)))
                .client(quic.serverInitial(crypto(0, Rfc.serverHello())), quic.handshake(false))
                .server(quic.handshake(true), quic.shortPacket(true, 100))
                .client(quic.shortPacket(false, 300));

        assertThat(feeder.state()).isEqualTo("completed");
    }

    @Test
    void shouldSeeEarlyDataAndTheApplication() {
        feeder.client(quic.clientInitial(crypto(0, HELLO)), quic.unreadable(true, 1, 80));

        assertThat(feeder.draft().crypto.offered()).containsKey("client_early_data");
        assertThat(feeder.draft().application).isNull(); // the RFC's hello offers "alpn"
    }

    @Test
    void shouldKnowAConnectionAgainFromAnotherAddress() {
        feeder.hellos(quic).finish(quic);
        byte[] later = quic.shortPacket(true, 50);
        assertThat(feeder.match(Side.CLIENT, later)).isEqualTo(Match.YES);
        assertThat(feeder.match(Side.CLIENT, quic.shortPacket(false, 50))).isEqualTo(Match.NO);

        feeder.another().client(later);
        assertThat(feeder.last).isEqualTo(Progress.MORE);
        assertThat(feeder.draft().protection).isEqualTo(Protection.UNKNOWN);
        feeder.server(quic.shortPacket(false, 50));

        assertThat(feeder.last).isEqualTo(Progress.DONE);
        assertThat(feeder.draft().protection).isEqualTo(Protection.PROTECTED);
        assertThat(feeder.draft().action).isNull();
        assertThat(feeder.count(SensorCounter.QUIC_MIGRATED)).isEqualTo(1);
    }

    @Test
    void shouldForgetTheOldestConnectionIds() {
        ConnectionIds ids = new ConnectionIds();
        QuicConnection connection =
                new QuicConnection(new QuicShared(new CertificateCache(), o -> {}, feeder.counters));
        int evicted = 0;
        for (int i = 0; i < ConnectionIds.CAPACITY + 10; i++) {
            byte[] id = Bytes.bigEndian().u64(i).toArray();
            evicted += ids.add(new ByteCursor().wrap(id), connection) ? 1 : 0;
        }

        assertThat(evicted).isEqualTo(10);
        assertThat(ids.size()).isEqualTo(ConnectionIds.CAPACITY);
        assertThat(find(ids, 9)).isNull();
        assertThat(find(ids, 10)).isSameAs(connection);
    }

    private static QuicConnection find(ConnectionIds ids, long id) {
        byte[] packet = Bytes.bigEndian().u8(0x40).u64(id).zeros(30).toArray();
        return ids.find(new ByteCursor().wrap(packet));
    }

    private static void assertUnfinished(QuicFeeder feeder) {
        feeder.close(CloseKind.END_OF_CAPTURE, 0);
        assertThat(feeder.draft().protection).isEqualTo(Protection.UNKNOWN);
        assertThat(feeder.state()).isIn("server_hello", "unknown");
    }

    /** CRYPTO frames that cover the stream, some of it twice, with PING and PADDING among them. */
    private static List<byte[]> pieces(byte[] stream, Random random) {
        List<byte[]> frames = new ArrayList<>();
        for (int from = 0; from < stream.length; ) {
            int to = Math.min(stream.length, from + 1 + random.nextInt(60));
            frames.add(crypto(stream, Math.max(0, from - random.nextInt(20)), to));
            if (random.nextInt(4) == 0) {
                frames.add(crypto(stream, from, to));
                frames.add(new byte[] {1, 0, 0});
            }
            from = to;
        }
        return frames;
    }
}
