package io.plainsight.sensor.flowlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a sample's expected result says of one record, by AWS's names with hyphens: every field that stands there must come
 * out, in its place, and nothing else.
 */
final class SampleRow {
    private static final List<String> PORTS = List.of("srcport", "dstport");
    private final Map<String, String> expected;

    /** @param expected values as text; null or absent where there is none */
    SampleRow(Map<String, String> expected) {
        this.expected = expected;
    }

    static SampleRow of(JsonNode object) {
        Map<String, String> values = new HashMap<>();
        object.properties()
                .forEach(field -> values.put(
                        field.getKey().replace('_', '-'),
                        field.getValue().isNull() ? null : field.getValue().asText()));
        return new SampleRow(values);
    }

    void assertReadAs(Observation actual) {
        Set<String> checked = new HashSet<>();
        String status = take("log-status", checked);
        boolean gap = "NODATA".equals(status) || "SKIPDATA".equals(status);
        Observation.Flow flow = actual.plainsight().flow();
        assertThat(actual.event().action()).isEqualTo(gap ? Actions.FLOW_LOG_GAP : Actions.FLOW_LOGGED);
        assertThat(actual.plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(flow.logStatus()).isEqualTo(status);
        assertThat(flow.action()).isEqualTo(take("action", checked));
        assertThat(flow.encryptionStatus()).isEqualTo(take("encryption-status", checked));
        assertThat(flow.rejectReason()).isEqualTo(take("reject-reason", checked));
        assertThat(text(flow.tcpFlags())).isEqualTo(take("tcp-flags", checked));
        end(actual.source(), "src", checked);
        end(actual.destination(), "dst", checked);
        Observation.Endpoint source = actual.source();
        assertThat(source == null ? null : text(source.bytes())).isEqualTo(take("bytes", checked));
        assertThat(source == null ? null : text(source.packets())).isEqualTo(take("packets", checked));
        assertThat(actual.event().start()).isEqualTo(time(take("start", checked)));
        assertThat(actual.event().end()).isEqualTo(time(take("end", checked)));
        String protocol = take("protocol", checked);
        String keyword = protocol == null || !protocol.matches("\\d+")
                ? protocol
                : IpProtocols.keyword(Integer.parseInt(protocol));
        assertThat(actual.network() == null ? null : actual.network().transport())
                .isEqualTo(keyword);
        String type = take("type", checked);
        if (type != null) {
            assertThat(actual.network().type()).isEqualTo(type.toLowerCase(Locale.ROOT));
        }
        cloud(actual.cloud(), checked);
        for (String name : expected.keySet()) {
            if (!checked.contains(name)) {
                assertThat(flow.fields() == null ? null : flow.fields().get(name))
                        .as(name)
                        .isEqualTo(value(name));
            }
        }
    }

    private void cloud(Observation.Cloud cloud, Set<String> checked) {
        if (expected.containsKey("account-id")) {
            assertThat(cloud.account().id()).isEqualTo(take("account-id", checked));
        }
        assertThat(cloud.region()).isEqualTo(take("region", checked));
        assertThat(cloud.availabilityZone()).isEqualTo(take("az-id", checked));
        assertThat(cloud.instance() == null ? null : cloud.instance().id()).isEqualTo(take("instance-id", checked));
    }

    private void end(Observation.Endpoint end, String prefix, Set<String> checked) {
        String address = take(prefix + "addr", checked);
        String packet = take("pkt-" + prefix + "addr", checked);
        assertThat(end == null ? null : end.ip()).isEqualTo(address == null ? packet : address);
        if (end != null) {
            assertThat(end.nat() == null ? null : end.nat().ip()).isEqualTo(address == null ? null : packet);
            assertThat(text(end.port())).isEqualTo(value(prefix + "port"));
        }
        checked.addAll(PORTS);
    }

    private String take(String name, Set<String> checked) {
        checked.add(name);
        return value(name);
    }

    private String value(String name) {
        String value = expected.get(name);
        return "-".equals(value) ? null : value;
    }

    private static String text(Number number) {
        return number == null ? null : number.toString();
    }

    private static Instant time(String text) {
        return text == null
                ? null
                : text.contains("T") ? Instant.parse(text) : Instant.ofEpochSecond(Long.parseLong(text));
    }
}
