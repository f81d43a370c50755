package io.plainsight.stream.exception;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.Observations;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyJudgeTest {
    private static final String BILLING = """
            zones:
              - {name: office, networks: [10.0.0.0/24]}
              - {name: billing, networks: [10.0.1.0/24]}
            services:
              - {name: ledger, networks: [10.0.1.9], ports: [8080]}
            exceptions:
              - name: old ledger
                rules: [plaintext, weak-cipher-suite]
                %s
                owner: finance
                reason: replaced by the end of November
                expires: 2026-11-30
            """;

    @ParameterizedTest
    @CsvSource({
        "plaintext, 2026-11-20T10:00:00Z, true",
        "plaintext, 2026-11-30T23:59:59Z, true",
        "plaintext, 2026-12-01T00:00:00Z, false",
        "weak-cipher-suite, 2026-11-20T10:00:00Z, true",
        "plaintext-credentials, 2026-11-20T10:00:00Z, false",
    })
    void shouldHoldBackTheRulesOfAnExceptionUntilItsLastDayIsOver(String rule, Instant at, boolean accepted)
            throws PolicyException {
        PolicyJudge.Outcome outcome = judge(BILLING.formatted("ports: [8080]"))
                .judge(finding(rule, traffic().at(at).build()));

        assertThat(outcome.acceptedBy()).isEqualTo(accepted ? "old ledger" : null);
        assertThat(outcome.findings().stream().allMatch(Finding::resolved)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "networks: [10.0.1.0/24]",
                "zones: [billing]",
                "server-names: [ledger.example.org]",
                "server-names: ['*.example.org']",
                "ports: [80, 8000-8100]",
                "protocols: [http]",
                "protocols: [tcp]",
                "services: [ledger]",
                "sources: [10.0.0.5]",
                "source-zones: [office]",
                "{zones: [billing], ports: [8080], protocols: [http], sources: [10.0.0.0/8]}",
            })
    void shouldKnowTrafficByEachOfItsMarks(String marks) throws PolicyException {
        String flat = marks.startsWith("{") ? marks.substring(1, marks.length() - 1) : marks;
        String lines = flat.replace("], ", "]\n    ");

        assertThat(judge(BILLING.formatted(lines))
                        .judge(finding("plaintext", traffic().build()))
                        .acceptedBy())
                .isEqualTo("old ledger");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "networks: [10.0.2.0/24]",
                "zones: [office]",
                "server-names: [example.org]",
                "server-names: ['*.ledger.example.org']",
                "ports: [80]",
                "protocols: [smtp, udp]",
                "sources: [10.0.0.6]",
                "source-zones: [billing, external]",
            })
    void shouldNotTakeOtherTrafficForIt(String marks) throws PolicyException {
        PolicyJudge.Outcome outcome = judge(BILLING.formatted(marks))
                .judge(finding("plaintext", traffic().build()));

        assertThat(outcome.acceptedBy()).isNull();
        assertThat(outcome.findings()).hasSize(1);
    }

    @Test
    void shouldRaiseTheExceptionItselfBesideTheFindingOnceItIsOver() throws PolicyException {
        Observation late = traffic().at(Instant.parse("2026-12-01T00:00:00Z")).build();

        List<Finding> findings = judge(BILLING.formatted("ports: [8080]"))
                .judge(finding("plaintext", late))
                .findings();

        assertThat(findings).extracting(Finding::rule).containsExactly("policy-exception-expired", "plaintext");
        assertThat(findings.get(0).entity()).isEqualTo(new Alert.Entity("exception", "old ledger", "billing"));
        assertThat(findings.get(0).severity()).isEqualTo(Severity.MEDIUM);
        assertThat(findings.get(0).reason())
                .isEqualTo(
                        "The exception \"old ledger\" of finance expired on 2026-11-30, and 10.0.1.9:8080 still shows"
                                + " plaintext.");
        assertThat(findings.get(0).values()).containsEntry("owner", "finance").containsEntry("rule", "plaintext");
    }

    @Test
    void shouldNotMissAnExceptionThatAnotherReplaces() throws PolicyException {
        String renewed = BILLING.formatted("ports: [8080]") + """
              - {name: renewed, rules: [plaintext], zones: [billing], owner: finance, reason: late, expires: 2027-01-31}
            """;
        Observation late = traffic().at(Instant.parse("2026-12-01T00:00:00Z")).build();

        assertThat(judge(renewed).judge(finding("plaintext", late)).acceptedBy())
                .isEqualTo("renewed");
    }

    @Test
    void shouldLetTheEndOfACausePass() throws PolicyException {
        Finding end = FindingBuilder.of(rule("plaintext"), traffic().build())
                .about("10.0.1.9:8080", new Alert.Entity("service", "10.0.1.9:8080", "billing"))
                .resolved(true)
                .build();

        assertThat(judge(BILLING.formatted("ports: [8080]")).judge(end).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.resolved()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "tolerated, plaintext, MEDIUM, , service ledger",
        "tolerated, plaintext-credentials, HIGH, HIGH, ",
        "forbidden, plaintext, LOW, HIGH, ",
        "forbidden, plaintext, CRITICAL, CRITICAL, ",
        "forbidden, plaintext, INFO, INFO, ",
        "forbidden, downgrade, LOW, LOW, ",
    })
    void shouldFollowWhatAServiceIsExpectedToDo(
            String plaintext, String rule, Severity before, Severity after, String acceptedBy) throws PolicyException {
        PolicyJudge judge = judge("services: [{name: ledger, networks: [10.0.1.9], plaintext: " + plaintext + "}]");

        PolicyJudge.Outcome outcome = judge.judge(finding(rule, before));

        assertThat(outcome.acceptedBy()).isEqualTo(acceptedBy);
        assertThat(outcome.findings())
                .extracting(Finding::severity)
                .isEqualTo(after == null ? List.of() : List.of(after));
    }

    @Test
    void shouldLetAServiceSayOtherwiseThanItsZone() throws PolicyException {
        PolicyJudge judge = judge("""
                zones: [{name: billing, networks: [10.0.1.0/24], plaintext: tolerated}]
                services: [{name: ledger, ports: [8080], plaintext: forbidden}]
                """);

        assertThat(judge.judge(finding("plaintext", traffic().to("10.0.1.9", 80).build()))
                        .acceptedBy())
                .isEqualTo("zone billing");
        assertThat(judge.judge(finding("plaintext", traffic().build())).findings())
                .extracting(Finding::severity)
                .containsExactly(Severity.HIGH);
    }

    @ParameterizedTest
    @CsvSource({
        "'{zones: [billing], raise: 1}', MEDIUM, HIGH",
        "'{zones: [billing], raise: 4}', MEDIUM, CRITICAL",
        "'{zones: [billing], raise: 1}', INFO, INFO",
        "'{zones: [billing], lower: 1}', LOW, INFO",
        "'{zones: [billing], set: info}', CRITICAL, INFO",
        "'{zones: [billing], set: high}', INFO, INFO",
        "'{zones: [external], raise: 1}', MEDIUM, MEDIUM",
        "'{rules: [plaintext], zones: [billing], set: low}', HIGH, LOW",
        "'{rules: [downgrade], set: low}', HIGH, HIGH",
        "'{zones: [billing], set: low}, {rules: [plaintext], raise: 1}', HIGH, MEDIUM",
    })
    void shouldMoveSeverities(String entries, Severity before, Severity after) throws PolicyException {
        PolicyJudge judge = judge("zones: [{name: billing, networks: [10.0.1.0/24]}]\nseverity: [" + entries + "]");

        assertThat(judge.judge(finding("plaintext", before)).findings())
                .extracting(Finding::severity)
                .containsExactly(after);
    }

    @ParameterizedTest
    @CsvSource({"high, MEDIUM, HIGH", "normal, MEDIUM, MEDIUM", "low, MEDIUM, LOW", "high, INFO, INFO"})
    void shouldNameTheServiceAndWeighItsCriticality(String criticality, Severity before, Severity after)
            throws PolicyException {
        PolicyJudge judge = judge("services: [{name: ledger, networks: [10.0.1.9], criticality: " + criticality + "}]");

        Finding judged = judge.judge(finding("plaintext", before)).findings().get(0);

        assertThat(judged.severity()).isEqualTo(after);
        assertThat(judged.entity().value()).isEqualTo("ledger 10.0.1.9:8080");
        assertThat(judged.key())
                .as("the name is no part of the alert's identity")
                .isEqualTo("plaintext|10.0.1.9:8080|");
        assertThat(judged.traffic()).isNull();
    }

    private static PolicyJudge judge(String policy) throws PolicyException {
        return new PolicyJudge(PolicyReader.parse("p.yaml", policy));
    }

    private static Observations traffic() {
        return Observations.tls().application("http").to("10.0.1.9", 8080).serverName("ledger.example.org");
    }

    private static Finding finding(String rule, Severity severity) {
        return FindingBuilder.of(rule(rule), traffic().build())
                .about("10.0.1.9:8080", new Alert.Entity("service", "10.0.1.9:8080", "billing"))
                .severity(severity)
                .build();
    }

    private static Finding finding(String rule, Observation traffic) {
        return FindingBuilder.of(rule(rule), traffic)
                .about(traffic.key(), new Alert.Entity("service", traffic.key(), "billing"))
                .build();
    }

    private static RuleText rule(String id) {
        return new RuleText(id, id, "1", List.of(), new Alert.Technique("T1040", ""), "", List.of());
    }
}
