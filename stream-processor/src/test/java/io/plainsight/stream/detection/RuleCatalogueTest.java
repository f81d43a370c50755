package io.plainsight.stream.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.stream.DetectionTopology;
import io.plainsight.stream.policy.PolicySchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleCatalogueTest {
    private static final Path PAGES = Path.of("..", "docs", "detections");

    static Stream<RuleText> rules() {
        return DetectionTopology.rules().stream();
    }

    @Test
    void shouldKeepEveryRuleId() {
        assertThat(rules().map(RuleText::id))
                .containsExactlyInAnyOrder(
                        "plaintext",
                        "plaintext-credentials",
                        "starttls-stripped",
                        "tls-below-minimum",
                        "weak-cipher-suite",
                        "weak-algorithm",
                        "weak-tls-option",
                        "downgrade",
                        "protection-regression",
                        "tls-inspection",
                        "handshake-failure-spike",
                        "handshake-outage",
                        "handshake-failure-drift",
                        "handshake-failure-client",
                        "handshake-failure-cause",
                        "tls-scanner",
                        "unexpected-destination",
                        "new-destination",
                        "unusual-port",
                        "unusual-volume",
                        "beacon",
                        "certificate-expiry",
                        "certificate-weak",
                        "certificate-rollout",
                        "certificate-issuer-changed",
                        "mutual-tls-missing",
                        "dns-resolver",
                        "rejected-spike",
                        "flow-log-gap",
                        "suspected-plaintext",
                        "witness-conflict",
                        "sensor-health",
                        "policy-exception-expired");
    }

    @Test
    void shouldLetAPolicyNameEveryRule() {
        assertThat(PolicySchema.rules())
                .containsExactlyInAnyOrderElementsOf(rules().map(RuleText::id).toList());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldHaveAPageThatSaysWhatTheRuleSays(RuleText rule) throws IOException {
        String page = Files.readString(PAGES.resolve(rule.id() + ".md"));

        assertThat(page)
                .contains("# " + rule.name())
                .contains("Rule `" + rule.id() + "`, version " + rule.version())
                .contains("## What it catches", "## Thresholds", "## Blind spots", "## What to do", "## References")
                .contains(rule.remediation())
                .contains(rule.technique().id());
        assertThat(rule.references()).isNotEmpty().allSatisfy(reference -> assertThat(page)
                .contains("- " + reference));
        assertThat(rule.blindSpots()).isNotEmpty().allSatisfy(spot -> assertThat(page)
                .contains(spot.substring(1)));
    }
}
