package io.plainsight.stream.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Json;
import io.plainsight.stream.Observations;
import io.plainsight.stream.OfflineAnalysis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/policy.md says is so. */
class PolicyDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "policy.md");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    private String document;

    @BeforeEach
    void read() throws IOException {
        document = Files.readString(DOCUMENT);
        new Mmdb()
                .put("203.0.113.0/24", Map.of("autonomous_system_number", 64496L))
                .write(directory.resolve("GeoLite2-ASN.mmdb"));
    }

    @Test
    void shouldShowValidPolicies() throws PolicyException {
        for (String example : examples()) {
            assertThat(PolicyReader.parse("docs/policy.md", example, directory)).isNotNull();
        }
    }

    @Test
    void shouldNameEveryKey() throws IOException {
        List<String> keys = new ArrayList<>();
        for (JsonNode properties : Json.mapper().readTree(PolicySchema.text()).findValues("properties")) {
            properties.fieldNames().forEachRemaining(keys::add);
        }

        assertThat(keys)
                .filteredOn(
                        key -> !List.of("title", "source", "date").contains(key)) // words of a profile for its reader
                .allSatisfy(key -> assertThat(document)
                        .as(key)
                        .containsPattern("[`.\\s{,\\[]" + Pattern.quote(key) + "(\\[\\])?[`:]"));
    }

    @Test
    void shouldDoWhatTheExamplesCommentsSay() throws PolicyException {
        Observations database =
                Observations.plaintext("postgresql").from("10.30.0.5").to("10.30.0.10", 5432);
        Observations printing = Observations.plaintext("ipp").from("10.10.0.5").to("10.10.7.9", 631);
        Observations lab = Observations.plaintext("http").from("10.99.0.5").to("10.99.0.6", 80);

        assertThat(alerts(database)).containsExactly("critical plaintext payment-db 10.30.0.10:5432 in payment");
        assertThat(alerts(printing)).isEmpty();
        assertThat(alerts(printing.credentials("secret")))
                .singleElement()
                .asString()
                .contains("plaintext-credentials");
        assertThat(alerts(lab)).containsExactly("info plaintext 10.99.0.6:80 in lab");
    }

    @Test
    void shouldHoldTheExamplesExceptionForOneTenantUntilItsLastDay() throws PolicyException {
        Observations printing =
                Observations.plaintext("jetdirect").from("10.50.0.5").to("198.51.100.20", 9100);

        assertThat(alerts(printing.vlan("210"))).isEmpty();
        assertThat(alerts(printing.vlan("220")))
                .containsExactly(
                        "high plaintext 198.51.100.20:9100 in external",
                        "high unexpected-destination 10.50.0.5 in tenant-blue");
        assertThat(alerts(printing.vlan("210").at(Instant.parse("2027-04-01T00:00:00Z"))))
                .containsExactlyInAnyOrder(
                        "high plaintext 198.51.100.20:9100 in external",
                        "high unexpected-destination 10.50.0.5 in tenant-red",
                        "medium policy-exception-expired label-printers in external");
    }

    @Test
    void shouldExpectTheExamplesDestinations() throws PolicyException {
        Observations bank = Observations.tls().from("10.30.0.5").to("192.0.2.9", 443);

        assertThat(alerts(bank.serverName("api.bank.example"))).isEmpty();
        assertThat(alerts(bank.serverName("www.bank.example")))
                .containsExactly("high unexpected-destination 10.30.0.5 in payment");
        assertThat(alerts(Observations.tls().from("10.30.0.5").to("203.0.113.9", 443)))
                .as("its autonomous system is on the list")
                .isEmpty();
        assertThat(alerts(Observations.tls().from("10.30.0.5").to("10.10.0.9", 443)))
                .as("the scope is all")
                .containsExactly("medium unexpected-destination 10.30.0.5 in payment");
    }

    private List<String> examples() {
        return EXAMPLE.matcher(document)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    private List<String> alerts(Observations observation) throws PolicyException {
        List<String> examples = examples();
        try (OfflineAnalysis analysis = new OfflineAnalysis(
                PolicyReader.parse("docs/policy.md", examples.get(examples.size() - 1), directory))) {
            analysis.accept(observation.build());
            return analysis.finish().alerts().stream()
                    .map(alert -> alert.detail().severity().text() + " "
                            + alert.rule().id() + " " + alert.detail().entity().value() + " in "
                            + alert.detail().entity().zone())
                    .toList();
        }
    }
}
