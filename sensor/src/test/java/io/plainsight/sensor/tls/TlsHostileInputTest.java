package io.plainsight.sensor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.x509.CertificateCache;
import io.plainsight.sensor.x509.TestCertificates;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, the dissector neither throws nor leaves more unconsumed than it may. */
class TlsHostileInputTest {
    private static final byte[] CLIENT = HexFormat.of().parseHex(TlsDissectorTest.RFC8448_CLIENT_HELLO);
    private static final byte[] SERVER = Bytes.of()
            .raw(Records.serverHello(0x0303, 0xc02f))
            .raw(Records.certificate(TestCertificates.leaf(), TestCertificates.authority()))
            .raw(Records.serverKeyExchange(NamedGroup.X25519))
            .raw(Records.finished())
            .bytes();

    private final Map<TlsOddity, Integer> oddities = new EnumMap<>(TlsOddity.class);

    @Test
    void shouldSurviveTruncationAtEveryLength() {
        for (int length = 0; length <= CLIENT.length; length++) {
            play(Arrays.copyOf(CLIENT, length), SERVER);
        }
        for (int length = 0; length <= SERVER.length; length++) {
            play(CLIENT, Arrays.copyOf(SERVER, length));
        }
    }

    @Test
    void shouldSurviveMessagesTruncatedInsideTheirLength() {
        byte[] message = Arrays.copyOfRange(CLIENT, 9, CLIENT.length);
        for (int length = 0; length < message.length; length++) {
            play(Records.handshake(HandshakeType.CLIENT_HELLO, Arrays.copyOf(message, length)), SERVER);
        }
        assertThat(oddities).containsKey(TlsOddity.MALFORMED_CLIENT_HELLO);
    }

    @Test
    void shouldSurviveEachMessageOfTheServerTruncatedInsideItsLength() {
        byte[] hello = ServerHellos.tls12(0x009e)
                .withExtension(TlsExtensionType.RENEGOTIATION_INFO, Bytes.of().u8(0))
                .withExtension(TlsExtensionType.HEARTBEAT, Bytes.of().u8(1))
                .withExtension(TlsExtensionType.SESSION_TICKET, Bytes.of())
                .withExtension(
                        TlsExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION,
                        Bytes.of().u16(3).u8(2, 'h', '2'))
                .bytes();
        byte[] retry = ServerHellos.retry(NamedGroup.X25519)
                .withExtension(
                        TlsExtensionType.ENCRYPTED_CLIENT_HELLO, Bytes.of().raw(new byte[8]))
                .bytes();
        for (byte[] record : new byte[][] {
            hello, retry, Records.serverKeyExchange(NamedGroup.X25519), Records.serverKeyExchangeDh(2048)
        }) {
            for (int length = 9; length < record.length; length++) {
                byte[] cut = Records.handshake(record[5], Arrays.copyOfRange(record, 9, length));
                play(CLIENT, Bytes.of().raw(hello).raw(cut).bytes());
                play(CLIENT, cut);
                play(CLIENT, with(record, length, 0xff));
                play(CLIENT, with(record, length, 0));
            }
        }
    }

    @Test
    void shouldSurviveEveryByteSetToExtremes() {
        for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
            for (int i = 0; i < CLIENT.length; i++) {
                play(with(CLIENT, i, value), SERVER);
            }
            for (int i = 0; i < SERVER.length; i++) {
                play(CLIENT, with(SERVER, i, value));
            }
        }
    }

    @Test
    void shouldSurviveRandomDamageGapsAndNoise() {
        Random random = new Random(8446);
        for (int round = 0; round < 3000; round++) {
            byte[] client = damaged(CLIENT, random);
            byte[] server = damaged(SERVER, random);
            TlsFeeder feeder = new TlsFeeder(dissector());
            for (int step = 0; step < 6; step++) {
                Side side = Side.values()[random.nextInt(2)];
                byte[] all = side == Side.CLIENT ? client : server;
                int from = random.nextInt(all.length);
                feeder.feed(side, Arrays.copyOfRange(all, from, from + random.nextInt(all.length - from) + 1));
                if (random.nextInt(8) == 0) {
                    feeder.gap(side);
                }
                assertThat(feeder.pending(side)).isLessThanOrEqualTo(StreamDissector.MAX_PENDING);
            }
            feeder.close(null, CloseKind.values()[random.nextInt(CloseKind.values().length)]);
            assertThat(feeder.describe().protocol).isEqualTo("tls");
        }
    }

    @Test
    void shouldSkipAHandshakeMessageThatIsTooLarge() {
        Bytes large = Bytes.of().u8(HandshakeType.CERTIFICATE).u24(HandshakeReader.MAX_MESSAGE + 1);
        byte[] message = large.raw(new byte[HandshakeReader.MAX_MESSAGE + 1]).bytes();
        TlsFeeder feeder = new TlsFeeder(dissector()).client(CLIENT).server(Records.serverHello(0x0303, 0xc02f));
        for (int at = 0; at < message.length; at += 16_000) {
            feeder.server(Records.record(22, Arrays.copyOfRange(message, at, Math.min(message.length, at + 16_000))));
        }
        feeder.server(Records.serverKeyExchange(NamedGroup.X25519));

        assertThat(oddities).containsKey(TlsOddity.OVERSIZED_HANDSHAKE);
        assertThat(feeder.describe().tls.curve()).isEqualTo("x25519");
    }

    @Test
    void shouldMakeNoFingerprintOfAListBeyondItsCap() {
        byte[] hello = ClientHellos.tls12()
                .withCipherSuites(new int[ClientHello.MAX_LIST + 1])
                .bytes();
        TlsFeeder feeder = new TlsFeeder(dissector()).client(hello);

        assertThat(oddities).containsKey(TlsOddity.LIST_TOO_LONG);
        assertThat(feeder.describe().tls.client().ja3()).isNull();
    }

    private void play(byte[] client, byte[] server) {
        TlsFeeder feeder = new TlsFeeder(dissector());
        feeder.client(client).server(server).client(Records.finished()).close(null, CloseKind.END_OF_CAPTURE);
        assertThat(feeder.describe().reasons).isNotEmpty();
    }

    private TlsDissector dissector() {
        return new TlsDissector(new CertificateCache(), oddity -> oddities.merge(oddity, 1, Integer::sum));
    }

    private static byte[] with(byte[] bytes, int index, int value) {
        byte[] changed = bytes.clone();
        changed[index] = (byte) value;
        return changed;
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        for (int i = random.nextInt(8); i > 0; i--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }

    @Test
    void shouldNotThrowOnAnySignatureInput() {
        TlsSignature signature = new TlsSignature(new CertificateCache());
        Random random = new Random(5246);
        for (int round = 0; round < 20_000; round++) {
            byte[] noise = new byte[random.nextInt(24)];
            random.nextBytes(noise);
            if (noise.length > 2 && random.nextBoolean()) {
                noise[0] = (byte) (20 + random.nextInt(5));
                noise[1] = 3;
            }
            assertThat(signature.match(Side.CLIENT, new ByteCursor().wrap(noise)))
                    .isNotNull();
        }
    }
}
