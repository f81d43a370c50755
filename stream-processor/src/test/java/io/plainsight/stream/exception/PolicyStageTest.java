package io.plainsight.stream.exception;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert;
import io.plainsight.events.Topics;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.policy.PolicyReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policy applied to real detectors' findings, with every hop as bytes. */
class PolicyStageTest {
    private static final String POLICY = """
            name: shop
            version: "7"
            services:
              - {name: ledger, networks: [10.0.1.9], ports: [8080]}
            exceptions:
              - name: old ledger
                rules: [plaintext]
                services: [ledger]
                owner: finance
                reason: replaced by the end of November
                expires: 2026-11-30
            severity:
              - {rules: [plaintext-credentials], set: low}
            """;

    @TempDir
    private Path state;

    @Test
    void shouldRaiseNothingButCountWhatAnExceptionCovers() throws PolicyException {
        try (TopologyHarness harness = new TopologyHarness(policy(), state)) {
            harness.pipe(Observations.plaintext("http").to("10.0.1.9", 8080));
            harness.pipe(Observations.plaintext("http").to("10.0.1.9", 8080));

            assertThat(harness.alerts()).isEmpty();
            assertThat(harness.metric(
                            "plainsight_stream_accepted_findings_total",
                            new String[] {"rule", "exception"},
                            new String[] {"plaintext", "old ledger"}))
                    .isEqualTo(2);
        }
    }

    /** Nothing was opened, so that each of them need not be found and closed again. */
    @Test
    void shouldRememberNothingAsOpenThatIsAccepted() throws PolicyException {
        try (TopologyHarness harness = new TopologyHarness(policy(), state)) {
            harness.pipe(Observations.plaintext("http").to("10.0.1.9", 8080));
            assertThat(open(harness)).isZero();

            harness.pipe(Observations.plaintext("http").to("10.0.1.10", 8080));
            assertThat(open(harness)).isEqualTo(1);
        }
    }

    private static long open(TopologyHarness harness) {
        return harness.driver().getKeyValueStore("plaintext-open-store").approximateNumEntries();
    }

    @Test
    void shouldRaiseWhatItDoesNotCover() throws PolicyException {
        Policy policy = policy();
        try (TopologyHarness harness = new TopologyHarness(policy, state)) {
            harness.pipe(Observations.plaintext("http").to("10.0.1.9", 8080).credentials("secret"));

            assertThat(harness.alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.rule().id()).isEqualTo("plaintext-credentials");
                assertThat(alert.detail().severity()).isEqualTo(Alert.Severity.LOW);
                assertThat(alert.detail().entity().value()).isEqualTo("ledger 10.0.1.9:8080");
                assertThat(alert.detail().policy()).isEqualTo(new Alert.Policy("shop", "7+" + policy.fingerprint()));
            });
        }
    }

    @Test
    void shouldMakeOneAlertOfAnExpiredExceptionHoweverManyConnectionsShowIt() throws PolicyException {
        Instant late = Instant.parse("2026-12-01T09:00:00Z");
        try (TopologyHarness harness = new TopologyHarness(policy(), state)) {
            for (int i = 0; i < 5; i++) {
                harness.pipe(Observations.plaintext("http").to("10.0.1.9", 8080).at(late.plusSeconds(i)));
            }
            List<Alert> alerts = harness.alerts();

            assertThat(alerts)
                    .extracting(
                            alert -> alert.rule().id() + " " + alert.detail().count())
                    .containsExactlyInAnyOrder("policy-exception-expired 5", "plaintext 5");
        }
    }

    @Test
    void shouldEndTheAlertOfAnExceptionOnceItIsRenewedAndHolds() throws PolicyException {
        Instant late = Instant.parse("2026-12-01T09:00:00Z");
        PolicyInForce inForce = new PolicyInForce(policy());
        try (TopologyHarness harness = new TopologyHarness(inForce, state, Topics.OBSERVATIONS)) {
            harness.pipe(Observations.plaintext("http").to("10.0.1.9", 8080).at(late));
            assertThat(expired(harness)).isEqualTo(Alert.Status.OPEN);

            inForce.replace(PolicyReader.parse("shop.yaml", POLICY.replace("2026-11-30", "2027-01-31")));
            assertThat(harness.alerts()).isEmpty();
            harness.pipe(Observations.plaintext("http").to("10.0.1.9", 8080).at(late.plusSeconds(60)));

            assertThat(expired(harness)).isEqualTo(Alert.Status.RESOLVED);
        }
    }

    /** What it accepted raises an alert of its own, which stays. */
    @Test
    void shouldEndTheAlertOfAnExceptionThatIsTakenOutOfThePolicy() throws PolicyException {
        Instant late = Instant.parse("2026-12-01T09:00:00Z");
        PolicyInForce inForce = new PolicyInForce(policy());
        try (TopologyHarness harness = new TopologyHarness(inForce, state, Topics.OBSERVATIONS)) {
            harness.pipe(Observations.plaintext("http").to("10.0.1.9", 8080).at(late));
            assertThat(expired(harness)).isEqualTo(Alert.Status.OPEN);

            inForce.replace(Policy.defaults()); // as while the policy cannot be read
            assertThat(harness.alerts()).isEmpty();

            inForce.replace(
                    PolicyReader.parse("shop.yaml", POLICY.replaceAll("(?s)exceptions:.*?severity:", "severity:")));

            List<Alert> alerts = harness.alerts();
            assertThat(alerts).singleElement().satisfies(alert -> {
                assertThat(alert.rule().id()).isEqualTo("policy-exception-expired");
                assertThat(alert.detail().status()).isEqualTo(Alert.Status.RESOLVED);
                assertThat(alert.event().reason()).contains("not in the policy any more");
            });
        }
    }

    @Test
    void shouldNotEndItByARecordThatComesLate() throws PolicyException {
        Instant late = Instant.parse("2026-12-01T00:00:00Z");
        try (TopologyHarness harness = new TopologyHarness(policy(), state)) {
            harness.pipe(Observations.plaintext("http").to("10.0.1.9", 8080).at(late));
            assertThat(expired(harness)).isEqualTo(Alert.Status.OPEN);

            harness.pipe(Observations.plaintext("http").to("10.0.1.9", 8080).at(late.minusSeconds(1)));

            assertThat(harness.alerts())
                    .extracting(alert -> alert.rule().id())
                    .doesNotContain("policy-exception-expired");
        }
    }

    /** What one client is allowed ends nothing about another one. */
    @Test
    void shouldKeepAnAlertOpenWhileOthersThanTheAcceptedClientCauseIt() throws PolicyException {
        String policy = POLICY.replace("services: [ledger]", "sources: [10.0.0.5]");
        try (TopologyHarness harness = new TopologyHarness(PolicyReader.parse("shop.yaml", policy), state)) {
            harness.pipe(Observations.plaintext("http").to("10.0.1.9", 8080).from("10.0.0.6"));
            harness.pipe(Observations.plaintext("http").to("10.0.1.9", 8080).from("10.0.0.5"));

            assertThat(harness.alerts())
                    .extracting(alert -> alert.detail().status())
                    .containsExactly(Alert.Status.OPEN);
        }
    }

    private static Alert.Status expired(TopologyHarness harness) {
        return harness.alerts().stream()
                .filter(alert -> alert.rule().id().equals("policy-exception-expired"))
                .map(alert -> alert.detail().status())
                .findFirst()
                .orElseThrow();
    }

    private static Policy policy() throws PolicyException {
        return PolicyReader.parse("shop.yaml", POLICY);
    }
}
