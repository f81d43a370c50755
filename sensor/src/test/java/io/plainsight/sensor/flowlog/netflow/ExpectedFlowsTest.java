package io.plainsight.sensor.flowlog.netflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.sensor.flowlog.IpProtocols;
import io.plainsight.sensor.testing.SharedFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every packet of the Logstash samples against what that project's tests say of it. */
class ExpectedFlowsTest {
    /** Its device believed to be in 1970; we take the time of receipt. */
    private static final String CLOCK_NEVER_SET = "netflow-9-nprobe-dpi-l7.expected.json";

    /** That project takes what is left of a second away from the next one, and does not know that uptimes wrap; docs/known-differences.md. */
    private static final List<Duration> THEIR_ROUNDING =
            List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofMillis(1L << 32));

    private static final String[] STARTS = {
        "first_switched", "flow_start_msec", "flowStartMilliseconds", "flowStartSeconds"
    };
    private static final String[] ENDS = {"last_switched", "flowEndMilliseconds", "flowEndSeconds"};

    private static final String[] OCTETS = {
        "initiatorOctets", "in_bytes", "octetDeltaCount", "in_permanent_bytes", "octetTotalCount", "out_bytes"
    };
    private static final String[] PACKETS = {
        "initiatorPackets", "in_pkts", "packetDeltaCount", "packetTotalCount", "out_pkts"
    };

    @TestFactory
    Stream<DynamicTest> shouldAgreeWithTheOtherProject() throws IOException {
        Path directory = SharedFolder.require().resolve("flowlogs/netflow/logstash");
        List<Path> expectations;
        try (Stream<Path> files = Files.list(directory)) {
            expectations = files.filter(file -> file.toString().endsWith(".expected.json"))
                    .sorted()
                    .toList();
        }
        assertThat(expectations).hasSize(35);
        return expectations.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
    }

    private static void compare(Path file) throws IOException {
        JsonNode expected = Json.mapper().readTree(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        Collected collected = new Collected();
        for (JsonNode name : expected.get("packets in order")) {
            collected.packets(Files.readAllBytes(file.resolveSibling(name.asText())));
        }

        JsonNode count = expected.get("records decoded");
        String name = file.getFileName().toString();
        if (!count.isNull()) {
            assertThat(collected.records()).as("records").isEqualTo(count.asLong());
        }
        assertThat(collected.flows)
                .allSatisfy(flow -> assertThat(flow.plainsight().protection()).isEqualTo(Protection.UNKNOWN));
        for (JsonNode event : expected.get("events given by the source (not always all)")) {
            JsonNode record = event.get("netflow");
            if (address(record, "src") != null && address(record, "dst") != null) {
                List<String> nearest = nearest(collected.flows, record, !name.equals(CLOCK_NEVER_SET));
                assertThat(nearest).as(record.toString()).isEmpty();
            }
        }
    }

    /** What differs from the flow that differs least. */
    private static List<String> nearest(List<Observation> flows, JsonNode record, boolean timed) {
        List<String> least = List.of("no flow at all");
        int size = Integer.MAX_VALUE;
        for (Observation flow : flows) {
            List<String> differences = differences(flow, record, timed);
            if (differences.size() < size) {
                least = differences;
                size = differences.size();
            }
        }
        return least;
    }

    private static List<String> differences(Observation flow, JsonNode record, boolean timed) {
        List<String> found = new ArrayList<>();
        boolean ports = true;
        Long protocol = number(record, "protocol", "protocolIdentifier");
        if (protocol != null) {
            differ(found, "protocol", flow.network().transport(), IpProtocols.keyword(protocol.intValue()));
            ports = IpProtocols.hasPorts(protocol.intValue());
        }
        differ(found, "source", flow.source().ip(), address(record, "src"));
        differ(found, "destination", flow.destination().ip(), address(record, "dst"));
        if (ports) {
            differ(
                    found,
                    "source port",
                    wide(flow.source().port()),
                    number(record, "l4_src_port", "sourceTransportPort"));
            differ(
                    found,
                    "destination port",
                    wide(flow.destination().port()),
                    number(record, "l4_dst_port", "destinationTransportPort"));
        }
        differ(found, "bytes", counter(flow, flow.source().bytes(), "octetDeltaCount"), number(record, OCTETS));
        differ(found, "packets", counter(flow, flow.source().packets(), "packetDeltaCount"), number(record, PACKETS));
        differ(
                found,
                "returned bytes",
                flow.destination().bytes(),
                number(record, "responderOctets", "reverseOctetDeltaCount", "reverseOctetTotalCount"));
        differ(
                found,
                "returned packets",
                flow.destination().packets(),
                number(record, "responderPackets", "reversePacketDeltaCount", "reversePacketTotalCount"));
        Long flags = number(record, "tcp_flags", "tcpControlBits");
        Integer ours = flow.plainsight().flow().tcpFlags();
        differ(found, "flags", ours == null ? null : (Long) ours.longValue(), flags);
        if (timed) {
            time(found, "start", flow.event().start(), record, STARTS);
            time(found, "end", flow.event().end(), record, ENDS);
        }
        return found;
    }

    /** As it came: what we multiplied stands beside the product. */
    private static Long counter(Observation flow, Long ours, String raw) {
        String text = Collected.field(flow, raw);
        return Collected.field(flow, "sampling_interval") == null || text == null ? ours : (Long) Long.parseLong(text);
    }

    private static void differ(List<String> found, String what, Object ours, Object theirs) {
        if (theirs != null && !Objects.equals(ours, theirs)) {
            found.add(what + " " + ours + " for " + theirs);
        }
    }

    private static void time(List<String> found, String what, Instant ours, JsonNode record, String... names) {
        for (String name : names) {
            JsonNode value = record.get(name);
            if (value == null) {
                continue;
            }
            Instant theirs = value.isNumber() ? Instant.ofEpochMilli(value.asLong()) : Instant.parse(value.asText());
            Instant shown = ours == null ? null : ours.truncatedTo(ChronoUnit.MILLIS);
            boolean ofUptime = name.endsWith("_switched");
            if (THEIR_ROUNDING.stream().noneMatch(by -> (ofUptime || by.isZero()) && isSame(theirs.minus(by), shown))) {
                found.add(what + " " + shown + " for " + theirs);
            }
        }
    }

    /** Where that project wrote 999 ms, more digits were cut off. */
    private static boolean isSame(Instant theirs, Instant ours) {
        return ours != null
                && (theirs.equals(ours)
                        || theirs.getNano() == 999_000_000 && theirs.getEpochSecond() == ours.getEpochSecond());
    }

    private static Long wide(Integer port) {
        return port == null ? null : (Long) port.longValue();
    }

    private static Long number(JsonNode record, String... names) {
        for (String name : names) {
            if (record.has(name)) {
                return record.get(name).asLong();
            }
        }
        return null;
    }

    private static String address(JsonNode record, String side) {
        String long4 = side.equals("src") ? "sourceIPv4Address" : "destinationIPv4Address";
        String long6 = side.equals("src") ? "sourceIPv6Address" : "destinationIPv6Address";
        for (String name : List.of("ipv4_" + side + "_addr", long4, "ipv6_" + side + "_addr", long6)) {
            if (record.has(name)) {
                return record.get(name).asText();
            }
        }
        return null;
    }
}
