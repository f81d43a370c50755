package io.plainsight.sensor.flowlog.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.sensor.flowlog.Decoded;
import io.plainsight.sensor.flowlog.IpProtocols;
import io.plainsight.sensor.flowlog.RowProblem;
import io.plainsight.sensor.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AzureDecoderTest {
    private static final String BLOB = """
            {"records":[{"time":"2026-09-14T09:00:52Z","flowLogVersion":4,"macAddress":"112233445566",
            "targetResourceID":"/subscriptions/0a1b/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v",
            "flowRecords":{"flows":[{"aclID":"acl-1","flowGroups":[
              {"rule":"out","flowTuples":[%s]},
              {"rule":"in","flowTuples":["1663145998065,101.33.218.153,10.0.0.6,55188,22,6,I,D,NX,0,0,0,0"]}]}]}}]}
            """;

    private static Decoded blob(String... tuples) throws IOException {
        return Decoded.of(BLOB.formatted('"' + String.join("\",\"", tuples) + '"'));
    }

    @Test
    void shouldReadAVirtualNetworkTuple() throws IOException {
        Decoded decoded = blob("1663146003606,10.0.0.6,192.0.2.180,23956,443,6,O,E,X,3,767,2,1580");

        assertThat(decoded.failure).isNull();
        assertThat(decoded.observations).hasSize(2);
        Observation out = decoded.observations.get(0);
        assertThat(out.source()).isEqualTo(new Observation.Endpoint("10.0.0.6", 23956, 767L, 3L, null, null));
        assertThat(out.destination()).isEqualTo(new Observation.Endpoint("192.0.2.180", 443, 1580L, 2L, null, null));
        assertThat(out.event().type()).containsExactly("connection", "allowed");
        assertThat(out.event().end()).isEqualTo(Instant.ofEpochMilli(1663146003606L));
        assertThat(out.event().start()).isNull();
        assertThat(out.cloud().account().id()).isEqualTo("0a1b");
        assertThat(out.plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(out.plainsight().flow().encryptionStatus()).isEqualTo("X");
        assertThat(out.plainsight().flow().fields())
                .containsEntry("rule", "out")
                .containsEntry("aclID", "acl-1")
                .containsEntry("macAddress", "112233445566")
                .containsEntry("state", "E")
                .containsEntry("direction", "O");
        Observation in = decoded.observations.get(1);
        assertThat(in.event().type()).containsExactly("connection", "denied");
        assertThat(in.plainsight().flow().fields()).containsEntry("rule", "in");
        assertThat(in.event().id()).isNotEqualTo(out.event().id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1663146003606,10.0.0.6,192.0.2.180,23956,443,6,O",
                "1663146003606,10.0.0,192.0.2.180,23956,443,6,O,B,NX,,,,",
                "1663146003606,10.0.0.6,192.0.2.180,x,443,6,O,B,NX,,,,",
                "1663146003606,10.0.0.6,192.0.2.180,1,70000,6,O,B,NX,,,,",
                "yesterday,10.0.0.6,192.0.2.180,1,443,6,O,B,NX,,,,",
                "1663146003606,10.0.0.6,192.0.2.180,1,443,X,O,B,NX,,,,",
                "1663146003606,10.0.0.6,192.0.2.180,1,443,6,O,B,NX,-1,,,"
            })
    void shouldRefuseATupleAndGoOn(String tuple) throws IOException {
        Decoded decoded = blob(tuple);

        assertThat(decoded.refused).singleElement().satisfies(refused -> {
            assertThat(refused.raw()).isEqualTo(tuple);
            assertThat(refused.line()).isEqualTo(1);
            assertThat(refused.problem()).isIn(List.of(RowProblem.values()));
        });
        assertThat(decoded.observations).hasSize(1);
    }

    /** A blob is appended to block by block; what is complete in it counts. */
    @Test
    void shouldTakeWhatCameBeforeTheEndOfAHalfBlob() throws IOException {
        String text = BLOB.formatted("\"1663146003606,10.0.0.6,192.0.2.180,23956,443,6,O,B,NX,,,,\"");

        Decoded decoded = Decoded.of(text.substring(0, text.indexOf("\"in\"")));

        assertThat(decoded.observations).hasSize(1);
        assertThat(decoded.failure).hasMessageContaining("/logs/a.json").hasMessageContaining("behind flow tuple 1");
    }

    @Test
    void shouldSurviveAnyDamage() throws IOException {
        Decoded.damage(BLOB.formatted("\"1663146003606,10.0.0.6,192.0.2.180,23956,443,6,O,E,X,3,767,2,1580\""), 3000);
        assertThat(Decoded.of("{\"flowTuples\":" + "[".repeat(5000)).failure).isNotNull();
        assertThat(Decoded.of("{\"a\":".repeat(500) + "\"flowTuples\"").failure).isNotNull();
    }

    @Test
    void shouldReadMicrosoftsSamples() throws IOException {
        Path samples = SharedFolder.require().resolve("flowlogs/azure/microsoft-docs");
        for (String name : List.of("nsg-v1.json", "nsg-v2.json", "vnet-flow-log-v4.json")) {
            String text = Files.readString(samples.resolve(name));
            long tuples = text.lines()
                    .filter(line -> line.strip().matches("\"\\d+,.*"))
                    .count();

            Decoded decoded = Decoded.of(text);

            assertThat(decoded.failure).isNull();
            assertThat(decoded.refused).isEmpty();
            assertThat(decoded.observations).hasSize((int) tuples).isNotEmpty();
            assertThat(decoded.observations.stream().map(o -> o.event().id())).doesNotHaveDuplicates();
        }
    }

    /** The document adds the tuples of one conversation up. */
    @Test
    void shouldCountAsTheDocumentSays() throws IOException {
        Path samples = SharedFolder.require().resolve("flowlogs/azure/microsoft-docs");
        JsonNode expected = Json.mapper()
                .readTree(samples.resolve("vnet-bandwidth-tuples.expected.json").toFile());
        List<String> tuples = Files.readAllLines(samples.resolve("vnet-bandwidth-tuples.txt"));

        List<Observation> seen =
                blob(tuples.toArray(String[]::new)).observations.subList(0, tuples.size());

        assertThat(seen.stream()
                        .mapToLong(
                                o -> sum(o.source().packets(), o.destination().packets()))
                        .sum())
                .isEqualTo(expected.get("packets both ways").asLong());
        assertThat(seen.stream()
                        .mapToLong(o -> sum(o.source().bytes(), o.destination().bytes()))
                        .sum())
                .isEqualTo(expected.get("bytes both ways").asLong());
        assertThat(seen.stream().map(o -> o.network().communityId()).distinct()).hasSize(1);
        assertThat(seen.get(0).timestamp()).isEqualTo(Instant.ofEpochSecond(1708978215));
    }

    private static long sum(Long one, Long other) {
        return (one == null ? 0 : one) + (other == null ? 0 : other);
    }

    @Test
    void shouldReadTuplesAsAnotherParserDoes() throws IOException {
        Path samples = SharedFolder.require().resolve("flowlogs/azure/newrelic");
        JsonNode expected =
                Json.mapper().readTree(samples.resolve("tuples.expected.json").toFile());
        List<String> tuples = Files.readAllLines(samples.resolve("tuples.txt"));

        List<Observation> seen = blob(tuples.toArray(String[]::new)).observations;

        for (int i = 0; i < tuples.size(); i++) {
            JsonNode row = expected.get(i);
            Observation observation = seen.get(i);
            assertThat(observation.plainsight().flow().encryptionStatus())
                    .isEqualTo(row.get("encryption").asText());
            if (row.has("timestamp ms")) {
                assertThat(observation.timestamp().toEpochMilli())
                        .isEqualTo(row.get("timestamp ms").asLong());
            }
            if (row.has("protocol")) {
                assertThat(observation.network().transport())
                        .isEqualToIgnoringCase(row.get("protocol").asText());
            }
            if (row.has("bytes received")) {
                assertThat(observation.destination().bytes())
                        .isEqualTo(row.get("bytes received").asLong());
                assertThat(observation.source().packets())
                        .isEqualTo(row.get("packets sent").asLong());
            }
        }
        assertThat(seen.get(2).source().packets()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldReadForwardedTuplesAsAnotherParserDoes(int number) throws IOException {
        Path samples = SharedFolder.require().resolve("flowlogs/azure/sekoia");
        JsonNode expected = Json.mapper()
                .readTree(samples.resolve("test_" + number + ".expected.json").toFile());

        Decoded decoded = Decoded.of(Files.readAllBytes(samples.resolve("test_" + number + ".json")));

        assertThat(decoded.observations).hasSize(1);
        Observation seen = decoded.observations.get(0);
        assertThat(seen.timestamp())
                .isEqualTo(Instant.parse(expected.get("@timestamp").asText()));
        compare(seen.source(), expected.get("source"));
        compare(seen.destination(), expected.get("destination"));
        assertThat(seen.network().transport())
                .isEqualTo(
                        IpProtocols.keyword(expected.at("/network/iana_number").asInt()));
        assertThat(seen.plainsight().flow().encryptionStatus())
                .isEqualTo(expected.at("/action/properties/FlowEncryption").asText());
        assertThat(seen.plainsight().flow().fields())
                .containsEntry("rule", expected.at("/rule/name").asText())
                .containsEntry("macAddress", expected.at("/observer/mac").asText());
    }

    private static void compare(Observation.Endpoint seen, JsonNode expected) {
        assertThat(seen.ip()).isEqualTo(expected.get("ip").asText());
        assertThat(seen.port()).isEqualTo(expected.get("port").asInt());
        assertThat(seen.bytes()).isEqualTo(expected.get("bytes").asLong());
        assertThat(seen.packets()).isEqualTo(expected.get("packets").asLong());
    }
}
