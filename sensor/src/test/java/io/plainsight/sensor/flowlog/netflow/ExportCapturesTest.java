package io.plainsight.sensor.flowlog.netflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.sensor.capture.CaptureFiles;
import io.plainsight.sensor.capture.PacketSource;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.testing.SharedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Captures of export packets against what Graylog's and pmacct's tests say of them. */
class ExportCapturesTest {
    private static final int ETHERNET = 14;
    private static final int IPV6 = 0x86dd;
    private static final int IPV6_HEADER = 40;
    private static final int UDP = 17;
    private static final int UDP_HEADER = 8;

    @ParameterizedTest
    // its counts are of different things: the first of IPv4 alone, the second without options
    @CsvSource({
        "netflow9,ipv4",
        "netgraph-netflow5,records",
        "nprobe-netflow9,flows",
        "nprobe-netflow9-3,records",
        "pmacctd-netflow5,records"
    })
    void shouldReadAsManyRecordsAsGraylog(String name, String counted) throws Exception {
        Path directory = SharedFolder.require().resolve("flowlogs/netflow/graylog");
        Collected collected = play(directory.resolve(name + ".pcap"));

        JsonNode expected = Json.mapper().readTree(Files.readAllBytes(directory.resolve(name + ".expected.json")));
        long flowsV4 = collected.flows.stream()
                .filter(flow -> "ipv4".equals(flow.network().type()))
                .count();
        long count =
                switch (counted) {
                    case "ipv4" -> flowsV4;
                    case "flows" -> collected.flows.size();
                    default -> collected.records();
                };
        assertThat(count).isEqualTo(expected.get("records").asLong());
        assertThat(collected.refused).isEmpty();
        assertThat(collected.count(SensorCounter.FLOW_EXPORT_LOST_PACKETS)).isZero();
        assertThat(collected.gaps).isEmpty();
        JsonNode one = expected.get("contains");
        if (one != null) {
            assertThat(collected.flows).anySatisfy(flow -> {
                assertThat(flow.source().text())
                        .isEqualTo(one.get("ipv4_src_addr").asText()
                                + ':'
                                + one.get("l4_src_port").asText());
                assertThat(flow.destination().text())
                        .isEqualTo(one.get("ipv4_dst_addr").asText()
                                + ':'
                                + one.get("l4_dst_port").asText());
                assertThat(Collected.field(flow, "sampling_interval")).isEqualTo("100");
                assertThat(flow.source().bytes())
                        .isEqualTo(100 * one.get("in_bytes").asLong());
                assertThat(flow.source().packets())
                        .isEqualTo(100 * one.get("in_pkts").asLong());
                assertThat(flow.event().start()).isEqualTo(flow.event().end());
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "100-IPFIXv10-CISCO",
        "101-NFv9-CISCO-cust_primitives",
        "104-IPFIXv10-IPv6-CISCO-sampling_option",
        "500-IPFIXv10-BGP-CISCO-SRv6"
    })
    void shouldCountAsPmacctDoes(String name) throws Exception {
        Path directory =
                SharedFolder.require().resolve("flowlogs/netflow/pmacct").resolve(name);
        Collected collected = play(directory.resolve("traffic-00.pcap"));

        Map<String, Long> bytes = new HashMap<>();
        Map<String, Long> packets = new HashMap<>();
        for (Observation flow : collected.flows) {
            String key = key(
                    flow.source().ip(),
                    flow.source().port(),
                    flow.destination().ip(),
                    flow.destination().port());
            bytes.merge(key, flow.source().bytes(), Long::sum);
            packets.merge(key, flow.source().packets(), Long::sum);
        }
        Map<String, Long> expectedBytes = new HashMap<>();
        Map<String, Long> expectedPackets = new HashMap<>();
        for (String line : Files.readAllLines(directory.resolve("output-flow-00.json"))) {
            JsonNode flow = Json.mapper().readTree(line);
            boolean ports = flow.get("ip_proto").asText().equals("tcp")
                    || flow.get("ip_proto").asText().equals("udp");
            String key = key(
                    flow.get("ip_src").asText(),
                    ports ? flow.get("port_src").asInt() : null,
                    flow.get("ip_dst").asText(),
                    ports ? flow.get("port_dst").asInt() : null);
            expectedBytes.merge(key, flow.get("bytes").asLong(), Long::sum);
            expectedPackets.merge(key, flow.get("packets").asLong(), Long::sum);
        }
        assertThat(bytes).isEqualTo(expectedBytes);
        assertThat(packets).isEqualTo(expectedPackets);
    }

    private static String key(String source, Integer sourcePort, String destination, Integer destinationPort) {
        return source + ' ' + sourcePort + ' ' + destination + ' ' + destinationPort;
    }

    /** What UDP carries, from the ports of the captures' collectors. */
    private static Collected play(Path file) throws Exception {
        Collected collected = new Collected();
        try (PacketSource source = CaptureFiles.open(file)) {
            source.forEach((buffer, offset, captured, original, timestampNs, linkType) -> {
                byte[] frame = new byte[captured];
                buffer.get(offset, frame);
                int type = (frame[12] & 0xff) << 8 | frame[13] & 0xff;
                int protocol = type == IPV6 ? frame[ETHERNET + 6] : frame[ETHERNET + 9];
                int transport = ETHERNET + (type == IPV6 ? IPV6_HEADER : (frame[ETHERNET] & 0xf) * 4);
                if (protocol == UDP) {
                    int length = (frame[transport + 4] & 0xff) << 8 | frame[transport + 5] & 0xff;
                    byte[] payload = new byte[length - UDP_HEADER];
                    System.arraycopy(frame, transport + UDP_HEADER, payload, 0, payload.length);
                    collected.packets(payload);
                }
            });
        }
        collected.decoder.end(collected.now, collected);
        return collected;
    }
}
