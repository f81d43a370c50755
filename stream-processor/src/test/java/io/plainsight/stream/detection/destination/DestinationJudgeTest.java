package io.plainsight.stream.detection.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert.Severity;
import io.plainsight.stream.Observations;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.policy.Cidr;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PortRange;
import io.plainsight.stream.profile.Profiles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationJudgeTest {
    private final DestinationJudge judge = new DestinationJudge(policy(Policy.Scope.EXTERNAL));

    @Test
    void shouldSayNothingWithoutAList() {
        DestinationJudge silent = new DestinationJudge(Policy.defaults());

        assertThat(silent.judge(Observations.tls().to("203.0.113.9", 443).build()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.7, 443, , 0",
        "198.51.100.7, 444, , 1",
        "203.0.113.9, 443, api.example.org, 0",
        "203.0.113.9, 443, EXAMPLE.ORG, 0",
        "203.0.113.9, 8443, api.example.org, 1",
        "203.0.113.9, 443, notexample.org, 1",
        "203.0.113.9, 443, , 1",
        "10.0.1.9, 443, , 0",
    })
    void shouldFireOnlyOutsideTheList(String ip, int port, String name, int findings) {
        assertThat(judge.judge(Observations.tls().to(ip, port).serverName(name).build()))
                .hasSize(findings);
    }

    @Test
    void shouldLeaveOtherGroupsAlone() {
        assertThat(judge.judge(Observations.tls()
                        .from("10.9.0.5")
                        .to("203.0.113.9", 443)
                        .build()))
                .isEmpty();
    }

    @Test
    void shouldJudgeInternalDestinationsWhenTheScopeIsAll() {
        DestinationJudge all = new DestinationJudge(policy(Policy.Scope.ALL));

        assertThat(all.judge(Observations.tls().build()))
                .extracting(Finding::severity)
                .containsExactly(Severity.MEDIUM);
    }

    @Test
    void shouldNameHostAndDestination() {
        assertThat(judge.judge(Observations.tls().to("203.0.113.9", 22).build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.entity().type()).isEqualTo("host");
                    assertThat(finding.entity().value()).isEqualTo("10.0.0.5");
                    assertThat(finding.cause()).isEqualTo("203.0.113.9:22");
                    assertThat(finding.severity()).isEqualTo(Severity.HIGH);
                });
    }

    @Test
    void shouldJudgeAllowedFlowLogRecordsOnly() {
        assertThat(judge.judge(Observations.flowLog().to("203.0.113.9", 22).build()))
                .hasSize(1);
        assertThat(judge.judge(Observations.flowLog()
                        .to("203.0.113.9", 22)
                        .type("connection", "denied")
                        .build()))
                .isEmpty();
    }

    @Test
    void shouldOnlySuggestWhereAFlowLogCannotKnowTheName() {
        assertThat(judge.judge(Observations.flowLog().to("203.0.113.9", 443).build()))
                .extracting(Finding::severity)
                .containsExactly(Severity.INFO);
    }

    @Test
    void shouldLeaveOutTheAnsweringDirection() {
        Observations reply = Observations.flowLog().fromPort(443).to("203.0.113.9", 51000);

        assertThat(judge.judge(reply.build())).isEmpty();
        assertThat(judge.judge(reply.tcpFlags(0x12).build())).isEmpty();
        assertThat(judge.judge(reply.tcpFlags(0x02).build()))
                .as("a lone SYN opens")
                .hasSize(1);
    }

    private static Policy policy(Policy.Scope scope) {
        return new Policy(
                "p",
                "1",
                Profiles.defaults(),
                List.of(30, 7),
                List.of(),
                List.of(),
                List.of(new Policy.DestinationRule(
                        "servers",
                        List.of(Cidr.of("10.0.0.0/24")),
                        scope,
                        List.of(
                                new Policy.Allowed(
                                        List.of(Cidr.of("198.51.100.0/24")),
                                        List.of(),
                                        List.of(new PortRange(443, 443))),
                                new Policy.Allowed(
                                        List.of(), List.of("example.org"), List.of(new PortRange(443, 443)))))));
    }
}
