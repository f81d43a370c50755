package io.plainsight.sensor.decode;

import static io.plainsight.sensor.testing.Bytes.concat;
import static io.plainsight.sensor.testing.Bytes.hex;
import static io.plainsight.sensor.testing.Frames.ethernet;
import static io.plainsight.sensor.testing.Frames.ipv4;
import static io.plainsight.sensor.testing.Frames.payload;
import static io.plainsight.sensor.testing.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.testing.Frames;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a packet came to the sensor. */
class EncapsulationTest {
    private static final long MAPPED = 0xffff_0000_0000L;

    private final Decoding decoding = new Decoding();
    private final Encapsulation tunnel = decoding.packet.encapsulation;

    @ParameterizedTest
    @CsvSource({
        "vxlan, VXLAN, 42",
        "vxlan linux, VXLAN, 42",
        "geneve, GENEVE, 42",
        "gre, GRE, -1",
        "gre key and sequence, GRE, 1",
        "pptp, GRE, 1",
        "erspan i, ERSPAN, -1",
        "erspan ii, ERSPAN, 0",
        "gtp-u, GTP_U, 1",
        "teredo, TEREDO, -1",
        "l2tp, L2TP, 42",
        "l2tp all fields, L2TP, 42",
        "ip in ip, IP_IN_IP, -1",
        "6in4, IP_IN_IP, -1",
        "mpls in ip, MPLS, -1"
    })
    void shouldNameTheTunnelAndItsIdentifier(String sample, Encapsulation.Type type, long id) {
        decode(Samples.all().get(sample));

        assertThat(tunnel.type).isEqualTo(type);
        assertThat(tunnel.id).isEqualTo(id);
        assertThat(tunnel.sourceLow).isEqualTo(MAPPED | 0x0a000001);
        assertThat(tunnel.destinationLow).isEqualTo(MAPPED | 0x0a000002);
    }

    @Test
    void shouldNameTheOutermostOfNestedTunnels() {
        decode(Samples.all().get("nested"));

        assertThat(tunnel.type).isEqualTo(Encapsulation.Type.VXLAN);
        assertThat(tunnel.id).isEqualTo(42);
    }

    @Test
    void shouldNotTakeAnInnerTunnelsIdentifierForTheOuterOnes() {
        byte[] inner = udp(40000, 4789, concat(hex("0800000000002a00"), ethernet(EtherType.IPV4, payload(0))));
        byte[] segment = ipv4(IpProtocol.UDP, inner);
        decoding.ethernet(ethernet(EtherType.IPV4, ipv4(IpProtocol.IPV4, segment)));

        assertThat(tunnel.type).isEqualTo(Encapsulation.Type.IP_IN_IP);
        assertThat(tunnel.id).isEqualTo(Encapsulation.NO_ID);
    }

    @Test
    void shouldNameNoneWhereThereIsNone() {
        decode(Samples.all().get("vxlan"));
        decode(Samples.all().get("ethernet"));
        assertThat(tunnel.type).isNull();

        decoding.ethernet(ethernet(EtherType.IPV4, ipv4(IpProtocol.UDP, udp(1, 4789, payload(40)))));
        assertThat(tunnel.type).isNull();
        assertThat(decoding.packet.destinationPort).isEqualTo(4789);
    }

    @Test
    void shouldKeepTheMirrorsTunnelWhenWhatItCarriesOnlyLooksLikeOne() {
        byte[] stray = ethernet(EtherType.IPV4, ipv4(IpProtocol.UDP, udp(1, 2152, payload(40))));
        byte[] mirrored = udp(40000, 4789, concat(hex("0800000000002a00"), stray));
        decoding.ethernet(ethernet(EtherType.IPV4, ipv4(IpProtocol.UDP, mirrored)));

        assertThat(decoding.packet.destinationPort).isEqualTo(2152);
        assertThat(tunnel.type).isEqualTo(Encapsulation.Type.VXLAN);
    }

    @Test
    void shouldCountWhatTheLinkEncrypts() {
        byte[] segment = Frames.ipv4(IpProtocol.TCP, Samples.SEGMENT);
        decoding.ethernet(ethernet(EtherType.MACSEC, concat(hex("0c00 00000001"), segment, payload(16))));
        byte[] wlan = concat(hex("0841 0000"), payload(20), payload(40));
        decoding.decode(LinkType.IEEE802_11, wlan);

        assertThat(decoding.counters.get(SensorCounter.DROPS_LINK_ENCRYPTED)).isEqualTo(2);
    }

    @Test
    void shouldCountUnknownTypesByValue() {
        decoding.ethernet(ethernet(0x88cc, payload(40)));
        decoding.ethernet(ethernet(0x88cc, payload(40)));
        decoding.decode(147, payload(40));
        for (int type = 0; type < 100; type++) {
            decoding.ethernet(ethernet(0x7000 + type, payload(40)));
        }

        Map<Integer, Long> counted = new HashMap<>();
        decoding.counters.etherTypes().forEach(counted::put);
        assertThat(counted).containsEntry(0x88cc, 2L).hasSize(64);
        assertThat(decoding.counters.etherTypes().others()).isEqualTo(37);
        decoding.counters.linkTypes().forEach((value, count) -> assertThat(value)
                .isEqualTo(147));
    }

    private void decode(Samples.Sample sample) {
        assertThat(decoding.decode(sample.linkType(), sample.frame())).isEqualTo(DecodeResult.OK);
    }
}
