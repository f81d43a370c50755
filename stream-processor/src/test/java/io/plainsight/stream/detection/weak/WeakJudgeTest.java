package io.plainsight.stream.detection.weak;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert.Severity;
import io.plainsight.stream.Observations;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.profile.Profiles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeakJudgeTest {
    private static final String GOOD = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";

    private final WeakJudge judge = new WeakJudge(Policy.defaults());

    @ParameterizedTest
    @CsvSource({"2.0, ssl, HIGH", "3.0, ssl, HIGH", "1.0, tls, MEDIUM", "1.1, tls, MEDIUM", "1.0, dtls, MEDIUM"})
    void shouldReportVersionsBelowTheMinimum(String version, String protocol, Severity severity) {
        assertThat(judge.judge(Observations.tls()
                        .version(version)
                        .versionProtocol(protocol)
                        .cipher(GOOD)
                        .build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo("tls-below-minimum");
                    assertThat(finding.severity()).isEqualTo(severity);
                });
    }

    @ParameterizedTest
    @CsvSource({"1.2, tls", "1.3, tls", "1.2, dtls", "1.3, dtls"})
    void shouldAcceptTheMinimumAndAbove(String version, String protocol) {
        assertThat(judge.judge(Observations.tls()
                        .version(version)
                        .versionProtocol(protocol)
                        .cipher(GOOD)
                        .build()))
                .isEmpty();
    }

    @Test
    void shouldFollowThePolicysMinimum() {
        Policy strict = new Policy(
                "strict",
                "1",
                Profiles.defaults().withMinimumVersion("1.3"),
                List.of(30, 7),
                List.of(),
                List.of(),
                List.of());

        assertThat(new WeakJudge(strict).judge(Observations.tls().tls12().build()))
                .extracting(Finding::rule, Finding::severity)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("tls-below-minimum", Severity.LOW));
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_RSA_WITH_NULL_SHA256, HIGH",
        "TLS_ECDH_anon_WITH_AES_128_CBC_SHA, HIGH",
        "TLS_RSA_EXPORT_WITH_RC4_40_MD5, HIGH",
        "TLS_ECDHE_RSA_WITH_RC4_128_SHA, HIGH",
        "TLS_RSA_WITH_DES_CBC_SHA, HIGH",
        "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA, MEDIUM",
        "TLS_RSA_WITH_AES_128_GCM_SHA256, MEDIUM",
        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, LOW",
    })
    void shouldReportWeakSuites(String cipher, Severity severity) {
        assertThat(judge.judge(Observations.tls().version("1.2").cipher(cipher).build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo("weak-cipher-suite");
                    assertThat(finding.severity()).isEqualTo(severity);
                    assertThat(finding.values()).containsEntry("cipher_suite", cipher);
                });
    }

    @ParameterizedTest
    @CsvSource({"2048, ", "2047, MEDIUM", "1024, MEDIUM", "1023, HIGH"})
    void shouldReportSmallDiffieHellmanGroups(int bits, Severity severity) {
        assertThat(judge.judge(Observations.tls()
                        .version("1.2")
                        .cipher("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256")
                        .dhBits(bits)
                        .build()))
                .extracting(Finding::severity)
                .isEqualTo(severity == null ? List.of() : List.of(severity));
    }

    @ParameterizedTest
    @CsvSource({
        "bcp195, TLS_ECDHE_RSA_WITH_CAMELLIA_128_GCM_SHA256, ",
        "nist-800-52r2, TLS_ECDHE_RSA_WITH_CAMELLIA_128_GCM_SHA256, LOW",
        "nist-800-52r2, TLS_CHACHA20_POLY1305_SHA256, LOW",
        "nist-800-52r2, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, ",
        "ncsc, TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, LOW",
        "ncsc, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, ",
        "mozilla-intermediate, TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, ",
        "mozilla-intermediate, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, LOW",
        "pci-dss-4, TLS_RSA_WITH_AES_128_GCM_SHA256, MEDIUM"
    })
    void shouldFollowTheProfile(String profile, String cipher, Severity severity) {
        Policy policy = new Policy(
                "p", "1", Profiles.named(profile).orElseThrow(), List.of(30, 7), List.of(), List.of(), List.of());

        assertThat(new WeakJudge(policy)
                        .judge(Observations.tls().version("1.2").cipher(cipher).build()))
                .extracting(Finding::severity)
                .isEqualTo(severity == null ? List.of() : List.of(severity));
    }

    @ParameterizedTest
    @CsvSource({"pci-dss-4, true, 0", "pci-dss-4, false, 1", "bcp195, true, 1"})
    void shouldExcuseCbcWithEncryptThenMacWhereTheProfileDoes(String profile, boolean encryptThenMac, int expected) {
        Policy policy = new Policy(
                "p", "1", Profiles.named(profile).orElseThrow(), List.of(30, 7), List.of(), List.of(), List.of());

        assertThat(new WeakJudge(policy)
                        .judge(Observations.tls()
                                .version("1.2")
                                .cipher("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256")
                                .encryptThenMac(encryptThenMac)
                                .build()))
                .hasSize(expected);
    }

    @Test
    void shouldSayNothingAboutFailedHandshakes() {
        assertThat(judge.judge(Observations.failedHandshake()
                        .version("1.0")
                        .cipher("TLS_RSA_WITH_RC4_128_SHA")
                        .build()))
                .isEmpty();
    }
}
