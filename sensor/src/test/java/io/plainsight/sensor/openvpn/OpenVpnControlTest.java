package io.plainsight.sensor.openvpn;

import static io.plainsight.sensor.testing.Bytes.bigEndian;
import static io.plainsight.sensor.testing.Bytes.concat;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.dissect.Datagrams;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.SampleHandshake;
import io.plainsight.sensor.tls.TlsDissector;
import io.plainsight.sensor.x509.CertificateCache;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenVpnControlTest {
    private static final String GOOD = "tls12-good.pcap";
    private static final String WEAK = "tls10.pcap";
    private static final byte[] CLIENT_SESSION = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final byte[] SERVER_SESSION = {9, 8, 7, 6, 5, 4, 3, 2};

    private record Packet(Side side, byte[] bytes) {}

    private final CertificateCache certificates = new CertificateCache();
    private final OpenVpnSignature signature = new OpenVpnSignature(this::tls);
    private final OpenVpnTcpSignature overTcp = new OpenVpnTcpSignature(this::tls);

    /** Without tls-auth, and with an HMAC of MD5, SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512, packet id and time. */
    @ParameterizedTest
    @ValueSource(ints = {0, 24, 28, 36, 40, 56, 72})
    void shouldReadTheHandshakeInEveryLayout(int authentication) {
        ObservationDraft draft =
                datagrams(conversation(GOOD, authentication, 100)).feed(signature);

        assertRead(draft);
        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
        assertThat(draft.action).isNull();
        assertThat(draft.reasons).extracting(r -> r.rule()).containsExactly(Reasons.CRYPTO_ALGORITHM_HIDDEN);
    }

    @Test
    void shouldCallAWeakHandshakeWeak() {
        ObservationDraft draft = datagrams(conversation(WEAK, 28, 1200)).feed(signature);

        assertThat(draft.protocol).isEqualTo("openvpn");
        assertThat(draft.protection).isEqualTo(Protection.WEAK);
        assertThat(draft.action).isEqualTo(Actions.HANDSHAKE_COMPLETED);
        assertThat(draft.reasons).extracting(r -> r.rule()).contains(Reasons.TLS_VERSION_BELOW_MINIMUM);
    }

    @Test
    void shouldReadItOverTcp() {
        Dialogue dialogue = new Dialogue();
        for (Packet packet : conversation(GOOD, 0, 300)) {
            dialogue.message(
                    packet.side(), concat(bigEndian().u16(packet.bytes().length).toArray(), packet.bytes()));
        }

        assertRead(dialogue.feed(overTcp::open).draft());
        assertRead(dialogue.feedByteByByte(overTcp::open).draft());
        for (int at = 0; at < dialogue.length(); at += 13) {
            assertThat(dialogue.feedTruncated(overTcp::open, at).draft().protection)
                    .isEqualTo(Protection.UNKNOWN);
            assertThat(dialogue.feedWithGap(overTcp::open, at, 50).draft().protection)
                    .isEqualTo(Protection.UNKNOWN);
        }
    }

    @Test
    void shouldPutPiecesInOrderAndDropRepeatedOnes() {
        Random random = new Random(1194);
        for (int round = 0; round < 50; round++) {
            List<Packet> packets = conversation(GOOD, 28, 100);
            List<Packet> sent = new ArrayList<>(packets.subList(0, 2));
            for (int at = 2; at < packets.size(); at += 6) {
                List<Packet> some = new ArrayList<>(packets.subList(at, Math.min(at + 6, packets.size())));
                // pieces of one side change places among themselves; each is sent twice
                if (some.stream().map(Packet::side).distinct().count() == 1) {
                    some.addAll(List.copyOf(some));
                    Collections.shuffle(some, random);
                }
                sent.addAll(some);
            }
            assertRead(datagrams(sent).feed(signature));
        }
    }

    @Test
    void shouldNotGuessWhereAPieceIsLost() {
        Datagrams datagrams = datagrams(conversation(GOOD, 0, 200));
        for (int i = 2; i < datagrams.size(); i++) {
            ObservationDraft draft = datagrams.feedWithout(signature, i);
            assertThat(draft.protocol).isEqualTo("openvpn");
            assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
            assertThat(draft.action).isNull();
        }
    }

    @Test
    void shouldSurviveCutAndDisturbedPackets() {
        Datagrams datagrams = datagrams(conversation(GOOD, 28, 400));
        for (int i = 0; i < datagrams.size(); i++) {
            for (int length = 0; length < datagrams.length(i); length++) {
                ObservationDraft draft = datagrams.feedCut(signature, i, length);
                assertThat(draft == null || draft.protection != Protection.PROTECTED)
                        .isTrue();
            }
        }
        Random random = new Random(4);
        for (int round = 0; round < 3000; round++) {
            ObservationDraft draft = datagrams.feedDisturbed(signature, random);
            assertThat(draft == null || draft.protection != Protection.PROTECTED)
                    .isTrue();
        }
    }

    @Test
    void shouldLeaveOtherSessionsAndLaterKeysAlone() {
        List<Packet> packets = new ArrayList<>(conversation(GOOD, 0, 1200).subList(0, 2));
        byte[] foreign = control(4 << 3, new byte[] {7, 7, 7, 7, 7, 7, 7, 7}, 0, 1, hello());
        byte[] laterKey = control(4 << 3 | 1, CLIENT_SESSION, 0, 1, hello());
        packets.add(new Packet(Side.CLIENT, foreign));
        packets.add(new Packet(Side.CLIENT, laterKey));

        ObservationDraft draft = datagrams(packets).feed(signature);
        assertThat(draft.protocol).isEqualTo("openvpn");
        assertThat(draft.tls.client()).isNull();
    }

    /** With tls-crypt everything behind the session id looks like chance. */
    @Test
    void shouldNotReadWhatIsHidden() {
        Random random = new Random(5);
        for (int round = 0; round < 2000; round++) {
            byte[] client = new byte[54];
            byte[] server = new byte[66];
            random.nextBytes(client);
            random.nextBytes(server);
            client[0] = 7 << 3;
            server[0] = 8 << 3;
            ObservationDraft draft = new Datagrams()
                    .client(client)
                    .server(server)
                    .client(hello())
                    .feed(signature);
            assertThat(draft.tls).isNull();
            assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
        }
    }

    private static void assertRead(ObservationDraft draft) {
        assertThat(draft.protocol).isEqualTo("openvpn");
        assertThat(draft.tls.version()).isEqualTo("1.2");
        assertThat(draft.tls.established()).isTrue();
        assertThat(draft.tls.client().ja3()).isNotNull();
        assertThat(draft.certificates).isNotNull();
    }

    private StreamDissector tls() {
        return SampleHandshake.inItsTime(new TlsDissector(certificates));
    }

    private static byte[] hello() {
        return SampleHandshake.load(GOOD).get(0).bytes();
    }

    private static Datagrams datagrams(List<Packet> packets) {
        Datagrams datagrams = new Datagrams();
        for (Packet packet : packets) {
            if (packet.side() == Side.CLIENT) {
                datagrams.client(packet.bytes());
            } else {
                datagrams.server(packet.bytes());
            }
        }
        return datagrams;
    }

    /** Both resets, then the handshake in pieces of {@code size} bytes; the first of a flight acknowledges. */
    private static List<Packet> conversation(String file, int authentication, int size) {
        List<Packet> packets = new ArrayList<>();
        packets.add(new Packet(Side.CLIENT, control(7 << 3, CLIENT_SESSION, authentication, 0, new byte[0])));
        packets.add(new Packet(
                Side.SERVER, control(8 << 3, SERVER_SESSION, authentication, 0, new byte[0], CLIENT_SESSION)));
        int[] next = {1, 1};
        Side last = null;
        for (SampleHandshake.TlsRecord record : SampleHandshake.load(file)) {
            boolean client = record.side() == Side.CLIENT;
            for (int at = 0; at < record.bytes().length; at += size) {
                byte[] piece = Arrays.copyOfRange(record.bytes(), at, Math.min(record.bytes().length, at + size));
                int number = next[record.side().ordinal()]++;
                byte[] session = client ? CLIENT_SESSION : SERVER_SESSION;
                byte[] other = client ? SERVER_SESSION : CLIENT_SESSION;
                byte[][] acknowledged = record.side() == last ? new byte[0][] : new byte[][] {other};
                packets.add(new Packet(
                        record.side(), control(4 << 3, session, authentication, number, piece, acknowledged)));
                last = record.side();
            }
        }
        return packets;
    }

    /** draft-openvpn-wire-protocol; {@code acknowledged} is the other session where something is acknowledged. */
    private static byte[] control(
            int head, byte[] session, int authentication, int number, byte[] payload, byte[]... acknowledged) {
        byte[] mac = new byte[authentication];
        Arrays.fill(mac, (byte) 0xa5);
        byte[] acknowledgment = acknowledged.length == 0
                ? new byte[1]
                : concat(bigEndian().u8(1).u32(0).toArray(), acknowledged[0]);
        return concat(
                new byte[] {(byte) head},
                session,
                mac,
                acknowledgment,
                bigEndian().u32(number).toArray(),
                payload);
    }
}
