package io.plainsight.sensor.flowlog.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.sensor.flowlog.Decoded;
import io.plainsight.sensor.flowlog.RecordLimit;
import io.plainsight.sensor.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcpDecoderTest {
    private static final String ENTRY = """
            {"insertId":"a1","logName":"projects/p/logs/compute.googleapis.com%2Fvpc_flows","timestamp":"2026-11-07T21:23:01Z",
             "jsonPayload":{"connection":{"src_ip":"10.0.0.2","src_port":55502.0,"dest_ip":"192.0.2.9","dest_port":443,"protocol":6},
             "bytes_sent":"312","packets_sent":16,"start_time":"2026-11-07T21:18:23.618334505Z",
             "end_time":"2026-11-07T22:19:23.813103387+01:00","reporter":"SRC",
             "src_instance":{"project_id":"p","vm_name":"vm-1","region":"r","zone":"r-a"},
             "dest_location":{"asn":150436}}}
            """;

    @Test
    void shouldReadAnEntry() throws IOException {
        Decoded decoded = Decoded.of(ENTRY);

        assertThat(decoded.failure).isNull();
        Observation seen = decoded.observations.get(0);
        assertThat(seen.source()).isEqualTo(new Observation.Endpoint("10.0.0.2", 55502, 312L, 16L, null, null));
        assertThat(seen.destination()).isEqualTo(new Observation.Endpoint("192.0.2.9", 443, null, null, null, null));
        assertThat(seen.event().start()).isEqualTo("2026-11-07T21:18:23.618334505Z");
        assertThat(seen.timestamp()).isEqualTo("2026-11-07T21:19:23.813103387Z");
        assertThat(seen.event().type()).containsExactly("connection");
        assertThat(seen.network().direction()).isEqualTo("outbound");
        assertThat(seen.cloud())
                .isEqualTo(new Observation.Cloud(
                        "gcp", new Observation.Account("p"), "r", "r-a", new Observation.Instance("vm-1")));
        assertThat(seen.plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(seen.plainsight().flow().fields())
                .containsEntry("reporter", "SRC")
                .containsEntry("dest_location.asn", "150436")
                .doesNotContainKey("connection");
    }

    /** A sink to a bucket may write an entry twice, and entries stand in arrays or one behind the other. */
    @Test
    void shouldGiveEachCopyTheSameId() throws IOException {
        Decoded decoded = Decoded.of("[" + ENTRY + "," + ENTRY + "]\n" + ENTRY.replace("a1", "a2"));

        assertThat(decoded.observations).hasSize(3);
        assertThat(decoded.observations.stream().map(o -> o.event().id()).distinct())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"src_port\":55502.0>\"src_port\":55502.5",
                "\"src_port\":55502.0>\"src_port\":\"x\"",
                "\"protocol\":6>\"protocol\":256",
                "\"protocol\":6>\"protocol\":1e300",
                "\"bytes_sent\":\"312\">\"bytes_sent\":\"-1\"",
                "10.0.0.2>10.0.0",
                "2026-11-07T21:18:23.618334505Z>today",
                "\"connection\":>\"connected\":"
            })
    void shouldRefuseAnEntryAndGoOn(String change) throws IOException {
        String bad = ENTRY.replace(change.split(">")[0], change.split(">")[1]);

        Decoded decoded = Decoded.of(bad + ENTRY);

        assertThat(decoded.refused).singleElement().satisfies(refused -> assertThat(refused.line())
                .isEqualTo(1));
        assertThat(decoded.observations).hasSize(1);
    }

    @Test
    void shouldSurviveAnyDamage() throws IOException {
        Decoded.damage(ENTRY, 3000);
    }

    @Test
    void shouldNotTakeAnEntryWithoutEnd() throws IOException {
        String endless = ENTRY + "{\"jsonPayload\":{\"a\":[" + "1,".repeat((int) RecordLimit.MAX_RECORD_BYTES);

        Decoded decoded = null;
        IOException broken = null;
        try {
            decoded = Decoded.of(endless);
        } catch (IOException e) {
            broken = e;
        }

        assertThat(decoded).isNull();
        assertThat(broken).hasMessageContaining("too long: more than");
    }

    @Test
    void shouldReadPayloadsAsAnotherParserDoes() throws IOException {
        Path samples = SharedFolder.require().resolve("flowlogs/gcp/flowlogs-reader");
        JsonNode expected = Json.mapper()
                .readTree(samples.resolve("payloads-1.expected.json").toFile())
                .get("row 1");

        Decoded decoded = Decoded.of(Files.readAllBytes(samples.resolve("payloads-1.ndjson")));

        assertThat(decoded.observations).hasSize(2);
        Observation first = decoded.observations.get(0);
        assertThat(first.source().text())
                .isEqualTo(expected.get("src_ip").asText()
                        + ':'
                        + expected.get("src_port").asInt());
        assertThat(first.destination().text())
                .isEqualTo(expected.get("dest_ip").asText()
                        + ':'
                        + expected.get("dest_port").asInt());
        assertThat(first.source().bytes()).isEqualTo(expected.get("bytes_sent").asLong());
        assertThat(first.source().packets())
                .isEqualTo(expected.get("packets_sent").asLong());
        assertThat(first.event().start().truncatedTo(ChronoUnit.SECONDS))
                .isEqualTo(Instant.parse(expected.get("start_time").asText()));
        assertThat(first.event().end().truncatedTo(ChronoUnit.SECONDS))
                .isEqualTo(Instant.parse(expected.get("end_time").asText()));
        assertThat(first.plainsight().flow().fields())
                .containsEntry("reporter", expected.get("reporter").asText())
                .containsEntry("rtt_msec", expected.get("rtt_msec").asText());
    }

    @Test
    void shouldReadEntriesAsAnotherParserDoes() throws IOException {
        Path samples = SharedFolder.require().resolve("flowlogs/gcp/otel");
        JsonNode expected = Json.mapper()
                .readTree(samples.resolve("managed-instance.expected.json").toFile());

        Decoded decoded = Decoded.of(Files.readAllBytes(samples.resolve("managed-instance.ndjson")));

        assertThat(decoded.observations).hasSize(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            JsonNode row = expected.get(i);
            Observation seen = decoded.observations.get(i);
            assertThat(seen.source().ip()).isEqualTo(row.get("source").asText());
            assertThat(seen.source().port()).isEqualTo(row.get("source.port").asInt());
            assertThat(seen.destination().ip()).isEqualTo(row.get("destination").asText());
            assertThat(seen.destination().port())
                    .isEqualTo(row.get("destination.port").asInt());
            assertThat(seen.source().bytes()).isEqualTo(row.get("bytes_sent").asLong());
            assertThat(seen.source().packets())
                    .isEqualTo(row.get("packets_sent").asLong());
            assertThat(seen.network().transport()).isEqualTo(row.get("protocol").asText());
            assertThat(seen.event().start()).isEqualTo(row.get("start_time").asText());
            assertThat(seen.event().end()).isEqualTo(row.get("end_time").asText());
        }
        assertThat(decoded.observations.get(0).plainsight().flow().fields())
                .containsEntry(
                        "src_location.asn", expected.get(0).get("source.asn").asText());
    }

    @Test
    void shouldReadAnEntryOfManyLines() throws IOException {
        Path samples = SharedFolder.require().resolve("flowlogs/gcp/sekoia");
        JsonNode expected = Json.mapper()
                .readTree(samples.resolve("flow_logs_gke.expected.json").toFile());

        Decoded decoded = Decoded.of(Files.readAllBytes(samples.resolve("flow_logs_gke.json")));

        Observation seen = decoded.observations.get(0);
        assertThat(seen.event().start().truncatedTo(ChronoUnit.MICROS))
                .isEqualTo(expected.at("/event/start").asText());
        assertThat(seen.cloud().region()).isEqualTo(expected.at("/cloud/region").asText());
        assertThat(seen.cloud().availabilityZone())
                .isEqualTo(expected.at("/cloud/availability_zone").asText());
        assertThat(seen.cloud().account().id())
                .isEqualTo(expected.at("/cloud/project/id").asText());
        assertThat(seen.destination().text()).isEqualTo("10.0.0.4:45950");
    }
}
