package io.plainsight.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies as a user meets them. */
class PolicyCommandTest {
    private static final String EXCEPTION = """
            version: "7"
            exceptions:
              - {name: old shop, rules: [plaintext], ports: [80], owner: web team, reason: test, expires: %s}
            """;

    @TempDir
    private Path directory;

    @Test
    void shouldNameVersionFingerprintAndNothingElseOfASoundPolicy() throws IOException {
        Path file = policy("9999-12-31");

        Cli result = Cli.run("policy", "check", file);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .matches("(?s)\\Q" + file + "\\E: policy default, version 7\\+[0-9a-f]{12}, is valid\n");
    }

    @Test
    void shouldNameExceptionsThatEndSoon() throws IOException {
        // a day of margin on either side, should midnight come while the test runs
        LocalDate today = LocalDate.now(ZoneOffset.UTC);

        assertThat(Cli.run("policy", "check", policy(today.plusDays(12).toString()))
                        .out())
                .contains(": exception \"old shop\" of web team expires after " + today.plusDays(12) + "; take it out");
        assertThat(Cli.run("policy", "check", policy(today.plusDays(16).toString()))
                        .out())
                .doesNotContain("old shop");
        assertThat(Cli.run("policy", "check", policy(today.minusDays(2).toString()))
                        .out())
                .contains(": exception \"old shop\" of web team expired on " + today.minusDays(2));
    }

    @Test
    void shouldPrintASchemaThatIsJson() throws IOException {
        Cli result = Cli.run("policy", "schema");

        assertThat(result.exitCode()).isZero();
        assertThat(Json.mapper()
                        .readTree(result.out())
                        .at("/properties/exceptions")
                        .isObject())
                .isTrue();
    }

    @Test
    void shouldSayWhatAnExceptionAccepted() throws IOException {
        Path http = CaptureVariants.sample("http.pcap");

        Cli text = Cli.run("analyze", "--policy", policy("9999-12-31"), http);
        JsonNode json = Json.mapper()
                .readTree(Cli.run("analyze", "--format", "json", "--policy", policy("9999-12-31"), http)
                        .out());

        assertThat(text.exitCode()).isZero();
        assertThat(text.out().lines())
                .containsSubsequence(
                        "No alerts.",
                        "Accepted by exception old shop (web team, until 9999-12-31): "
                                + json.at("/accepted/0/findings").asInt() + " findings of plaintext.");
        assertThat(json.at("/accepted")).singleElement().satisfies(accepted -> {
            assertThat(accepted.get("exception").asText()).isEqualTo("old shop");
            assertThat(accepted.get("rule").asText()).isEqualTo("plaintext");
            assertThat(accepted.get("findings").asInt()).isPositive();
        });
    }

    @Test
    void shouldRaiseAnExpiredExceptionByThePacketsTime() throws IOException {
        Cli result = Cli.run("analyze", "--policy", policy("2001-01-01"), CaptureVariants.sample("http.pcap"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("policy-exception-expired  old shop", "plaintext  ");
    }

    private Path policy(String expires) throws IOException {
        return Files.writeString(directory.resolve("policy.yaml"), EXCEPTION.formatted(expires));
    }
}
