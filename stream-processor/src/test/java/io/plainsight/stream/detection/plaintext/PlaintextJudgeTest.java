package io.plainsight.stream.detection.plaintext;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.stream.Observations;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import io.plainsight.stream.recovery.OpenCause;
import io.plainsight.stream.recovery.Witness;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaintextJudgeTest {
    private final PlaintextJudge judge = new PlaintextJudge(Policy.defaults());

    @ParameterizedTest
    @CsvSource({
        "10.0.0.5, 10.0.1.9, MEDIUM",
        "10.0.0.5, 203.0.113.9, HIGH",
        "203.0.113.9, 10.0.1.9, HIGH",
        "127.0.0.1, 127.0.0.1, LOW",
        "fd00::1, fd00::2, MEDIUM",
    })
    void shouldRateExposureByWhereTheBytesTravel(String source, String destination, Severity severity) {
        List<Finding> findings = judge.judge(
                Observations.plaintext("http").from(source).to(destination, 80).build());

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("plaintext");
            assertThat(finding.severity()).isEqualTo(severity);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"dns", "ntp", "dhcp", "mdns", "DNS", "llmnr", "ssdp", "ftp-data"})
    void shouldSayNothingAboutServicesWithoutUserData(String protocol) {
        assertThat(judge.judge(Observations.plaintext(protocol).build())).isEmpty();
    }

    @Test
    void shouldSayNothingWhileNoUserDataPassed() {
        assertThat(judge.judge(Observations.plaintext("smtp").userData(false).build()))
                .isEmpty();
    }

    /** Not before: a connection counts once, and what it exposes later is worse. */
    @Test
    void shouldTellMetadataAsInfoAtTheEnd() {
        Observation ended = Observations.plaintext("smtp")
                .userData(false)
                .action(Actions.FLOW_ENDED)
                .build();

        assertThat(judge.judge(ended)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.INFO);
            assertThat(finding.values()).containsEntry("exposed", "metadata");
        });
    }

    @ParameterizedTest
    @CsvSource({"true, true, credentials-and-data", "false, true, user-data", "true, false, ", "false, false, metadata"
    })
    void shouldGradeByWhatWasExposed(boolean credentials, boolean data, String exposed) {
        Observation ended = Observations.plaintext("ftp")
                .userData(data)
                .credentials(credentials ? "secret" : null)
                .action(Actions.FLOW_ENDED)
                .build();

        assertThat(judge.judge(ended).stream()
                        .filter(finding -> finding.rule().equals("plaintext"))
                        .map(finding -> finding.values().get("exposed"))
                        .findFirst()
                        .orElse(null))
                .isEqualTo(exposed);
    }

    @Test
    void shouldNameTheProtocolThatWasInClearBeforeTls() {
        Observation late = Observations.tls()
                .application("smtp")
                .protection(Protection.PLAINTEXT)
                .userData(true)
                .action(Actions.FLOW_ENDED)
                .build();

        assertThat(judge.judge(late)).singleElement().satisfies(finding -> {
            assertThat(finding.cause()).isEqualTo("smtp");
            assertThat(finding.reason()).contains("SMTP");
        });
    }

    @Test
    void shouldSayWhatAnObservationMeansForWhatIsOpen() {
        OpenCause open = new OpenCause("plaintext", "s", "http", null, null, Observations.NOW, null, 0, 0, false);

        assertThat(judge.about(Observations.plaintext("http").build(), open)).isEqualTo(Witness.Word.SHOWN);
        assertThat(judge.about(
                        Observations.plaintext("http")
                                .action(Actions.FLOW_UPDATED)
                                .build(),
                        open))
                .isEqualTo(Witness.Word.SHOWN);
        assertThat(judge.about(Observations.plaintext("smtp").build(), open)).isEqualTo(Witness.Word.NOTHING);
        assertThat(judge.about(Observations.tls().build(), open)).isEqualTo(Witness.Word.CLEAN);
        assertThat(judge.about(Observations.tls().protection(Protection.WEAK).build(), open))
                .isEqualTo(Witness.Word.NOTHING);
        assertThat(judge.about(Observations.failedHandshake().build(), open)).isEqualTo(Witness.Word.NOTHING);
    }

    @Test
    void shouldCloseWhatThePolicyHasComeToTolerate() throws PolicyException {
        OpenCause open = new OpenCause("plaintext", "s", "http", null, null, Observations.NOW, null, 0, 0, false);
        Policy policy = tolerating();

        assertThat(new PlaintextJudge(policy)
                        .about(
                                Observations.plaintext("http")
                                        .to("10.0.1.9", 8080)
                                        .build(),
                                open))
                .isEqualTo(Witness.Word.ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROTECTED", "WEAK", "UNKNOWN"})
    void shouldSayNothingAboutOtherVerdicts(Protection protection) {
        assertThat(judge.judge(
                        Observations.plaintext("http").protection(protection).build()))
                .isEmpty();
    }

    @Test
    void shouldNotJudgeUpdates() {
        assertThat(judge.judge(Observations.plaintext("http")
                        .action(Actions.FLOW_UPDATED)
                        .build()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "secret, 10.0.1.9, HIGH",
        "secret, 203.0.113.9, CRITICAL",
        "token, 203.0.113.9, CRITICAL",
        "derived, 203.0.113.9, MEDIUM",
        "derived, 10.0.1.9, MEDIUM",
    })
    void shouldReportCredentialsInAddition(String credentials, String destination, Severity severity) {
        List<Finding> findings = judge.judge(Observations.plaintext("ftp")
                .to(destination, 21)
                .credentials(credentials)
                .build());

        assertThat(findings).extracting(Finding::rule).containsExactly("plaintext", "plaintext-credentials");
        assertThat(findings.get(1).severity()).isEqualTo(severity);
    }

    private static Policy tolerating() throws PolicyException {
        return PolicyReader.parse("policy.yaml", """
                tolerated-plaintext:
                  - {networks: [10.0.1.0/24], ports: [8080], protocols: [http], owner: me, reason: old, expires: 2026-11-30}
                """);
    }
}
