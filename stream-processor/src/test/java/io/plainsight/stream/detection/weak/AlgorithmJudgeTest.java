package io.plainsight.stream.detection.weak;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.ObservationCryptoBuilder;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.stream.Observations;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlgorithmJudgeTest {
    private final AlgorithmJudge judge = new AlgorithmJudge(Policy.defaults());

    @ParameterizedTest
    @CsvSource({
        "2.0, diffie-hellman-group1-sha1, ssh-ed25519, aes128-ctr, hmac-sha2-256, key exchange diffie-hellman-group1-sha1",
        "2.0, curve25519-sha256, ssh-rsa, aes128-ctr, hmac-sha2-256, authentication by ssh-rsa",
        "2.0, curve25519-sha256, ssh-ed25519, 3des-cbc, hmac-sha2-256, cipher 3des-cbc",
        "2.0, curve25519-sha256, ssh-ed25519, aes128-ctr, hmac-md5-96, MAC hmac-md5-96",
        "1.5, , , , , version 1.5"
    })
    void shouldReportWhatSshChoseBelowTheProfile(
            String version, String exchange, String hostKey, String cipher, String mac, String weakness) {
        assertThat(judge.judge(Observations.tls()
                        .crypto("ssh", crypto(version, exchange, hostKey, cipher, mac))
                        .build()))
                .hasValueSatisfying(finding -> {
                    assertThat(finding.rule()).isEqualTo("weak-algorithm");
                    assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
                    assertThat(finding.reason()).contains(weakness);
                    assertThat(finding.cause()).isEqualTo("ssh");
                });
    }

    @Test
    void shouldSayNothingAboutGoodOnes() {
        assertThat(judge.judge(Observations.tls()
                        .crypto(
                                "ssh",
                                crypto(
                                        "2.0",
                                        "mlkem768x25519-sha256",
                                        "rsa-sha2-512",
                                        "aes256-gcm@openssh.com",
                                        "implicit"))
                        .build()))
                .isEmpty();
        assertThat(judge.judge(Observations.tls()
                        .crypto("ike", crypto("IKEv2", "curve25519", null, "ENCR_AES_GCM_16_256", null))
                        .build()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"IKEv1, modp2048, ENCR_AES_CBC_256", "IKEv2, modp1024, ENCR_AES_CBC_256", "IKEv2, modp2048, ENCR_3DES"})
    void shouldReportWeakIke(String version, String group, String cipher) {
        assertThat(judge.judge(Observations.tls()
                        .crypto("ike", crypto(version, group, null, cipher, "AUTH_HMAC_SHA2_256_128"))
                        .build()))
                .isPresent();
    }

    @Test
    void shouldCallAMissingCipherWorse() {
        assertThat(judge.judge(Observations.tls()
                        .crypto("ssh", crypto("2.0", "curve25519-sha256", "ssh-ed25519", "none", "hmac-sha2-256"))
                        .build()))
                .hasValueSatisfying(finding -> assertThat(finding.severity()).isEqualTo(Severity.HIGH));
    }

    @Test
    void shouldNotJudgeANegotiationThatDidNotEnd() {
        assertThat(judge.judge(Observations.tls()
                        .crypto(
                                "ssh",
                                crypto("2.0", "diffie-hellman-group1-sha1", null, null, null)
                                        .established(false))
                        .build()))
                .isEmpty();
    }

    @Test
    void shouldTakeTheSensorsVerdictOnOtherProtocols() {
        Observations smb = Observations.tls().crypto("smb", crypto("3.0", null, null, "AES-128-CCM", null));

        assertThat(judge.judge(smb.build())).isEmpty();
        assertThat(judge.judge(smb.protection(Protection.WEAK)
                        .reason(Reasons.CRYPTO_ALGORITHM_WEAK, "SMB 3.0 without pre-authentication integrity")
                        .build()))
                .hasValueSatisfying(
                        finding -> assertThat(finding.reason()).contains("without pre-authentication integrity"));
    }

    @Test
    void shouldFollowTheZonesProfile() throws PolicyException {
        Policy policy = PolicyReader.parse("p.yaml", """
                profiles:
                  - name: house
                    extends: bcp195
                    ssh: {key-exchange: ["curve25519-*", "ecdh-*"]}
                zones:
                  - {name: servers, networks: [10.0.1.0/24], profile: house}
                """);
        Observations ssh = Observations.tls()
                .crypto("ssh", crypto("2.0", "curve25519-sha256", "ssh-ed25519", "aes128-ctr", "hmac-sha2-256"));

        assertThat(new AlgorithmJudge(policy).judge(ssh.to("10.0.1.9", 22).build()))
                .hasValueSatisfying(finding -> assertThat(finding.thresholds()).containsEntry("profile", "house"));
        assertThat(new AlgorithmJudge(policy).judge(ssh.to("10.0.2.9", 22).build()))
                .isEmpty();
    }

    private static ObservationCryptoBuilder crypto(
            String version, String exchange, String authentication, String cipher, String mac) {
        return ObservationCryptoBuilder.builder()
                .version(version)
                .keyExchange(exchange)
                .authentication(authentication)
                .encryption(cipher)
                .integrity(mac)
                .established(true);
    }
}
