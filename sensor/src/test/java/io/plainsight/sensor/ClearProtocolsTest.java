package io.plainsight.sensor;

import static io.plainsight.sensor.PipelineHarness.client;
import static io.plainsight.sensor.PipelineHarness.server;
import static io.plainsight.sensor.datagram.UdpSamples.ascii;
import static io.plainsight.sensor.testing.Bytes.bigEndian;
import static io.plainsight.sensor.testing.Bytes.concat;
import static io.plainsight.sensor.testing.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.sensor.datagram.UdpSamples;
import io.plainsight.sensor.flow.TcpSegments;
import io.plainsight.sensor.metrics.SensorCounters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sensor's own protocols behind the whole packet path. */
class ClearProtocolsTest {
    private static final String CANARY = "canary77";
    private static final String WWW = "03777777 076578616d706c65 036f7267 00 0001 0001";

    private final List<Observation> observations = new ArrayList<>();
    private final SensorCounters counters = new SensorCounters();
    private final SensorPipeline pipeline = new SensorPipeline(
            SensorSettings.defaults("tap1").withFlowCapacity(64),
            new Protocols(counters).all(),
            observations::add,
            counters);

    @Test
    void shouldNeverRecordACredential() throws JsonProcessingException {
        send(
                udp(161, UdpSamples.snmp(1, CANARY)),
                udp(162, UdpSamples.snmp3(5, CANARY)),
                udp(1812, UdpSamples.radius(1, 2, concat(ascii(CANARY), new byte[8]))),
                udp(1813, UdpSamples.radius(1, 3, ascii(CANARY))),
                udp(5060, ascii("REGISTER sip:a SIP/2.0\r\nAuthorization: Basic " + CANARY + "\r\n\r\n")),
                udp(5061, ascii("INVITE sip:a SIP/2.0\r\n\r\na=crypto:1 AES_CM inline:" + CANARY + "\r\n")),
                udp(1701, concat(hex("0002 0001 0001 ff03 c023 01 01 0010 02 6161 08"), ascii(CANARY))),
                udp(520, concat(hex("0202 0000 ffff 0002"), ascii(CANARY), new byte[8])),
                udp(1985, concat(hex("0000 1003 0a64 0100"), ascii(CANARY), hex("0a00 0001"))));
        pipeline.end();

        assertThat(observations).hasSizeGreaterThanOrEqualTo(18);
        assertThat(observations)
                .filteredOn(o -> o.plainsight().plaintext().credentials() != null)
                .hasSizeGreaterThanOrEqualTo(14);
        for (Observation observation : observations) {
            String json = Json.mapper().writeValueAsString(observation);
            assertThat(json).doesNotContain(CANARY).doesNotContain("canary");
        }
    }

    @Test
    void shouldNameADestinationThatWasLookedUpOverTcp() {
        byte[] query = hex("0021 1234 0100 0001 0000 0000 0000" + WWW);
        byte[] message = hex("1234 8180 0001 0001 0000 0000" + WWW + "c00c 0001 0001 0000003c 0004 0a000109");
        byte[] reply = bigEndian().u16(message.length).put(message).toArray();
        int resolver = 0x0a000035;
        send(
                client().ends(0x0a000005, 40000, resolver, 53)
                        .seq(1001)
                        .ack(5001)
                        .payload(query),
                server().ends(0x0a000005, 40000, resolver, 53)
                        .seq(5001)
                        .ack(1001 + query.length)
                        .payload(reply),
                client().ports(40001, 5432).atMs(3000).payload("hello"));
        pipeline.end();

        Observation database = observations.stream()
                .filter(o -> o.destination().port() == 5432)
                .findFirst()
                .orElseThrow();
        assertThat(database.destination().domain()).isEqualTo("www.example.org");
        assertThat(database.plainsight().domainSource()).isEqualTo("dns");
        assertThat(observations)
                .anyMatch(o -> "dns".equals(o.network().protocol())
                        && "tcp".equals(o.network().transport())
                        && Boolean.FALSE.equals(o.plainsight().plaintext().userData()));
    }

    private static TcpSegments udp(int port, byte[] payload) {
        return client().udp().ports(40000, port).payload(payload);
    }

    private void send(TcpSegments... segments) {
        for (TcpSegments segment : segments) {
            pipeline.onDecoded(segment.packet());
        }
    }
}
