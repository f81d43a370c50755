package io.plainsight.sensor.decode;

import static io.plainsight.sensor.testing.Frames.ipv4;
import static io.plainsight.sensor.testing.Frames.ipv4Fragment;
import static io.plainsight.sensor.testing.Frames.ipv6;
import static io.plainsight.sensor.testing.Frames.ipv6Fragment;
import static io.plainsight.sensor.testing.Frames.payload;
import static io.plainsight.sensor.testing.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.testing.Bytes;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentReassemblerTest {
    private static final byte[] DATAGRAM = udp(1000, 53, payload(100));

    private final Decoding decoding = new Decoding();

    @ParameterizedTest
    @ValueSource(strings = {"012", "021", "102", "120", "201", "210", "00112"})
    void shouldReassembleIpv4InAnyOrderAndIgnoreRepetition(String order) {
        List<byte[]> pieces = List.of(piece4(0, 40, true), piece4(40, 80, true), piece4(80, 108, false));

        assertReassembled(order, pieces);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "10", "001"})
    void shouldReassembleIpv6InAnyOrder(String order) {
        List<byte[]> pieces = List.of(piece6(0, 64, true), piece6(64, 108, false));

        assertReassembled(order, pieces);
    }

    @Test
    void shouldGiveTheLengthOfTheWholeDatagram() {
        raw(piece4(0, 40, true));
        raw(piece4(40, 108, false));

        assertThat(decoding.packet.ipPayloadLength).isEqualTo(108);
        assertThat(decoding.packet.wirePayloadLength).isEqualTo(100);
    }

    @Test
    void shouldReassembleWithinATunnelThatIsItselfFragmented() {
        byte[] inner1 = ipv4(IpProtocol.IPV4, piece4(0, 40, true));
        byte[] inner2 = ipv4(IpProtocol.IPV4, piece4(40, 108, false));

        for (byte[] outer : List.of(inner1, inner2)) {
            byte[] body = Arrays.copyOfRange(outer, 20, outer.length);
            int identification = outer == inner1 ? 50 : 51;
            assertThat(raw(ipv4Fragment(4, identification, 0, true, Arrays.copyOf(body, 24))))
                    .isEqualTo(DecodeResult.FRAGMENT_HELD);
            DecodeResult result =
                    raw(ipv4Fragment(4, identification, 24, false, Arrays.copyOfRange(body, 24, body.length)));
            assertThat(result).isEqualTo(outer == inner1 ? DecodeResult.FRAGMENT_HELD : DecodeResult.OK);
        }

        assertThat(decoding.packet.destinationPort).isEqualTo(53);
        assertThat(decoding.payload()).isEqualTo(payload(100));
    }

    @Test
    void shouldGiveUpADatagramWhoseFragmentsOverlapInPart() {
        raw(piece4(0, 40, true));

        assertThat(raw(piece4(32, 80, true))).isEqualTo(DecodeResult.FRAGMENT_OVERLAP);
        assertThat(raw(piece4(40, 108, false))).isEqualTo(DecodeResult.FRAGMENT_HELD);

        assertThat(decoding.counters.get(SensorCounter.DROPS_FRAGMENT_OVERLAP)).isEqualTo(1);
    }

    @Test
    void shouldGiveUpADatagramWhoseEndsContradictEachOther() {
        raw(piece4(80, 108, false));

        assertThat(raw(ipv4Fragment(17, 7, 104, true, payload(64)))).isEqualTo(DecodeResult.FRAGMENT_OVERLAP);
        raw(piece4(80, 108, false));
        assertThat(raw(ipv4Fragment(17, 7, 80, false, payload(20)))).isEqualTo(DecodeResult.FRAGMENT_OVERLAP);
    }

    @Test
    void shouldRefuseFragmentsThatCannotBe() {
        assertThat(raw(ipv4Fragment(17, 1, 0, true, payload(13)))).isEqualTo(DecodeResult.MALFORMED);
        assertThat(raw(ipv4Fragment(17, 2, 0, true, new byte[0]))).isEqualTo(DecodeResult.MALFORMED);
        assertThat(raw(ipv4Fragment(17, 3, 65_528, false, payload(8)))).isEqualTo(DecodeResult.MALFORMED);
        assertThat(raw(ipv4Fragment(17, 4, 65_528, false, payload(7)))).isEqualTo(DecodeResult.FRAGMENT_HELD);
    }

    @Test
    void shouldNotReassembleWhatTheCaptureCut() {
        byte[] first = piece4(0, 40, true);

        DecodeResult result = decoding.decode(LinkType.RAW, Arrays.copyOf(first, 44), first.length);

        assertThat(result).isEqualTo(DecodeResult.TRUNCATED);
    }

    @Test
    void shouldKeepDatagramsApartThatDifferInIdentificationOrProtocol() {
        raw(ipv4Fragment(17, 1, 0, true, payload(8)));
        raw(ipv4Fragment(6, 2, 0, true, payload(8)));

        assertThat(raw(ipv4Fragment(17, 2, 8, false, payload(8)))).isEqualTo(DecodeResult.FRAGMENT_HELD);
    }

    @Test
    void shouldForgetADatagramThatTookTooLong() {
        raw(piece4(0, 40, true));
        decoding.timestampNs += FragmentReassembler.TIMEOUT_NS + 1;

        assertThat(raw(piece4(40, 108, false))).isEqualTo(DecodeResult.FRAGMENT_HELD);

        assertThat(decoding.counters.get(SensorCounter.DROPS_FRAGMENT_TIMEOUT)).isEqualTo(1);
    }

    @Test
    void shouldWaitAsLongAsTheTimeout() {
        raw(piece4(0, 40, true));
        decoding.timestampNs += FragmentReassembler.TIMEOUT_NS;

        assertThat(raw(piece4(40, 108, false))).isEqualTo(DecodeResult.OK);
    }

    @Test
    void shouldGiveUpTheOldestWhenTooManyAreOpen() {
        for (int i = 0; i <= FragmentReassembler.MAX_DATAGRAMS; i++) {
            decoding.timestampNs++;
            raw(ipv4Fragment(17, i, 0, true, Arrays.copyOf(DATAGRAM, 40)));
        }
        byte[] rest = Arrays.copyOfRange(DATAGRAM, 40, 108);

        assertThat(decoding.counters.get(SensorCounter.DROPS_FRAGMENT_EVICTED)).isEqualTo(1);
        assertThat(raw(ipv4Fragment(17, 1, 40, false, rest))).isEqualTo(DecodeResult.OK);
        assertThat(raw(ipv4Fragment(17, 0, 40, false, rest))).isEqualTo(DecodeResult.FRAGMENT_HELD);
    }

    @Test
    void shouldUseAPlaceAgainAfterItsDatagramIsDone() {
        for (int i = 0; i < 3 * FragmentReassembler.MAX_DATAGRAMS; i++) {
            raw(ipv4Fragment(17, i, 0, true, Arrays.copyOf(DATAGRAM, 40)));
            assertThat(raw(ipv4Fragment(17, i, 40, false, Arrays.copyOfRange(DATAGRAM, 40, 108))))
                    .isEqualTo(DecodeResult.OK);
        }

        assertThat(decoding.counters.get(SensorCounter.DROPS_FRAGMENT_EVICTED)).isZero();
    }

    @Test
    void shouldReassembleTheGreatestDatagram() {
        byte[] greatest = Bytes.concat(Bytes.hex("03e8 0035 0000 0000"), payload(65_527));
        int step = 1480;
        DecodeResult result = DecodeResult.FRAGMENT_HELD;
        for (int at = 0; at < greatest.length; at += step) {
            int end = Math.min(greatest.length, at + step);
            result = raw(ipv4Fragment(17, 1, at, end < greatest.length, Arrays.copyOfRange(greatest, at, end)));
        }

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(decoding.payload()).isEqualTo(payload(65_527));
    }

    private void assertReassembled(String order, List<byte[]> pieces) {
        DecodeResult result = null;
        for (int i = 0; i < order.length(); i++) {
            assertThat(result).isNotEqualTo(DecodeResult.OK);
            result = raw(pieces.get(order.charAt(i) - '0'));
        }
        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(decoding.packet.sourcePort).isEqualTo(1000);
        assertThat(decoding.packet.destinationPort).isEqualTo(53);
        assertThat(decoding.payload()).isEqualTo(payload(100));
    }

    private DecodeResult raw(byte[] packet) {
        return decoding.decode(LinkType.RAW, packet);
    }

    private static byte[] piece4(int from, int to, boolean more) {
        return ipv4Fragment(17, 7, from, more, Arrays.copyOfRange(DATAGRAM, from, to));
    }

    private static byte[] piece6(int from, int to, boolean more) {
        return ipv6(44, ipv6Fragment(17, 7, from, more, Arrays.copyOfRange(DATAGRAM, from, to)));
    }
}
