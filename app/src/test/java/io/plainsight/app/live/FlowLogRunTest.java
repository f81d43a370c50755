package io.plainsight.app.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.app.catalogue.Catalogue;
import io.plainsight.app.process.Program;
import io.plainsight.events.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Flow logs alone, from the command line to the alert. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class FlowLogRunTest {
    private static final Path SAMPLES = Catalogue.directory().resolve("flow-logs");
    private static final String HEADER =
            "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets"
                    + " bytes start end action log-status\n";

    @Test
    void shouldRaiseWhatTheSamplesShow() throws Exception {
        try (Program program = Program.start(
                "analyze",
                "--flow-logs",
                SAMPLES.toString(),
                "--policy",
                SAMPLES.resolve("policy.yaml").toString(),
                "--format",
                "json")) {
            assertThat(program.awaitExit()).as("%s", program).isEqualTo(1);

            assertThat(alerts(program))
                    .containsExactlyInAnyOrder(
                            "unexpected-destination high 10.20.1.11 203.0.113.77:4444 x1",
                            "unexpected-destination low 10.20.1.12 203.0.113.9:22 x1",
                            "unexpected-destination high 10.20.1.13 203.0.113.80:8443 x1",
                            "unexpected-destination low 10.20.1.13 203.0.113.81:8443 x1",
                            "unexpected-destination high 10.20.1.14 203.0.113.53:53 x2");
        }
    }

    @Test
    void shouldRaiseNothingWithoutAPolicy() throws Exception {
        try (Program program = Program.start("analyze", "--flow-logs", SAMPLES.toString(), "--format", "json")) {
            assertThat(program.awaitExit()).as("%s", program).isZero();

            assertThat(alerts(program)).isEmpty();
        }
    }

    @Test
    void shouldRefuseToAnalyzeNothing() throws Exception {
        try (Program program = Program.start("analyze")) {
            assertThat(program.awaitExit()).isEqualTo(2);

            assertThat(program.errors()).anyMatch(line -> line.contains("give captures or --flow-logs"));
        }
    }

    @Test
    void shouldAlertOnAllowedAndRefusedTrafficToAnUnexpectedDestinationAndEnd(@TempDir Path directory)
            throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Files.writeString(
                logs.resolve("a.log"),
                HEADER
                        + record("10.1.0.5", "198.51.100.7", 40000, 443, "ACCEPT")
                        + record("10.1.0.5", "203.0.113.7", 40001, 25, "ACCEPT")
                        + record("203.0.113.7", "10.1.0.5", 25, 40001, "ACCEPT")
                        + record("10.1.0.5", "203.0.113.8", 40002, 25, "REJECT")
                        + record("10.1.0.5", "10.2.0.9", 40003, 25, "ACCEPT"));
        Path policy = Files.writeString(directory.resolve("policy.yaml"), """
                name: test
                version: "1"
                destinations:
                  - name: hosts
                    sources: [10.1.0.0/16]
                    scope: external
                    allow:
                      - networks: [198.51.100.0/24]
                        ports: [443]
                """);

        try (Program program = Program.start(
                "run",
                "--flow-logs",
                logs.toString(),
                "--policy",
                policy.toString(),
                "--console",
                "127.0.0.1:0",
                "--exit-when-done")) {
            assertThat(program.awaitExit()).as("%s", program).isZero();

            assertThat(program.output())
                    .filteredOn(line -> line.contains("unexpected-destination"))
                    .hasSize(2)
                    .anySatisfy(line -> assertThat(line).contains("HIGH", "10.1.0.5"))
                    .anySatisfy(line -> assertThat(line).contains("LOW", "10.1.0.5"));
            assertThat(program.output())
                    .anyMatch(line -> line.contains("203.0.113.7:25"))
                    .anyMatch(line -> line.contains("203.0.113.8:25") && line.contains("blocked"))
                    .noneMatch(line -> line.contains("10.2.0.9"));
        }
    }

    /** Records made by others, damaged ones among them: whatever is readable is judged, the rest is named. */
    @Test
    void shouldTakeTheSharedSamples(@TempDir Path directory) throws Exception {
        String property = System.getProperty("plainsight.shared");
        Path folder = property == null ? Catalogue.directory().resolve("../../shared") : Path.of(property);
        Path shared = folder.normalize().resolve("flowlogs/aws-vpc");
        if (!Files.exists(shared) && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("the shared folder must be there in CI: " + shared);
        }
        assumeTrue(Files.exists(shared), "no folder 'shared' beside the repository");
        Path policy = Files.writeString(directory.resolve("policy.yaml"), """
                name: nothing is expected
                version: "1"
                destinations:
                  - name: everybody
                    sources: [0.0.0.0/0, "::/0"]
                    scope: all
                    allow:
                      - networks: [192.0.2.1/32]
                """);

        try (Program program = Program.start(
                "analyze", "--flow-logs", shared.toString(), "--policy", policy.toString(), "--format", "json")) {
            assertThat(program.awaitExit())
                    .as("there are files among them that are no flow logs")
                    .isEqualTo(2);

            assertThat(alerts(program))
                    .contains("unexpected-destination high 10.0.0.71 52.95.128.179:80 x2")
                    .hasSizeGreaterThan(10);
            assertThat(program.errors())
                    .anyMatch(line -> line.contains("cloudwatch-logs-event.shape.json: not a flow log"))
                    .noneMatch(line -> line.contains("unexpected error"));
        }
    }

    private static String record(String source, String destination, int from, int to, String action) {
        return String.join(
                        " ",
                        "2 123456789012 eni-1",
                        source,
                        destination,
                        Integer.toString(from),
                        Integer.toString(to),
                        "6 10 4000 1767258000 1767258060",
                        action,
                        "OK")
                + "\n";
    }

    private static List<String> alerts(Program program) throws IOException {
        List<String> alerts = new ArrayList<>();
        JsonNode report = Json.mapper().readTree(String.join("\n", program.output()));
        for (JsonNode alert : report.at("/alerts")) {
            alerts.add(String.join(
                    " ",
                    alert.at("/rule/id").asText(),
                    alert.at("/plainsight/alert/severity").asText(),
                    alert.at("/plainsight/alert/entity/value").asText(),
                    alert.at("/plainsight/alert/values/destination").asText(),
                    "x" + alert.at("/plainsight/alert/count").asText()));
        }
        return alerts;
    }
}
