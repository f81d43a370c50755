package io.plainsight.stream.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.plainsight.stream.profile.Profiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
    @Test
    void shouldReadTheExample() throws IOException, PolicyException {
        Policy policy = PolicyReader.parse("example.yaml", example());

        assertThat(policy.name()).isEqualTo("example");
        assertThat(policy.version()).isEqualTo("2026-11");
        assertThat(policy.profile().tls().minimumVersion()).isEqualTo("1.2");
        assertThat(policy.certificateStages()).containsExactly(30, 7);
        assertThat(policy.zones()).extracting(Policy.Zone::name).containsExactly("application-servers", "databases");
        assertThat(policy.toleratedPlaintext()).singleElement().satisfies(accepted -> {
            assertThat(accepted.owner()).isEqualTo("platform team");
            assertThat(accepted.expires()).isEqualTo(LocalDate.of(2027, 3, 31));
        });
        assertThat(policy.destinations()).hasSize(2);
        assertThat(policy.destinations().get(0).sources()).containsExactly(Cidr.of("10.20.0.0/16"));
        assertThat(policy.destinations().get(0).allow().get(1).ports())
                .containsExactly(new PortRange(443, 443), new PortRange(8000, 8100));
        assertThat(policy.destinations().get(1).scope()).isEqualTo(Policy.Scope.ALL);
    }

    @Test
    void shouldAllowSelfSignedCertificatesInAZone() throws PolicyException {
        Policy policy = PolicyReader.parse("p.yaml", """
                minimum-tls-version: "1.3"
                zones:
                  - {name: lab, networks: [10.1.0.0/16], self-signed: allowed}
                  - {name: plant, networks: [10.2.0.0/16]}
                """);

        assertThat(policy.profileOf("lab").certificate().selfSigned()).isTrue();
        assertThat(policy.profileOf("lab").tls().minimumVersion()).isEqualTo("1.3");
        assertThat(policy.profileOf("plant").certificate().selfSigned()).isFalse();
    }

    @Test
    void shouldReadWhereMutualTlsIsRequired() throws PolicyException {
        Policy policy = PolicyReader.parse("p.yaml", """
                zones:
                  - {name: mesh, networks: [10.7.0.0/16]}
                mutual-tls:
                  - {zones: [mesh], ports: [8443]}
                  - {server-names: [api.internal]}
                """);

        assertThat(policy.mutualTls())
                .containsExactly(
                        new Policy.MutualTls(
                                List.of(Cidr.of("10.7.0.0/16")), List.of(new PortRange(8443, 8443)), List.of()),
                        new Policy.MutualTls(List.of(), List.of(), List.of("api.internal")));
    }

    @Test
    void shouldRefuseMutualTlsForEverythingAndAnotherWordThanAllowed() {
        PolicyException problem = catchThrowableOfType(PolicyException.class, () -> PolicyReader.parse("p.yaml", """
                        zones:
                          - {name: lab, networks: [10.1.0.0/16], self-signed: yes}
                        mutual-tls:
                          - {ports: []}
                          - {}
                        """));

        assertThat(problem.getMessage())
                .contains("p.yaml:2:", "\"yes\" is neither allowed nor forbidden")
                .contains("p.yaml:5:", "name networks, ports or server-names");
    }

    @Test
    void shouldKeepDefaultsForWhatIsLeftOut() throws PolicyException {
        Policy policy = PolicyReader.parse("p.yaml", "name: mine\n");

        assertThat(policy)
                .isEqualTo(
                        new Policy("mine", "1", Profiles.defaults(), List.of(30, 7), List.of(), List.of(), List.of()));
    }

    @Test
    void shouldReportEveryProblemWithItsPlace() {
        String text = """
                name: mine
                minimum-tls-versoin: "1.2"
                minimum-tls-version: "1.1"
                zones:
                  - name: office
                    networks: [10.1.0.0/33, 10.1.2.3/16]
                tolerated-plaintext: none
                destinations:
                  - name: all
                    sources: [10.0.0.0/8]
                    allow:
                      - zones: [offcie]
                        ports: [https]
                """;

        PolicyException error =
                catchThrowableOfType(PolicyException.class, () -> PolicyReader.parse("mine.yaml", text));

        assertThat(error.problems())
                .satisfiesExactly(
                        p -> assertThat(p)
                                .startsWith("mine.yaml:2:1: unknown key \"minimum-tls-versoin\"; known here:"),
                        p -> assertThat(p).startsWith("mine.yaml:3:22: unknown version \"1.1\"; use"),
                        p -> assertThat(p).startsWith("mine.yaml:6:16: \"10.1.0.0/33\" is no address block;"),
                        p -> assertThat(p).startsWith("mine.yaml:6:29: \"10.1.2.3/16\" is no address block;"),
                        p -> assertThat(p).startsWith("mine.yaml:7:22: expected a list for tolerated-plaintext;"),
                        p -> assertThat(p).startsWith("mine.yaml:12:17: unknown zone \"offcie\"; define it"),
                        p -> assertThat(p).startsWith("mine.yaml:13:17: \"https\" is no port;"));
        assertThat(error).hasMessage(String.join(System.lineSeparator(), error.problems()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|p.yaml:1:1: the file is empty",
                "'name: [a'|not valid YAML",
                "'- a'|p.yaml:1:1: expected the policy as keys and values",
                "'name: {a: b}'|p.yaml:1:7: expected a text for name",
                "'certificate-expiry-days: [0]'|\"0\" is no number of days",
                "'certificate-expiry-days: [x]'|\"x\" is no number of days",
                "'zones: [{name: internal, networks: [10.0.0.0/8]}]'|is built in; choose another",
                "'zones: [{name: a}]'|key \"networks\" is missing",
                "'tolerated-plaintext: [{owner: me}]'|the exception matches everything",
                "'tolerated-plaintext: [{ports: [80]}]'|key \"owner\" is missing",
                "'tolerated-plaintext: [{ports: [80], owner: me, expires: soon}]'|\"soon\" is no date",
                "'tolerated-plaintext: [{ports: [70000], owner: me}]'|\"70000\" is no port",
                "'destinations: [{name: a, allow: []}]'|no sources",
                "'destinations: [{name: a, sources: [10.0.0.1], scope: some, allow: []}]'|unknown scope",
                "'destinations: [{name: a, sources: [10.0.0.1], allow: [{domains: [\"a b\"]}]}]'|is no domain",
                "'{a: {b: {c: {d: {e: {f: {g: {h: {i: {j: {k: {l: {m: {n: {o: {p: {q: {r: 1}}}}}}}}}}}}}}}}}}'|nested deeper",
            })
    void shouldRefuse(String text, String problem) {
        assertThatThrownBy(() -> PolicyReader.parse("p.yaml", text))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void shouldRefuseAKeyThatStandsTwice() {
        assertThatThrownBy(() -> PolicyReader.parse("p.yaml", "name: a\nname: b\n"))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("p.yaml:2:");
    }

    @Test
    void shouldNameAFileThatCannotBeRead() {
        assertThatThrownBy(() -> PolicyReader.read(Path.of("does-not-exist.yaml")))
                .isInstanceOf(PolicyException.class)
                .hasMessage("does-not-exist.yaml: no such file; check the path");
    }

    private static String example() throws IOException {
        try (InputStream in = PolicyReader.class.getResourceAsStream("example.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
