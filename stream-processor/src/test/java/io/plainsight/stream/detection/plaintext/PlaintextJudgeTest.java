package io.plainsight.stream.detection.plaintext;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Protection;
import io.plainsight.stream.Observations;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.policy.Policy;
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
}
