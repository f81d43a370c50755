package io.plainsight.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures and flow logs of the same traffic, from the command line to the figures. */
class JointWitnessTest {
    private static final String HEADER =
            "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets"
                    + " bytes start end action log-status subnet-id flow-direction encryption-status\n";
    private static final int MINUTE = 60;

    @TempDir
    private Path directory;

    private final Path clear = CaptureVariants.sample("http.pcap");
    private final Path secure = CaptureVariants.sample("tls13.pcap");
    private List<JsonNode> inClear;
    private List<JsonNode> secured;

    @BeforeEach
    void askTheSensorForTheConnections() throws IOException {
        inClear = connections(clear);
        secured = connections(secure);
        assertThat(inClear).isNotEmpty();
        assertThat(secured).isNotEmpty();
    }

    @Test
    void shouldTellWhatTheProviderGetsWrongAndHowMuchNobodyListensTo() throws IOException {
        StringBuilder log = new StringBuilder(HEADER);
        inClear.forEach(connection -> bothWays(log, connection, "2"));
        secured.forEach(connection -> bothWays(log, connection, "3"));
        JsonNode like = secured.get(0);
        for (int port = 60_001; port <= 60_003; port++) {
            log.append(row(like, "10.77.0.9", port, "subnet-unseen", "0", 0));
        }

        JsonNode result = analyze(log);

        assertThat(alerts(result, "witness-conflict")).singleElement().satisfies(alert -> {
            JsonNode detail = alert.at("/plainsight/alert");
            assertThat(detail.at("/values/conflict").asText()).isEqualTo("stated-encrypted");
            assertThat(detail.at("/values/packets").asText()).isEqualTo("plaintext");
            assertThat(detail.at("/severity").asText()).isEqualTo("medium");
            assertThat(detail.at("/count").asInt()).isEqualTo(inClear.size());
        });
        int seen = inClear.size() + secured.size();
        JsonNode posture = result.at("/posture");
        assertThat(posture.at("/logged_connections/all").asInt()).isEqualTo(seen + 3);
        assertThat(posture.at("/seen_connections/all").asInt()).isEqualTo(seen);
        assertThat(posture.at("/logged_connections")
                        .path("subnet/subnet-unseen")
                        .asInt())
                .isEqualTo(3);
        assertThat(posture.at("/seen_connections").path("subnet/subnet-unseen").asInt())
                .isZero();
        assertThat(posture.at("/shares/protected_connections/coverage").asDouble())
                .isEqualTo((double) seen / (seen + 3));
        assertThat(posture.at("/stated/application").asInt()).isEqualTo(inClear.size());
        assertThat(posture.at("/stated/both").asInt()).isEqualTo(secured.size());
        assertThat(posture.at("/connections/protected").asInt())
                .as("what a provider states protects nothing")
                .isEqualTo(secured.size());
    }

    @Test
    void shouldFindNoConflictWhereBothAgree() throws IOException {
        StringBuilder log = new StringBuilder(HEADER);
        inClear.forEach(connection -> bothWays(log, connection, "0"));
        secured.forEach(connection -> bothWays(log, connection, "2"));

        JsonNode result = analyze(log);

        assertThat(alerts(result, "witness-conflict")).isEmpty();
        assertThat(result.at("/posture/shares/protected_connections/coverage").asDouble())
                .isEqualTo(1);
        assertThat(result.at("/posture/unlogged_connections/all").asInt()).isZero();
    }

    @Test
    void shouldCountWhatTheLogsOfAListenedPlaceLeaveOut() throws IOException {
        StringBuilder log = new StringBuilder(HEADER);
        JsonNode missed = secured.get(0);
        for (int minute = -1; minute < 25; minute++) {
            log.append(row(missed, missed.at("/source/ip").asText(), 60_001, "subnet-1", "-", minute));
        }

        JsonNode posture = analyze(log).at("/posture");

        long expected = secured.stream()
                .filter(connection -> connection.at("/destination/ip").equals(missed.at("/destination/ip")))
                .count();
        assertThat(posture.at("/unlogged_connections").path("subnet/subnet-1").asLong())
                .isEqualTo(expected);
        assertThat(posture.at("/expected_connections").path("subnet/subnet-1").asLong())
                .isEqualTo(expected);
    }

    private JsonNode analyze(CharSequence log) throws IOException {
        Path logs = Files.writeString(directory.resolve("flow.log"), log);
        Cli cli = Cli.run("analyze", clear, secure, "--flow-logs", logs, "--format", "json");
        assertThat(cli.err()).isEmpty();
        return Json.mapper().readTree(cli.out());
    }

    private static List<JsonNode> alerts(JsonNode result, String rule) {
        return StreamSupport.stream(result.at("/alerts").spliterator(), false)
                .filter(alert -> alert.at("/rule/id").asText().equals(rule))
                .toList();
    }

    private static List<JsonNode> connections(Path capture) throws IOException {
        Cli cli = Cli.run("sensor", "--pcap", capture, "--output", "-");
        List<JsonNode> ended = new ArrayList<>();
        for (String line : cli.out().lines().toList()) {
            JsonNode observation = Json.mapper().readTree(line);
            if (observation.at("/event/action").asText().equals("flow_ended")
                    && observation.at("/network/transport").asText().equals("tcp")) {
                ended.add(observation);
            }
        }
        return ended;
    }

    /** As the server's interface reports it. */
    private static void bothWays(StringBuilder log, JsonNode connection, String status) {
        JsonNode source = connection.at("/source");
        JsonNode destination = connection.at("/destination");
        log.append(row(connection, source, destination, "subnet-1 ingress", status, 0));
        log.append(row(connection, destination, source, "subnet-1 egress", status, 0));
    }

    private static String row(JsonNode like, String from, int port, String subnet, String status, int minute) {
        return row(
                like,
                Json.mapper()
                        .createObjectNode()
                        .put("ip", from)
                        .put("port", port)
                        .put("packets", 9)
                        .put("bytes", 900),
                like.at("/destination"),
                subnet + " ingress",
                status,
                minute);
    }

    private static String row(
            JsonNode connection, JsonNode from, JsonNode to, String place, String status, int minute) {
        long start = Instant.parse(connection.at("/event/start").asText()).getEpochSecond() + (long) minute * MINUTE;
        long end = Math.max(
                start, Instant.parse(connection.at("/event/end").asText()).getEpochSecond() + (long) minute * MINUTE);
        return String.join(
                        " ",
                        "10 123456789012 eni-1",
                        from.path("ip").asText(),
                        to.path("ip").asText(),
                        from.path("port").asText(),
                        to.path("port").asText(),
                        "6",
                        from.path("packets").asText("9"),
                        from.path("bytes").asText("900"),
                        Long.toString(start),
                        Long.toString(end),
                        "ACCEPT OK",
                        place,
                        status)
                + "\n";
    }
}
