package io.plainsight.stream.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert;
import io.plainsight.events.Topics;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyInForce;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole topology while its policy is replaced. */
class PolicyReloadTest {
    private static final String FIRST = "name: site\nversion: one\n";
    private static final String SECOND = """
            name: site
            version: two
            tolerated-plaintext:
              - {networks: [10.0.1.20], owner: operations, reason: old, expires: 2099-12-31}
            """;

    @TempDir
    Path directory;

    @Test
    void shouldNameTheVersionThatEachAlertWasRaisedUnderAndJudgeByIt() throws PolicyException {
        PolicyInForce policy = new PolicyInForce(document(FIRST).policy());
        try (TopologyHarness topology = new TopologyHarness(policy, directory, Topics.OBSERVATIONS)) {
            topology.pipe(Observations.plaintext("http").to("10.0.1.10", 80));
            List<Alert> before = topology.alerts();

            policy.replace(document(SECOND).policy());
            topology.pipe(Observations.plaintext("http").to("10.0.1.20", 80));
            topology.pipe(Observations.plaintext("http").to("10.0.1.30", 80));
            List<Alert> after = topology.alerts();

            Alert.Policy first = named(FIRST);
            Alert.Policy second = named(SECOND);
            assertThat(first).isNotEqualTo(second);
            assertThat(before).singleElement().satisfies(alert -> {
                assertThat(alert.detail().entity().value()).isEqualTo("10.0.1.10:80");
                assertThat(alert.detail().policy()).isEqualTo(first);
            });
            assertThat(after).singleElement().satisfies(alert -> {
                assertThat(alert.detail().entity().value()).isEqualTo("10.0.1.30:80");
                assertThat(alert.detail().policy()).isEqualTo(second);
            });
        }
    }

    private static Alert.Policy named(String text) throws PolicyException {
        Policy policy = document(text).policy();
        return new Alert.Policy(policy.name(), policy.edition());
    }

    private static PolicyDocument document(String text) throws PolicyException {
        return PolicyDocument.parse("policy.yaml", text);
    }
}
