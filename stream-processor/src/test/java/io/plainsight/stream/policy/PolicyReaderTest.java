package io.plainsight.stream.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.plainsight.events.Observation;
import io.plainsight.stream.Observations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
    @TempDir
    private Path directory;

    @Test
    void shouldReadTheExample() throws IOException, PolicyException {
        Policy policy = PolicyReader.parse("example.yaml", example());

        assertThat(policy.name()).isEqualTo("example");
        assertThat(policy.version()).isEqualTo("2026-11");
        assertThat(policy.profile().tls().minimumVersion()).isEqualTo("1.2");
        assertThat(policy.certificateStages()).containsExactly(30, 7);
        assertThat(policy.zones()).extracting(Policy.Zone::name).containsExactly("application-servers", "databases");
        assertThat(policy.exceptions())
                .extracting(AcceptedException::name)
                .containsExactly("old-storage", "tolerated-plaintext http 10.20.9.0/24 8080");
        assertThat(policy.exceptions()).last().satisfies(accepted -> {
            assertThat(accepted.owner()).isEqualTo("platform team");
            assertThat(accepted.expires()).isEqualTo(LocalDate.of(2027, 3, 31));
        });
        assertThat(policy.destinations()).hasSize(2);
        assertThat(policy.destinations().get(0).sourceZones()).containsExactly("application-servers");
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
    void shouldLetAZoneHaveItsOwnWordOnSelfSignedCertificates() throws PolicyException {
        Policy policy = PolicyReader.parse("p.yaml", """
                profile: pci-dss-4
                zones:
                  - {name: lab, networks: [10.1.0.0/16], self-signed: allowed}
                  - {name: shop, networks: [10.2.0.0/16], profile: bcp195, self-signed: forbidden}
                """);

        assertThat(policy.profileOf("lab").name()).isEqualTo("pci-dss-4");
        assertThat(policy.profileOf("lab").certificate().selfSigned()).isTrue();
        assertThat(policy.profileOf("shop").name()).isEqualTo("bcp195");
        assertThat(policy.profileOf("shop").certificate().selfSigned()).isFalse();
    }

    @Test
    void shouldKeepDefaultsForWhatIsLeftOut() throws PolicyException {
        Policy policy = PolicyReader.parse("p.yaml", "name: mine\n");

        assertThat(policy)
                .isEqualTo(PolicyBuilder.builder(Policy.defaults())
                        .name("mine")
                        .fingerprint(policy.fingerprint())
                        .build());
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
                                .startsWith(
                                        "mine.yaml:2:1: unknown key \"minimum-tls-versoin\" (did you mean \"minimum-tls-version\"?)"),
                        p -> assertThat(p).startsWith("mine.yaml:3:22: unknown version \"1.1\"; use"),
                        p -> assertThat(p).startsWith("mine.yaml:6:16: \"10.1.0.0/33\" is no address block;"),
                        p -> assertThat(p).startsWith("mine.yaml:6:29: \"10.1.2.3/16\" is no address block;"),
                        p -> assertThat(p).startsWith("mine.yaml:7:22: expected a list for tolerated-plaintext;"),
                        p -> assertThat(p)
                                .startsWith(
                                        "mine.yaml:12:17: unknown zone \"offcie\" (did you mean \"office\"?); define it"),
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
                "'learning: {days: 40}'|p.yaml:1:18: \"40\" is no number for days; write 1 to 28",
                "'learning: {beacon: 20}'|p.yaml:1:20: expected beacon as keys and values",
                "'learning: {new-destination: {low-percent: 60}}'|p.yaml:1:29: medium-percent (50) is below low-percent (60);",
                "'zones: [{name: internal, networks: [10.0.0.0/8]}]'|is built in; choose another",
                "'zones: [{name: a}]'|key \"networks\" is missing",
                "'tolerated-plaintext: [{owner: me}]'|the exception matches everything",
                "'tolerated-plaintext: [{ports: [80]}]'|key \"owner\" is missing",
                "'tolerated-plaintext: [{ports: [80], owner: me, expires: soon}]'|\"soon\" is no date",
                "'tolerated-plaintext: [{ports: [80], owner: me, reason: x}]'|key \"expires\" is missing",
                "'tolerated-plaintext: [{ports: [80], owner: me, expires: 2027-01-31}]'|key \"reason\" is missing",
                "'tolerated-plaintext: [{ports: [], owner: me, reason: x, expires: 2027-01-31}]'|the list of ports is empty",
                "'exceptions: [{rules: [plaintxt]}]'|unknown rule \"plaintxt\" (did you mean \"plaintext\"?); docs/detections",
                "'exceptions: [{rules: [sensor-health]}]'|rule \"sensor-health\" cannot have an exception",
                "'exceptions: [{services: [ledger]}]'|p.yaml:1:26: unknown service \"ledger\"; define it under services",
                "'exceptions: [{name: a}, {name: a}]'|p.yaml:1:25: the name \"a\" stands twice under exceptions",
                "'services: [{name: a, ports: [1]}, {name: a, ports: [2]}]'|the name \"a\" stands twice under services",
                "'zones: [{name: a, networks: [10.0.0.0/8]}, {name: a, vlans: [1]}]'|stands twice under zones",
                "'zones: [{name: a, networks: [10.0.0.0/8]}, {name: b, networks: [10.0.0.0/8]}]'|p.yaml:1:44: zone \"b\" overlaps with zone \"a\": both have 10.0.0.0/8",
                "'zones: [{name: a, vlans: [1, 2]}, {name: b, vlans: [2, 3]}]'|both have vlan 2",
                "'profile: ncssc'|unknown profile \"ncssc\" (did you mean \"ncsc\"?); use one of bcp195,",
                "'profiles: [{name: own, extends: bcp-195}]'|unknown profile \"bcp-195\" (did you mean \"bcp195\"?)",
                "'profiles: [{name: ncsc}]'|profile \"ncsc\" comes with the program",
                "'services: [{name: a, ports: [443], mutual-tls: yes}]'|unknown mutual-tls \"yes\"; use one of required, optional, absent",
                "'services: [{name: a, plaintext: tolerated}]'|the service is everywhere",
                "'severity: [{rules: [downgrade], raise: 1, set: low}]'|needs one of raise, lower and set; it has 2",
                "'severity: [{raise: 1}]'|the severity holds for everything",
                "'destinations: [{name: a, sources: [10.0.0.1], allow: [{asns: [64496]}]}]'|add asn-database",
                "'destinations: [{name: a, sources: [10.0.0.1], allow: [{countries: [NL]}]}]'|add country-database",
                "'asn-database: .'|no such file",
                "'{name: &n a, version: *n}'|p.yaml:1:23: alias *n is not supported; write the value out",
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
    void shouldSayOnceThatARuleIsUnknown() {
        PolicyException error = catchThrowableOfType(PolicyException.class, () -> PolicyReader.parse("p.yaml", """
                        exceptions:
                          - {name: a, rules: [plaintxt], ports: [80], owner: me, reason: x, expires: 2027-01-31}
                        """));

        assertThat(error.problems()).hasSize(1);
    }

    @Test
    void shouldRefuseASecondDocument() {
        assertThatThrownBy(() -> PolicyReader.parse("p.yaml", "name: a\n---\nzones: []\n"))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("p.yaml:3:1: a second document begins; put all into one");
    }

    @Test
    void shouldStopAfterSomeHundredProblems() {
        String text = "zones: [" + "{name: internal, networks: [x]}, ".repeat(500) + "]";

        PolicyException error = catchThrowableOfType(PolicyException.class, () -> PolicyReader.parse("p.yaml", text));

        assertThat(error.problems()).hasSize(201).last().asString().startsWith("p.yaml: and ");
    }

    @Test
    void shouldLookUpWhatIsExpectedOfAService() throws PolicyException {
        Policy policy = PolicyReader.parse("p.yaml", """
                profile: nist-800-52r2
                resolvers: [10.0.0.53]
                zones:
                  - {name: shop, networks: [10.0.1.0/24], profile: pci-dss-4, resolvers: [10.0.1.53]}
                  - {name: lab, networks: [10.0.2.0/24]}
                services:
                  - {name: till, zones: [shop], server-names: ["*.till.example.org"], mutual-tls: required, profile: ncsc}
                  - {name: any till, zones: [shop], mutual-tls: absent}
                """);
        Observation till = Observations.tls().serverName("7.till.example.org").build();
        Observation other = Observations.tls().serverName("till.example.org").build();
        Observation lab = Observations.tls().to("10.0.2.9", 443).build();

        assertThat(policy.serviceOf(till)).map(Service::name).contains("till");
        assertThat(policy.serviceOf(till)).map(Service::mutualTls).contains(Service.MutualTls.REQUIRED);
        assertThat(policy.serviceOf(other)).map(Service::name).contains("any till");
        assertThat(policy.serviceOf(lab)).isEmpty();
        assertThat(policy.profileOf(till).name()).isEqualTo("ncsc");
        assertThat(policy.profileOf(other).name()).isEqualTo("pci-dss-4");
        assertThat(policy.profileOf(lab).name()).isEqualTo("nist-800-52r2");
        assertThat(policy.resolversOf("shop")).containsExactly(Cidr.of("10.0.1.53"));
        assertThat(policy.resolversOf("lab")).containsExactly(Cidr.of("10.0.0.53"));
        assertThat(policy.resolversOf("internal")).containsExactly(Cidr.of("10.0.0.53"));
    }

    @Test
    void shouldNameExceptionsThatEndTheFirstToEndAtTheHead() throws PolicyException {
        Policy policy = PolicyReader.parse("p.yaml", """
                exceptions:
                  - {name: later, rules: [plaintext], ports: [80], owner: me, reason: x, expires: 2026-12-05}
                  - {name: soon, rules: [plaintext], ports: [81], owner: me, reason: x, expires: 2026-12-04}
                  - {name: over, rules: [plaintext], ports: [82], owner: me, reason: x, expires: 2026-11-19}
                """);

        assertThat(policy.exceptionsEnding(Instant.parse("2026-11-21T00:00:00Z"), 14))
                .extracting(AcceptedException::name)
                .containsExactly("over", "soon");
    }

    @Test
    void shouldTellEditionsOfOneVersionApartAsSha256sumDoes() throws PolicyException, IOException {
        // printf 'version: "7"\n' | sha256sum
        Policy first = PolicyReader.parse("p.yaml", "version: \"7\"\n");
        Policy second = PolicyReader.parse("p.yaml", "version: \"7\" # changed\n");

        assertThat(first.edition()).isEqualTo("7+6d3c48354629");
        assertThat(second.edition()).startsWith("7+").isNotEqualTo(first.edition());
        assertThat(Policy.defaults().edition()).isEqualTo("1");
        assertThat(PolicyReader.read(Files.writeString(directory.resolve("p.yaml"), "version: \"7\"\n"))
                        .edition())
                .isEqualTo(first.edition());
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
