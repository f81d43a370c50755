package io.plainsight.stream.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.plainsight.events.Json;
import io.plainsight.stream.profile.SuiteTrait;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schema and reader say the same, no more and no less. */
class PolicySchemaTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Every kind of mapping: where the schema describes it, and a policy in which it holds one key that nobody knows. */
    static Stream<Arguments> mappings() {
        return Stream.of(
                Arguments.of("", "%s: 1"),
                Arguments.of("/$defs/profile", "profiles: [{%s: 1}]"),
                Arguments.of("/$defs/profile/properties/tls", "profiles: [{name: a, tls: {%s: 1}}]"),
                Arguments.of("/$defs/profile/properties/certificate", "profiles: [{name: a, certificate: {%s: 1}}]"),
                Arguments.of("/$defs/profile/properties/ssh", "profiles: [{name: a, ssh: {%s: 1}}]"),
                Arguments.of("/$defs/profile/properties/ike", "profiles: [{name: a, ike: {%s: 1}}]"),
                Arguments.of("/$defs/zone", "zones: [{%s: 1}]"),
                Arguments.of("/$defs/service", "services: [{%s: 1}]"),
                Arguments.of("/$defs/severity", "severity: [{%s: 1}]"),
                Arguments.of("/$defs/exception", "exceptions: [{%s: 1}]"),
                Arguments.of("/$defs/tolerated", "tolerated-plaintext: [{%s: 1}]"),
                Arguments.of("/$defs/destination", "destinations: [{%s: 1}]"),
                Arguments.of("/$defs/allowed", "destinations: [{allow: [{%s: 1}]}]"),
                Arguments.of("/properties/learning", "learning: {%s: 1}"),
                Arguments.of("/properties/learning/properties/new-destination", "learning: {new-destination: {%s: 1}}"),
                Arguments.of("/properties/learning/properties/unusual-volume", "learning: {unusual-volume: {%s: 1}}"),
                Arguments.of("/properties/learning/properties/beacon", "learning: {beacon: {%s: 1}}"),
                Arguments.of(
                        "/properties/learning/properties/handshake-failures",
                        "learning: {handshake-failures: {%s: 1}}"),
                Arguments.of(
                        "/properties/learning/properties/handshake-outage", "learning: {handshake-outage: {%s: 1}}"),
                Arguments.of(
                        "/properties/learning/properties/handshake-failure-client",
                        "learning: {handshake-failure-client: {%s: 1}}"),
                Arguments.of(
                        "/properties/learning/properties/handshake-failure-cause",
                        "learning: {handshake-failure-cause: {%s: 1}}"),
                Arguments.of("/properties/learning/properties/tls-scanner", "learning: {tls-scanner: {%s: 1}}"));
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void shouldKnowTheKeysThatTheReaderKnows(String pointer, String policy) throws IOException {
        String marker = "\"no-such-key\"; known here: ";
        String problem = problems(policy.formatted("no-such-key")).stream()
                .filter(line -> line.contains(marker))
                .findFirst()
                .orElseThrow();
        List<String> read = Arrays.asList(
                problem.substring(problem.indexOf(marker) + marker.length()).split(", "));

        JsonNode described = Json.mapper().readTree(PolicySchema.text()).at(pointer);
        List<String> keys = new ArrayList<>();
        described.get("properties").fieldNames().forEachRemaining(keys::add);

        assertThat(keys).containsExactlyInAnyOrderElementsOf(read);
        assertThat(described.get("additionalProperties").asBoolean()).isFalse();
    }

    @Test
    void shouldHaveNoMappingThatIsNotCompared() throws IOException {
        JsonNode schema = Json.mapper().readTree(PolicySchema.text());

        assertThat(schema.findParents("additionalProperties"))
                .hasSize((int) mappings().count());
        assertThat(schema.get("$schema").asText()).isEqualTo(SchemaId.V202012);
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(SchemaLocation.of(SchemaId.V202012))
                        .validate(schema))
                .as("by the schema of schemas")
                .isEmpty();
    }

    @Test
    void shouldNameTheTraitsOfSuites() throws IOException {
        JsonNode words = Json.mapper()
                .readTree(PolicySchema.text())
                .at("/$defs/profile/properties/tls/properties/forbidden/items/enum");
        TreeSet<String> described = new TreeSet<>();
        words.forEach(word -> described.add(word.asText()));

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(SuiteTrait.values()).map(SuiteTrait::id).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: shop",
                "{name: 7, version: 2.5}",
                "name: |\n  two\n  lines\n",
                "minimum-tls-version: 1.2",
                "minimum-tls-version: \"1.3\"",
                "certificate-expiry-days: [30, \"7\"]",
                "certificate-expiry-days: []",
                "resolvers: [10.0.0.53, \"fd00::/64\"]",
                "zones: []",
                "zones: [{name: a, networks: [10.0.0.0/8], profile: ncsc, plaintext: forbidden, resolvers: [10.0.0.53]}]",
                "zones: [{name: a, vlans: [10, \"20\"]}, {name: b, vpcs: [vpc-1]}]",
                "zones: [{name: a, networks: [10.0.0.0/8], vlans: [1]}, {name: b, networks: [10.0.0.0/8], vlans: [2]}]",
                "services: [{name: a, ports: [443], mutual-tls: required, criticality: high, plaintext: tolerated}]",
                "services: [{name: a, server-names: [\"*.example.org\"]}, {name: b, protocols: [smtp]}]",
                "severity: [{zones: [external], raise: 1}, {rules: [downgrade], set: info}, {zones: [internal], lower: 4}]",
                "exceptions: [{name: a, rules: [plaintext], ports: [80], owner: me, reason: old, expires: 2027-01-31}]",
                "tolerated-plaintext: [{sources: [10.0.0.1], owner: me, reason: old, expires: 2027-01-31}]",
                "destinations: [{name: a, sources: [10.0.0.0/8], scope: all, allow: []}]",
                "destinations: [{name: a, source-zones: [internal], allow: [{domains: [.example.org], ports: [1-2, 3]}]}]",
                "learning: {}",
                "learning: {days: \"1\", beacon: {intervals: 40}, new-destination: {low-percent: 30}}",
                "learning: {unusual-volume: {new-floor-mib: 50, floor-mib: 500, headroom-percent: 200, deviations: 8}}",
                "learning: {handshake-failures: {failures: 50, clients: 5, rise-percent: 30, deviations: 4}}",
                "learning: {handshake-outage: {failures: 500, clients: 50}, tls-scanner: {failures: 1, services: 1}}",
                "profiles: [{name: a, extends: ncsc, tls: {minimum-version: 1.0, dh-bits: 0, forbidden: [cbc]}}]",
                "profiles: [{name: a, certificate: {self-signed: true, life-days: 90}, ssh: {encryption: [none]}}]",
            })
    void shouldBothAccept(String policy) throws JsonProcessingException {
        assertThat(problems(policy)).isEmpty();
        assertThat(schema().validate(YAML.readTree(policy))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "just text",
                "name: ",
                "name: \"\"",
                "name: \"  \"",
                "name: \"a\\e[31mb\"",
                "name: [a]",
                "nmae: a",
                "minimum-tls-version: 1.1",
                "certificate-expiry-days: [0]",
                "certificate-expiry-days: [366]",
                "certificate-expiry-days: 30",
                "resolvers: []",
                "resolvers: [dns.example.org]",
                "zones: {}",
                "zones: [a]",
                "zones: [{}]",
                "zones: [{name: a}]",
                "zones: [{networks: [10.0.0.0/8]}]",
                "zones: [{name: internal, networks: [10.0.0.0/8]}]",
                "zones: [{name: a, networks: []}]",
                "zones: [{name: a, networks: 10.0.0.0/8}]",
                "zones: [{name: a, vlans: [4095]}]",
                "zones: [{name: a, vlans: [0]}]",
                "zones: [{name: a, networks: [10.0.0.0/8], plaintext: maybe}]",
                "services: [{name: a}]",
                "services: [{name: a, server-names: [\"a b\"]}]",
                "services: [{name: a, ports: [65536]}]",
                "services: [{name: a, ports: [443], mutual-tls: yes}]",
                "services: [{name: a, ports: [443], criticality: 3}]",
                "severity: [{zones: [external]}]",
                "severity: [{raise: 1}]",
                "severity: [{zones: [external], raise: 1, lower: 1}]",
                "severity: [{zones: [external], raise: 5}]",
                "severity: [{zones: [external], set: urgent}]",
                "severity: [{rules: [downgarde], raise: 1}]",
                "severity: [{rules: [], raise: 1}]",
                "exceptions: [{name: a, rules: [plaintext], owner: me, reason: old, expires: 2027-01-31}]",
                "exceptions: [{rules: [plaintext], ports: [80], owner: me, reason: old, expires: 2027-01-31}]",
                "exceptions: [{name: a, ports: [80], owner: me, reason: old, expires: 2027-01-31}]",
                "exceptions: [{name: a, rules: [plaintext], ports: [80], reason: old, expires: 2027-01-31}]",
                "exceptions: [{name: a, rules: [plaintext], ports: [80], owner: me, expires: 2027-01-31}]",
                "exceptions: [{name: a, rules: [plaintext], ports: [80], owner: me, reason: old}]",
                "exceptions: [{name: a, rules: [plaintext], ports: [80], owner: me, reason: old, expires: 2027-02-30}]",
                "exceptions: [{name: a, rules: [sensor-health], ports: [80], owner: me, reason: old, expires: 2027-01-31}]",
                "tolerated-plaintext: [{owner: me, reason: old, expires: 2027-01-31}]",
                "tolerated-plaintext: [{ports: [80], owner: me}]",
                "tolerated-plaintext: [{rules: [plaintext], ports: [80], owner: me, reason: old, expires: 2027-01-31}]",
                "destinations: [{name: a, sources: [10.0.0.0/8]}]",
                "destinations: [{name: a, allow: []}]",
                "destinations: [{sources: [10.0.0.0/8], allow: []}]",
                "destinations: [{name: a, sources: [10.0.0.0/8], scope: some, allow: []}]",
                "destinations: [{name: a, sources: [10.0.0.0/8], allow: [{domains: [\"a b\"]}]}]",
                "destinations: [{name: a, sources: [10.0.0.0/8], allow: [{ports: [http]}]}]",
                "learning: 7",
                "learning: {days: 0}",
                "learning: {days: 29}",
                "learning: {beacon: {intervals: many}}",
                "learning: {beacon: {jitter-percent: 101}}",
                "learning: {unusual-volume: {headroom-percent: 99}}",
                "learning: {handshake-failures: [20]}",
                "learning: {tls-scanner: {services: 51}}",
                "learning: {handshake-outage: {failures: 501}}",
                "profiles: [{extends: ncsc}]",
                "profiles: [{name: a, tls: {minimum-version: 1.4}}]",
                "profiles: [{name: a, tls: {forbidden: [rot13]}}]",
                "profiles: [{name: a, tls: {dh-bits: 20000}}]",
                "profiles: [{name: a, certificate: {self-signed: perhaps}}]",
                "profiles: [{name: a, certificate: {life-days: 0}}]",
            })
    void shouldBothRefuse(String policy) throws JsonProcessingException {
        assertThat(problems(policy)).as("the reader's problems").isNotEmpty();
        assertThat(schema().validate(YAML.readTree(policy)))
                .as("the schema's problems")
                .isNotEmpty();
    }

    @Test
    void shouldAcceptTheExample() throws IOException {
        try (InputStream in = PolicySchema.class.getResourceAsStream("example.yaml")) {
            String example = new String(in.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(schema().validate(YAML.readTree(example))).isEmpty();
        }
    }

    static List<String> problems(String policy) {
        try {
            PolicyReader.parse("p.yaml", policy);
            return List.of();
        } catch (PolicyException e) {
            return e.problems();
        }
    }

    private static JsonSchema schema() {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        PolicySchema.text(),
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
    }
}
