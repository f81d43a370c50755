package io.plainsight.stream.detection.weak;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationCryptoBuilder;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.stream.Observations;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.policy.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionJudgeTest {
    private final WeakJudge judge = new WeakJudge(Policy.defaults());

    @Test
    void shouldFireOnTlsCompression() {
        assertOption(
                judge.judge(Observations.tls()
                        .tls12()
                        .detail(detail -> detail.compression("deflate"))
                        .build()),
                "compression",
                Severity.MEDIUM);
    }

    @Test
    void shouldStaySilentWhereNothingIsCompressed() {
        assertThat(judge.judge(Observations.tls()
                        .tls12()
                        .detail(detail -> detail.compression("null").offeredCompression(List.of("deflate", "null")))
                        .build()))
                .isEmpty();
    }

    @Test
    void shouldFireOnRenegotiationThatIsNotBound() {
        Observation observation = Observations.tls()
                .tls12()
                .reason(Reasons.TLS_RENEGOTIATION_INSECURE, "no answer")
                .detail(detail -> detail.secureRenegotiation(false))
                .build();

        assertOption(judge.judge(observation), "renegotiation", Severity.LOW);
    }

    @Test
    void shouldWeighARenegotiationThatHappenedMore() {
        Observation observation = Observations.tls()
                .tls12()
                .detail(detail -> detail.secureRenegotiation(false).renegotiation(true))
                .build();

        assertOption(judge.judge(observation), "renegotiation", Severity.MEDIUM);
    }

    @Test
    void shouldNotBlameAServerThatWasNotAsked() {
        assertThat(judge.judge(Observations.tls()
                        .tls12()
                        .detail(detail -> detail.secureRenegotiation(false))
                        .build()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"rsa_pkcs1_sha1, LOW", "ecdsa_sha1, LOW", "rsa_md5, MEDIUM"})
    void shouldFireOnAKeyExchangeSignedWithABrokenHash(String scheme, Severity severity) {
        assertOption(
                judge.judge(Observations.tls()
                        .tls12()
                        .detail(detail -> detail.signatureAlgorithm(scheme))
                        .build()),
                "signature-hash",
                severity);
    }

    @Test
    void shouldAcceptOtherSignatures() {
        assertThat(judge.judge(Observations.tls()
                        .tls12()
                        .detail(detail -> detail.signatureAlgorithm("rsa_pkcs1_sha256"))
                        .build()))
                .isEmpty();
    }

    @Test
    void shouldLeaveTls13Alone() {
        assertThat(judge.judge(Observations.tls()
                        .detail(detail -> detail.compression("deflate").signatureAlgorithm("rsa_pkcs1_sha1"))
                        .build()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "secp192r1, true",
        "secp160k1, true",
        "sect163r2, true",
        "arbitrary_explicit_prime_curves, true",
        "secp224r1, false",
        "secp256r1, false",
        "sect233k1, false",
        "x25519, false",
        "ffdhe2048, false"
    })
    void shouldJudgeTheGroup(String group, boolean weak) {
        List<Finding> findings =
                judge.judge(Observations.tls().tls12().curve(group).build());

        assertThat(findings).hasSize(weak ? 1 : 0).allSatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo("weak-cipher-suite");
            assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(finding.reason()).contains(group);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'SSH: host key of 1024 bits', 1",
        "'SSH: Diffie-Hellman group of 1024 bits', 1",
        "'SSH: host key of 1024 bits, Diffie-Hellman group of 1024 bits', 2"
    })
    void shouldJudgeSizesThatNoNameTells(String words, int weaknesses) {
        Observation observation = Observations.tls()
                .protection(Protection.WEAK)
                .crypto(
                        "ssh",
                        ObservationCryptoBuilder.builder()
                                .keyExchange("diffie-hellman-group-exchange-sha256")
                                .authentication("rsa-sha2-256")
                                .encryption("aes256-gcm@openssh.com")
                                .established(true))
                .reason(Reasons.CRYPTO_ALGORITHM_WEAK, words)
                .build();

        assertThat(new AlgorithmJudge(Policy.defaults()).judge(observation))
                .hasValueSatisfying(finding ->
                        assertThat((List<?>) finding.values().get("weaknesses")).hasSize(weaknesses));
    }

    private static void assertOption(List<Finding> findings, String option, Severity severity) {
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("weak-tls-option");
            assertThat(finding.cause()).isEqualTo(option);
            assertThat(finding.severity()).isEqualTo(severity);
        });
    }
}
