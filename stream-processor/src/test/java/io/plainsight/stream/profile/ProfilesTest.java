package io.plainsight.stream.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProfilesTest {
    @ParameterizedTest
    @MethodSource("io.plainsight.stream.profile.Profiles#names")
    void shouldLoadEveryProfileWithSourceAndDate(String name) {
        Profile profile = Profiles.named(name).orElseThrow();

        assertThat(profile.name()).isEqualTo(name);
        assertThat(profile.source()).isNotBlank();
        assertThat(LocalDate.parse(profile.date())).isAfter("2026-01-01");
        assertThat(profile.tls().minimumVersion()).isEqualTo("1.2");
        assertThat(profile.tls().dhBits()).isGreaterThanOrEqualTo(2048);
        assertThat(profile.tls().forbidden()).contains(SuiteTrait.NO_ENCRYPTION, SuiteTrait.RC4, SuiteTrait.TRIPLE_DES);
        assertThat(Profile.match(profile.ssh().encryption(), "aes128-cbc")).isPresent();
        assertThat(Profile.match(profile.ssh().encryption(), "aes128-gcm@openssh.com"))
                .isEmpty();
    }

    @Test
    void shouldNameNoProfileThatIsNotThere() {
        assertThat(Profiles.named("../policy/example")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "*-cbc*, aes128-cbc, true",
        "*-cbc*, rijndael-cbc@lysator.liu.se, true",
        "*-cbc*, aes128-ctr, false",
        "des*, des, true",
        "TLS_*_WITH_AES_*, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, true",
        "TLS_*_WITH_AES_*, TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256, false",
        "none, none, true",
        "none, nonesuch, false",
        "*, anything, true",
        "a*b*c, abc, true",
        "a*b*c, ab, false"
    })
    void shouldMatchWholeNames(String pattern, String name, boolean expected) {
        assertThat(new NamePattern(pattern).matches(name)).isEqualTo(expected);
    }

    @Test
    void shouldTakeAPolicysOwnProfileForAZone() throws PolicyException {
        var policy = PolicyReader.parse("p.yaml", """
                profile: nist-800-52r2
                minimum-tls-version: "1.3"
                profiles:
                  - name: house
                    extends: ncsc
                    tls: {minimum-version: "1.1", dh-bits: 3072}
                    certificate: {self-signed: true, forbidden-hashes: [md5, SHA-1]}
                zones:
                  - {name: lab, networks: [10.9.0.0/16], profile: house}
                  - {name: office, networks: [10.1.0.0/16]}
                """);

        assertThat(policy.profileOf("office").name()).isEqualTo("nist-800-52r2");
        assertThat(policy.profileOf("office").tls().minimumVersion()).isEqualTo("1.3");
        Profile house = policy.profileOf("lab");
        assertThat(house.tls().minimumVersion()).isEqualTo("1.1");
        assertThat(house.tls().dhBits()).isEqualTo(3072);
        assertThat(house.tls().forbidden()).contains(SuiteTrait.DHE);
        assertThat(house.certificate().selfSigned()).isTrue();
        assertThat(house.certificate().forbiddenHashes()).containsExactly("MD5", "SHA1");
        assertThat(house.source()).contains("NCSC");
    }

    @Test
    void shouldReportEverythingThatIsWrongWithAProfile() {
        assertThatThrownBy(() -> PolicyReader.parse("p.yaml", """
                        profile: nobody
                        profiles:
                          - name: house
                            extends: bcp
                            tls:
                              minimum-version: "2"
                              forbidden: [rc5]
                              dh-bits: many
                              cbc-with-encrypt-then-mac: perhaps
                            shs: {}
                          - title: nameless
                        """))
                .isInstanceOfSatisfying(PolicyException.class, e -> assertThat(e.problems())
                        .hasSize(8)
                        .anySatisfy(p ->
                                assertThat(p).startsWith("p.yaml:1:10: unknown profile \"nobody\"; use one of bcp195"))
                        .anySatisfy(p -> assertThat(p).startsWith("p.yaml:4:14: unknown profile \"bcp\""))
                        .anySatisfy(p -> assertThat(p).startsWith("p.yaml:6:24: unknown version \"2\""))
                        .anySatisfy(p -> assertThat(p).startsWith("p.yaml:7:19: unknown trait \"rc5\""))
                        .anySatisfy(p -> assertThat(p).contains("\"many\" is no number for dh-bits; write 0 to 16384"))
                        .anySatisfy(p -> assertThat(p).contains("\"perhaps\" is neither true nor false"))
                        .anySatisfy(p -> assertThat(p).contains("unknown key \"shs\""))
                        .anySatisfy(p -> assertThat(p).contains("key \"name\" is missing")));
    }
}
