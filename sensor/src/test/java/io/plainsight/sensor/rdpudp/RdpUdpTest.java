package io.plainsight.sensor.rdpudp;

import static io.plainsight.sensor.testing.Bytes.bigEndian;
import static io.plainsight.sensor.testing.Bytes.concat;
import static io.plainsight.sensor.testing.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Datagrams;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.SampleHandshake;
import io.plainsight.sensor.tls.TlsDissector;
import io.plainsight.sensor.x509.CertificateCache;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RdpUdpTest {
    private static final int RELIABLE = 0x0001;
    private static final int LOSSY = 0x0201;
    private static final int ACK = 0x0004;
    private static final int EXTENDED = 0x1000;
    private static final long[] INITIAL = {0xffff_fffeL, 7};

    private final CertificateCache certificates = new CertificateCache();
    private final RdpUdpSignature signature = new RdpUdpSignature(this::tls);

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "0101"})
    void shouldReadTheHandshakeInsideEveryVersion(String version) {
        ObservationDraft draft = conversation("tls12-good.pcap", version).feed(signature);

        assertThat(draft.protocol).isEqualTo("rdp");
        assertThat(draft.tls.version()).isEqualTo("1.2");
        assertThat(draft.tls.established()).isTrue();
        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
        assertThat(draft.action).isNull();
        assertThat(draft.reasons).extracting(r -> r.rule()).containsExactly(Reasons.CRYPTO_ALGORITHM_HIDDEN);
    }

    @Test
    void shouldCallAWeakHandshakeWeak() {
        assertThat(conversation("tls10.pcap", "0101").feed(signature).protection)
                .isEqualTo(Protection.WEAK);
    }

    @Test
    void shouldNameALossyTransportAndReadNothing() {
        ObservationDraft draft = new Datagrams()
                .client(syn(LOSSY, Side.CLIENT, ""))
                .server(syn(LOSSY | ACK, Side.SERVER, ""))
                .client(hex("16feff"))
                .feed(signature);

        assertThat(draft.protocol).isEqualTo("rdp");
        assertThat(draft.tls).isNull();
    }

    /** [MS-RDPEUDP] section 4.2.3: its payload begins with a record of TLS. */
    @Test
    void shouldFindThePieceInTheExampleOfTheSpecification() {
        ByteCursor in = new ByteCursor()
                .wrap(hex("d6cf0ab80400010c00010400d6cf0ab8ec471ae4ec471ae4170303 00".replace(" ", "")));
        RdpUdpPacket packet = new RdpUdpPacket();

        assertThat(packet.find(in)).isTrue();
        assertThat(packet.number()).isEqualTo(0xec471ae4L);
        assertThat(in.toArray()).isEqualTo(hex("17030300"));
    }

    @Test
    void shouldPutTheFirstByteBackWhereItBelongs() {
        byte[] datagram = swapped(concat(hex("e0 04c0 6400 0100"), hex("1603010005")));
        ByteCursor in = new ByteCursor().wrap(datagram);
        RdpUdpPacket packet = new RdpUdpPacket();

        assertThat(packet.findVersion3(in)).isTrue();
        assertThat(packet.number()).isEqualTo(1);
        assertThat(in.toArray()).isEqualTo(hex("1603010005"));
    }

    @Test
    void shouldNotBeSureOfAnythingElse() {
        byte[] syn = syn(RELIABLE, Side.CLIENT, "0101");
        assertThat(match(Side.CLIENT, syn)).isEqualTo(Match.YES);
        assertThat(match(Side.SERVER, syn)).isEqualTo(Match.NO);
        assertThat(match(Side.CLIENT, new byte[1232])).isEqualTo(Match.NO);
        byte[] full = new byte[1232];
        Arrays.fill(full, (byte) 0xff);
        assertThat(match(Side.CLIENT, full)).isEqualTo(Match.NO);
        for (int length = 0; length < 1132; length++) {
            assertThat(match(Side.CLIENT, Arrays.copyOf(syn, length))).isEqualTo(Match.NO);
        }
        Random random = new Random(3389);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[1132 + random.nextInt(101)];
            random.nextBytes(bytes);
            for (Side side : Side.values()) {
                assertThat(match(side, bytes)).isEqualTo(Match.NO);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0101"})
    void shouldNeverCallItProtected(String version) {
        Datagrams datagrams = conversation("tls12-good.pcap", version);
        for (int i = 2; i < datagrams.size(); i++) {
            assertThat(datagrams.feedWithout(signature, i).protection).isEqualTo(Protection.UNKNOWN);
            for (int length = 0; length < Math.min(60, datagrams.length(i)); length++) {
                assertThat(datagrams.feedCut(signature, i, length).protection).isNotEqualTo(Protection.PROTECTED);
            }
        }
        Random random = new Random(1);
        for (int round = 0; round < 2000; round++) {
            assertThat(datagrams.feedDisturbed(signature, random).protection).isNotEqualTo(Protection.PROTECTED);
        }
    }

    private Match match(Side side, byte[] bytes) {
        return signature.match(side, 40000, 3389, new ByteCursor().wrap(bytes));
    }

    private StreamDissector tls() {
        return SampleHandshake.inItsTime(new TlsDissector(certificates));
    }

    /** Two SYNs, then the handshake in pieces of 500 bytes; {@code version} is empty, 01 or 0101. */
    private static Datagrams conversation(String file, String version) {
        int extended = version.isEmpty() ? 0 : EXTENDED;
        Datagrams datagrams = new Datagrams()
                .client(syn(RELIABLE | extended, Side.CLIENT, version))
                .server(syn(RELIABLE | ACK | extended, Side.SERVER, version));
        long[] sent = {0, 0};
        for (SampleHandshake.TlsRecord record : SampleHandshake.load(file)) {
            for (int at = 0; at < record.bytes().length; at += 500) {
                byte[] piece = Arrays.copyOfRange(record.bytes(), at, Math.min(record.bytes().length, at + 500));
                int index = record.side().ordinal();
                long count = ++sent[index];
                byte[] datagram = version.equals("0101")
                        ? version3((int) count, piece)
                        : version1(INITIAL[index] + count & 0xffff_ffffL, piece);
                if (record.side() == Side.CLIENT) {
                    datagrams.client(datagram).client(datagram);
                } else {
                    datagrams.server(datagram).server(datagram);
                }
            }
        }
        return datagrams;
    }

    private static byte[] syn(int flags, Side side, String version) {
        byte[] head = bigEndian()
                .u32(side == Side.CLIENT ? 0xffff_ffffL : INITIAL[0])
                .u16(64)
                .u16(flags)
                .u32(INITIAL[side.ordinal()])
                .u16(1232)
                .u16(1232)
                .toArray();
        byte[] extension = version.isEmpty()
                ? new byte[0]
                : bigEndian().u16(1).u16(Integer.parseInt(version, 16)).toArray();
        return Arrays.copyOf(concat(head, extension), 1232);
    }

    private static byte[] version1(long number, byte[] piece) {
        return concat(
                bigEndian()
                        .u32(1)
                        .u16(64)
                        .u16(0x000c)
                        .u16(1)
                        .u8(1, 0)
                        .u32(number)
                        .u32(number)
                        .toArray(),
                piece);
    }

    /** With an acknowledgment whose two delayed ones follow it, and every other field before the data. */
    private static byte[] version3(int number, byte[] piece) {
        byte[] channel = {(byte) number, (byte) (number >> 8)};
        return swapped(
                concat(hex("e0 55c1 6400 db0500 00 02 0102 0a 01f401 6400 6400".replace(" ", "")), channel, piece));
    }

    private static byte[] swapped(byte[] packet) {
        byte first = packet[0];
        packet[0] = packet[7];
        packet[7] = first;
        return packet;
    }
}
