package io.plainsight.sensor.decode;

import static io.plainsight.sensor.testing.Frames.ethernet;
import static io.plainsight.sensor.testing.Frames.extension;
import static io.plainsight.sensor.testing.Frames.ipv4;
import static io.plainsight.sensor.testing.Frames.ipv6;
import static io.plainsight.sensor.testing.Frames.payload;
import static io.plainsight.sensor.testing.Frames.tcp;
import static io.plainsight.sensor.testing.Frames.udp;
import static io.plainsight.sensor.testing.Frames.vlan;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.testing.Bytes;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketDecoderTest {
    private static final long MAPPED = 0xffff_0000_0000L;

    private final Decoding decoding = new Decoding();
    private final Packet packet = decoding.packet;

    static Stream<Arguments> samples() {
        return Samples.all().entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void shouldFindTheInnermostPacketIn(String name, Samples.Sample sample) {
        assertThat(decoding.decode(sample.linkType(), sample.frame())).isEqualTo(DecodeResult.OK);

        assertThat(packet.protocol).isEqualTo(Packet.TCP);
        assertThat(packet.sourcePort).isEqualTo(51514);
        assertThat(packet.destinationPort).isEqualTo(443);
        assertThat(packet.sequenceNumber).isEqualTo(0xfffffff0);
        assertThat(packet.acknowledgmentNumber).isEqualTo(0x01020304);
        assertThat(packet.tcpFlags).isEqualTo(Packet.ACK);
        assertThat(packet.wirePayloadLength).isEqualTo(32);
        assertThat(decoding.payload()).isEqualTo(payload(32));
        if (packet.ipVersion == 4) {
            assertThat(packet.sourceHigh).isZero();
            assertThat(packet.sourceLow).isEqualTo(MAPPED | 0xc0000201L);
            assertThat(packet.destinationLow).isEqualTo(MAPPED | 0xc6336402L);
        } else {
            assertThat(packet.sourceHigh).isEqualTo(0x20010db800000000L);
            assertThat(packet.sourceLow).isEqualTo(1);
            assertThat(packet.destinationLow).isEqualTo(2);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void shouldSayTheSameOfALittleEndianBuffer(String name, Samples.Sample sample) {
        java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(sample.frame()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        int length = sample.frame().length;

        DecodeResult result = decoding.decoder.decode(buffer, 0, length, length, 1, sample.linkType(), packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.destinationPort).isEqualTo(443);
    }

    @Test
    void shouldGiveTheOutermostVlan() {
        decoding.ethernet(
                ethernet(EtherType.SERVICE_VLAN, vlan(100, EtherType.CUSTOMER_VLAN, vlan(200, 0x0800, udp4()))));
        int tagged = packet.vlanId;
        decoding.ethernet(ethernet(EtherType.IPV4, udp4()));

        assertThat(tagged).isEqualTo(100);
        assertThat(packet.vlanId).isEqualTo(Packet.NO_VLAN);
    }

    @Test
    void shouldNotTakeEthernetPaddingForPayload() {
        byte[] padded =
                Arrays.copyOf(ethernet(EtherType.IPV4, ipv4(Packet.TCP, tcp(1, 2, Packet.ACK, 5, new byte[0]))), 60);

        assertThat(decoding.ethernet(padded)).isEqualTo(DecodeResult.OK);

        assertThat(packet.payloadLength).isZero();
        assertThat(packet.wirePayloadLength).isZero();
        assertThat(packet.ipPayloadLength).isEqualTo(20);
    }

    @Test
    void shouldTakeTheCapturedLengthWhenSegmentationOffloadLeavesTotalLengthZero() {
        byte[] frame = ethernet(EtherType.IPV4, ipv4(Packet.TCP, tcp(1, 2, Packet.ACK, 5, payload(3000))));
        frame[16] = 0;
        frame[17] = 0;

        assertThat(decoding.ethernet(frame)).isEqualTo(DecodeResult.OK);

        assertThat(packet.payloadLength).isEqualTo(3000);
        assertThat(packet.ipPayloadLength).isEqualTo(3020);
    }

    @Test
    void shouldTellWireLengthFromCapturedLengthWhenTheCaptureCutTheFrame() {
        byte[] frame = ethernet(EtherType.IPV4, ipv4(Packet.TCP, tcp(1, 2, Packet.ACK, 5, payload(1000))));

        assertThat(decoding.decode(LinkType.ETHERNET, Arrays.copyOf(frame, 96), frame.length))
                .isEqualTo(DecodeResult.OK);

        assertThat(packet.payloadLength).isEqualTo(42);
        assertThat(packet.wirePayloadLength).isEqualTo(1000);
        assertThat(packet.ipPayloadLength).isEqualTo(1020);
    }

    @Test
    void shouldSkipIpv4AndTcpOptions() {
        byte[] options = Bytes.hex("94040000 01010101");
        byte[] segment = tcp(1, 2, Packet.SYN, 5, Bytes.concat(Bytes.hex("020405b4"), payload(10)));
        segment[12] = 0x60;
        byte[] packetBytes = ipv4(Packet.TCP, segment);
        packetBytes[0] = 0x47;
        packetBytes[3] = (byte) (packetBytes[3] + 8);
        byte[] frame = Bytes.concat(
                Arrays.copyOf(packetBytes, 20), options, Arrays.copyOfRange(packetBytes, 20, packetBytes.length));

        assertThat(decoding.decode(LinkType.RAW, frame)).isEqualTo(DecodeResult.OK);

        assertThat(packet.has(Packet.SYN)).isTrue();
        assertThat(decoding.payload()).isEqualTo(payload(10));
    }

    @Test
    void shouldGiveTheWholePayloadOfAProtocolWithoutPorts() {
        decoding.ethernet(ethernet(EtherType.IPV4, udp4()));

        assertThat(decoding.ethernet(ethernet(EtherType.IPV4, ipv4(50, payload(40)))))
                .isEqualTo(DecodeResult.OK);

        assertThat(packet.protocol).isEqualTo(50);
        assertThat(packet.sourcePort).isZero();
        assertThat(packet.tcpFlags).isZero();
        assertThat(decoding.payload()).isEqualTo(payload(40));
    }

    @Test
    void shouldGiveThePortsOfSctp() {
        byte[] sctp = Bytes.concat(Bytes.hex("0b59 0b5a 00000001 00000000"), payload(16));

        assertThat(decoding.decode(LinkType.RAW, ipv4(132, sctp))).isEqualTo(DecodeResult.OK);

        assertThat(packet.sourcePort).isEqualTo(2905);
        assertThat(packet.destinationPort).isEqualTo(2906);
        assertThat(decoding.payload()).isEqualTo(sctp);
    }

    @ParameterizedTest
    @ValueSource(ints = {2152, 3544, 4789, 6081})
    void shouldGiveTheOuterPacketWhenATunnelPortCarriesSomethingElse(int port) {
        byte[] text = "just some application data".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

        assertThat(decoding.decode(LinkType.RAW, ipv4(Packet.UDP, udp(40000, port, text))))
                .isEqualTo(DecodeResult.OK);

        assertThat(packet.destinationPort).isEqualTo(port);
        assertThat(decoding.payload()).isEqualTo(text);
    }

    @Test
    void shouldGiveTheOuterPacketWhenTheInnerOneIsDamaged() {
        byte[] inner = ipv4("203.0.113.9", "203.0.113.10", Packet.TCP, 1, 0, payload(5));

        assertThat(decoding.decode(LinkType.RAW, ipv4(IpProtocol.IPV4, inner))).isEqualTo(DecodeResult.OK);

        assertThat(packet.protocol).isEqualTo(IpProtocol.IPV4);
        assertThat(packet.sourceLow).isEqualTo(MAPPED | 0xc0000201L);
        assertThat(decoding.payload()).isEqualTo(inner);
    }

    @Test
    void shouldNameAndCountEachReasonForNoPacket() {
        byte[] deep = udp4();
        for (int i = 0; i < 40; i++) {
            deep = vlan(i, i == 0 ? EtherType.IPV4 : EtherType.CUSTOMER_VLAN, deep);
        }
        byte[] extensions = udp(1, 2, payload(4));
        for (int i = 0; i < 40; i++) {
            extensions = extension(i == 0 ? Packet.UDP : IpProtocol.IPV6_OPTS, 1, extensions);
        }

        assertThat(decoding.ethernet(ethernet(0x0806, payload(28)))).isEqualTo(DecodeResult.NOT_IP);
        assertThat(decoding.decode(253, payload(60))).isEqualTo(DecodeResult.UNKNOWN_LINK_TYPE);
        assertThat(decoding.ethernet(payload(13))).isEqualTo(DecodeResult.TRUNCATED);
        assertThat(decoding.decode(LinkType.IPV4, payload(40))).isEqualTo(DecodeResult.MALFORMED);
        assertThat(decoding.ethernet(ethernet(EtherType.CUSTOMER_VLAN, deep))).isEqualTo(DecodeResult.TOO_DEEP);
        assertThat(decoding.decode(LinkType.RAW, ipv6(IpProtocol.IPV6_OPTS, extensions)))
                .isEqualTo(DecodeResult.TOO_DEEP);

        assertThat(decoding.counters.get(SensorCounter.DROPS_NOT_IP)).isEqualTo(1);
        assertThat(decoding.counters.get(SensorCounter.DROPS_UNKNOWN_LINK_TYPE)).isEqualTo(1);
        assertThat(decoding.counters.get(SensorCounter.DROPS_TRUNCATED)).isEqualTo(1);
        assertThat(decoding.counters.get(SensorCounter.DROPS_MALFORMED)).isEqualTo(1);
        assertThat(decoding.counters.get(SensorCounter.DROPS_TOO_DEEP)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x10, 0x40, 0xf0})
    void shouldRefuseATcpDataOffsetThatCannotBe(int dataOffset) {
        byte[] segment = tcp(1, 2, Packet.ACK, 5, payload(4));
        segment[12] = (byte) dataOffset;

        assertThat(decoding.decode(LinkType.RAW, ipv4(Packet.TCP, segment))).isEqualTo(DecodeResult.MALFORMED);
    }

    private static byte[] udp4() {
        return ipv4(Packet.UDP, udp(1000, 53, payload(8)));
    }
}
