package io.plainsight.stream.detection.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationEndpointBuilder;
import io.plainsight.stream.Observations;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.policy.Cidr;
import io.plainsight.stream.policy.Mmdb;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import io.plainsight.stream.policy.PortRange;
import io.plainsight.stream.profile.Profiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationJudgeTest {
    @TempDir
    private Path directory;

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

    @ParameterizedTest
    @CsvSource({
        "allowed, 203.0.113.9, 60, HIGH, allowed, 0.9",
        "denied, 203.0.113.9, 60, LOW, denied, 0.9",
        "allowed, 10.0.1.9, 60, MEDIUM, allowed, 0.9",
        "denied, 10.0.1.9, 60, LOW, denied, 0.9",
        "info, 203.0.113.9, 60, MEDIUM, unstated, 0.6", // a SYN that may have been dropped behind the log
        "info, 203.0.113.9, 61, HIGH, allowed, 0.9", // more than a SYN has room for: somebody answered
        "info, 10.0.1.9, 60, LOW, unstated, 0.6",
    })
    void shouldWeighWhatAFlowLogSaysOfTheDecision(
            String type, String to, long bytes, Severity severity, String decision, double confidence) {
        DestinationJudge all = new DestinationJudge(policy(Policy.Scope.ALL));

        assertThat(all.judge(Observations.flowLog()
                        .to(to, 22)
                        .oneWay(bytes, 1)
                        .type("connection", type)
                        .build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(severity);
                    assertThat(finding.values()).containsEntry("decision", decision);
                    assertThat(finding.confidence()).isEqualTo(confidence);
                });
    }

    @Test
    void shouldSayThatAnAttemptWasBlockedAndWhy() {
        assertThat(judge.judge(Observations.flowLog()
                        .to("203.0.113.9", 22)
                        .oneWay(60, 1)
                        .type("connection", "denied")
                        .rejectReason("BPA")
                        .build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.reason()).contains("attempted to reach 203.0.113.9:22", "blocked");
                    assertThat(finding.values()).containsEntry("reject_reason", "BPA");
                });
    }

    /** A network ACL that blocks the answer to a ping gives a refused record too. */
    @ParameterizedTest
    @CsvSource({"denied, 0", "info, 0", "allowed, 1"})
    void shouldNotTellAnAttemptFromAnAnswerWithoutPorts(String type, int findings) {
        Observation ping = Observations.flowLog()
                .to("203.0.113.9", 0)
                .transport("icmp")
                .oneWay(336, 4)
                .type("connection", type)
                .build();

        assertThat(judge.judge(ObservationBuilder.builder(ping)
                        .source(ObservationEndpointBuilder.builder(ping.source())
                                .port(null)
                                .build())
                        .destination(ObservationEndpointBuilder.builder(ping.destination())
                                .port(null)
                                .build())
                        .build()))
                .hasSize(findings);
    }

    @ParameterizedTest
    @CsvSource({"denied, 0", "denied, 18", "info, 16"})
    void shouldLeaveOutAnswersThatWereRefusedOrUndecided(String type, int flags) {
        assertThat(judge.judge(Observations.flowLog()
                        .fromPort(443)
                        .to("203.0.113.9", 51000)
                        .oneWay(60, 1)
                        .tcpFlags(flags)
                        .type("connection", type)
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
        Observations reply =
                Observations.flowLog().fromPort(443).to("203.0.113.9", 51000).oneWay(5_000, 10);

        assertThat(judge.judge(reply.build())).isEmpty();
        assertThat(judge.judge(reply.tcpFlags(0x12).build())).isEmpty();
        assertThat(judge.judge(reply.tcpFlags(0x02).build()))
                .as("a lone SYN opens")
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'server-names: [api.example.org]', true",
        "'server-names: [\"*.example.org\"]', true",
        "'server-names: [example.org]', false",
        "'domains: [example.org]', true",
        "'protocols: [tls]', true",
        "'protocols: [http2]', true",
        "'protocols: [tcp]', true",
        "'protocols: [udp, ssh]', false",
        "'ports: [8000-8500]', true",
        "'ports: [443, 8444-9000]', false",
        "'zones: [external]', true",
        "'zones: [partner]', false",
        "'asns: [64496]', true",
        "'asns: [AS64497]', false",
        "'countries: [nl, DE]', true",
        "'countries: [NL]', false",
        "'asns: [64496], protocols: [tls], ports: [8443], domains: [example.org], countries: [DE]', true",
        "'asns: [64496], protocols: [tls], ports: [8443], domains: [example.com], countries: [DE]', false",
    })
    void shouldExpectWhatAllConditionsFit(String allowed, boolean expected) throws PolicyException {
        Observations connection =
                Observations.tls().application("http2").to("198.51.100.7", 8443).serverName("api.example.org");

        assertThat(new DestinationJudge(policy(allowed))
                        .judge(connection.build())
                        .isEmpty())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'server-names: [api.example.org]', INFO",
        "'protocols: [tls]', INFO",
        "'protocols: [udp]', HIGH",
        "'domains: [example.org], networks: [203.0.113.0/24]', HIGH",
        "'domains: [example.org], asns: [64497]', HIGH",
        "'domains: [example.org], asns: [64496]', INFO",
    })
    void shouldOnlySuggestWhatAFlowLogCannotTell(String allowed, Severity severity) throws PolicyException {
        assertThat(new DestinationJudge(policy(allowed))
                        .judge(Observations.flowLog().to("198.51.100.7", 8443).build()))
                .extracting(Finding::severity)
                .containsExactly(severity);
    }

    @Test
    void shouldJudgeTheHostsOfAZone() throws PolicyException {
        DestinationJudge red = new DestinationJudge(PolicyReader.parse("p.yaml", """
                zones:
                  - {name: red, networks: [10.0.0.0/24], vlans: [10]}
                  - {name: blue, networks: [10.0.0.0/24], vlans: [20]}
                destinations: [{name: red hosts, source-zones: [red], allow: []}]
                """));

        assertThat(red.judge(
                        Observations.tls().vlan("10").to("203.0.113.9", 443).build()))
                .extracting(finding -> finding.entity().zone())
                .containsExactly("red");
        assertThat(red.judge(
                        Observations.tls().vlan("20").to("203.0.113.9", 443).build()))
                .isEmpty();
    }

    private Policy policy(String allowed) throws PolicyException {
        Map<String, Object> record = new HashMap<>();
        record.put("autonomous_system_number", 64496L);
        record.put("country", Map.of("iso_code", "DE"));
        new Mmdb().put("198.51.100.0/24", record).write(directory.resolve("addresses.mmdb"));
        return PolicyReader.parse("p.yaml", """
                asn-database: addresses.mmdb
                country-database: addresses.mmdb
                zones: [{name: partner, networks: [192.0.2.0/24]}]
                destinations: [{name: servers, sources: [10.0.0.0/24], allow: [{%s}]}]
                """.formatted(allowed), directory);
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
