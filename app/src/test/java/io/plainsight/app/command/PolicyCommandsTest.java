package io.plainsight.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.app.catalogue.Catalogue;
import io.plainsight.events.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code policy backtest} and {@code policy learn} on the sample captures, without a broker. */
class PolicyCommandsTest {
    private static final Path CAPTURES = Catalogue.directory();
    private static final Path FLOW_LOGS = CAPTURES.resolve("flow-logs");

    @TempDir
    private Path directory;

    @Test
    void shouldShowWhatAStricterPolicyWouldRaise() throws IOException {
        Path stricter = write("name: site\nversion: new\nminimum-tls-version: \"1.3\"\n");

        Cli result = Cli.run("policy", "backtest", stricter, "--pcap", CAPTURES.resolve("tls12-good.pcap"));

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("Policy site, version new instead of default, version 1")
                .contains("Alerts that appear: 1")
                .contains("LOW       tls-below-minimum  10.20.12.10:443 (portal.plainsight.test)  internal")
                .contains("1 appear, 0 disappear, 0 change severity, 0 stay as they are.")
                .contains("What this cannot know");
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"info, 1", "low, 1", "medium, 0", "critical, 0"})
    void shouldFailOnNewAlertsOfASeverity(String severity, int exitCode) throws IOException {
        Path stricter = write("minimum-tls-version: \"1.3\"\n");

        Cli result = Cli.run(
                "policy",
                "backtest",
                stricter,
                "--pcap",
                CAPTURES.resolve("tls12-good.pcap"),
                "--fail-on-new",
                severity);

        assertThat(result.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void shouldTellTheDifferenceAsJson() throws IOException {
        Path tolerant = write(
                "tolerated-plaintext: [{protocols: [http], owner: operations, reason: old, expires: 2099-12-31}]\n");

        Cli result =
                Cli.run("policy", "backtest", tolerant, "--pcap", CAPTURES.resolve("http.pcap"), "--format", "json");

        JsonNode report = Json.mapper().readTree(result.out());
        assertThat(report.at("/appear")).isEmpty();
        assertThat(report.at("/disappear")).hasSize(1);
        assertThat(report.at("/disappear/0/rule").asText()).isEqualTo("plaintext");
        assertThat(report.at("/disappear/0/count").asInt()).isEqualTo(2);
        assertThat(report.at("/disappear/0/evidence/file").asText()).isEqualTo("http.pcap");
        assertThat(report.at("/limits")).isNotEmpty();
        assertThat(report.at("/input/observations").asInt()).isPositive();
    }

    @Test
    void shouldCompareTheSameFromObservationsAsFromTheCapturesBehindThem() throws IOException {
        Path observations = directory.resolve("observations.ndjson");
        assertThat(Cli.run("sensor", "--pcap", CAPTURES, "--output", observations)
                        .exitCode())
                .isZero();
        Path stricter = write("minimum-tls-version: \"1.3\"\n");

        JsonNode fromFile = backtest(stricter, "--observations", observations.toString());
        JsonNode fromCaptures = backtest(stricter, "--pcap", CAPTURES.toString());

        assertThat(fromFile.get("appear")).isEqualTo(fromCaptures.get("appear")).isNotEmpty();
        assertThat(fromFile.get("unchanged")).isEqualTo(fromCaptures.get("unchanged"));
    }

    @Test
    void shouldCompareWithTheDefaultsOrWithAnotherFile() throws IOException {
        Path stricter = write("minimum-tls-version: \"1.3\"\n");

        JsonNode report = backtest(
                stricter,
                "--against",
                stricter.toString(),
                "--pcap",
                CAPTURES.resolve("tls12-good.pcap").toString());

        assertThat(report.get("appear")).isEmpty();
        assertThat(report.get("unchanged").asInt()).isEqualTo(1);
    }

    @Test
    void shouldKeepToTheRange() throws IOException {
        JsonNode report = backtest(write("name: x\n"), "--pcap", CAPTURES.toString(), "--to", "2001-01-01T00:00:00Z");

        assertThat(report.at("/input/observations").asInt()).isZero();
        assertThat(report.at("/input/outside").asInt()).isPositive();
        assertThat(report.at("/limits/0").asText()).startsWith("No observation lies in the range");
    }

    /** What was learned from traffic must not complain of the same traffic, but of what the network refused in it. */
    @ParameterizedTest
    @CsvSource({"--pcap, ''", "--flow-logs, flow-logs"})
    void shouldDraftAPolicyThatAllowsWhatItWasDraftedFrom(String option, String path) throws IOException {
        Path traffic = CAPTURES.resolve(path);
        Path draft = directory.resolve("draft.yaml");

        Cli learned = Cli.run("policy", "learn", option, traffic, "--output", draft);

        assertThat(learned.exitCode()).as(learned.err()).isZero();
        assertThat(Cli.run("policy", "check", draft).exitCode()).isZero();
        JsonNode report = backtest(draft, option, traffic.toString());
        assertThat(report.get("appear"))
                .allSatisfy(alert -> assertThat(alert.get("reason").asText()).endsWith("; it was blocked."));
        assertThat(report.get("disappear")).isEmpty();
    }

    @Test
    void shouldLearnWhereFlowLogsGoByTheZonesOfAPolicy() throws IOException {
        Cli learned =
                Cli.run("policy", "learn", "--flow-logs", FLOW_LOGS, "--policy", FLOW_LOGS.resolve("policy.yaml"));

        assertThat(learned.out())
                .contains("source-zones: [\"application-servers\"]")
                .contains("networks: [\"10.20.1.0/24\"]")
                .contains("    allow:\n      # ");
    }

    @Test
    void shouldNotReplaceAFile() throws IOException {
        Path existing = write("name: mine\n");

        Cli result = Cli.run("policy", "learn", "--pcap", CAPTURES.resolve("http.pcap"), "--output", existing);

        BadInputTest.assertRefused(result, existing + " exists already; choose another --output");
        assertThat(existing).hasContent("name: mine\n");
    }

    @Test
    void shouldSayWhichLinesAreNoObservations() throws IOException {
        Path damaged = Files.writeString(directory.resolve("damaged.ndjson"), "{\nnonsense\n");

        Cli result = Cli.run("policy", "backtest", write("name: x\n"), "--observations", damaged);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .contains("damaged.ndjson:1: no observation as 'sensor --output' writes it")
                .contains("damaged.ndjson:2: ");
    }

    private JsonNode backtest(Path policy, String... options) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of("policy", "backtest", policy, "--format", "json"));
        arguments.addAll(List.of(options));
        Cli result = Cli.run(arguments.toArray());
        assertThat(result.exitCode()).as(result.err()).isZero();
        return Json.mapper().readTree(result.out());
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("policy.yaml"), text);
    }
}
