package io.plainsight.stream.detection.weak;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.events.tls.CipherSuiteTraits;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.detection.TlsVersions;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Zones;
import java.util.ArrayList;
import java.util.List;

/** Judges version and cipher suite of completed handshakes. Stateless, thread-safe. */
final class WeakJudge {
    /** RFC 9325 section 4.5, PCI DSS 4.0.1: smaller groups are below 112 bits of security. */
    static final int MINIMUM_DH_BITS = 2048;

    private static final int BREAKABLE_DH_BITS = 1024;

    private final Policy policy;
    private final Zones zones;

    WeakJudge(Policy policy) {
        this.policy = policy;
        this.zones = new Zones(policy.zones());
    }

    /** A failed handshake protected nothing and exposed nothing, and so raises nothing here. */
    List<Finding> judge(Observation observation) {
        Observation.Tls tls = observation.tls();
        if (!Services.hasAction(observation, Actions.HANDSHAKE_COMPLETED)
                || tls == null
                || Boolean.FALSE.equals(tls.established())) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>(2);
        int rank = TlsVersions.rank(tls.version());
        if (rank >= 0 && rank < TlsVersions.rank(policy.minimumTlsVersion())) {
            findings.add(belowMinimum(observation, tls));
        }
        List<String> weaknesses = weaknesses(observation, tls);
        if (!weaknesses.isEmpty()) {
            findings.add(weakSuite(observation, tls, weaknesses));
        }
        return findings;
    }

    private Finding belowMinimum(Observation observation, Observation.Tls tls) {
        String version = TlsVersions.text(tls.version(), tls.versionProtocol());
        boolean ssl = TlsVersions.rank(tls.version()) < TlsVersions.rank("1.0");
        boolean allowedByBcp = TlsVersions.rank(tls.version()) >= TlsVersions.rank(TlsVersions.TLS_1_2);
        return FindingBuilder.of(TlsBelowMinimumRule.TEXT, observation)
                .about(observation.key(), Services.entity(observation, zones))
                .severity(ssl ? Severity.HIGH : allowedByBcp ? Severity.LOW : Severity.MEDIUM)
                .reason(Services.text(observation) + " negotiated " + version + "; the policy's minimum is "
                        + policy.minimumTlsVersion() + ".")
                .note(version + " negotiated")
                .value("version", tls.version())
                .value("version_protocol", tls.versionProtocol())
                .threshold("version", policy.minimumTlsVersion())
                .build();
    }

    private Finding weakSuite(Observation observation, Observation.Tls tls, List<String> weaknesses) {
        Integer dhBits = dhBits(observation);
        return FindingBuilder.of(WeakCipherSuiteRule.TEXT, observation)
                .about(observation.key(), Services.entity(observation, zones))
                .severity(severity(weaknesses, dhBits))
                .reason(Services.text(observation) + " negotiated " + tls.cipher() + ": "
                        + String.join("; ", weaknesses) + ".")
                .note(tls.cipher())
                .value("cipher_suite", tls.cipher())
                .value("weaknesses", weaknesses)
                .value("dh_bits", dhBits)
                .threshold("weaknesses", "none")
                .threshold("dh_bits", MINIMUM_DH_BITS)
                .build();
    }

    private static List<String> weaknesses(Observation observation, Observation.Tls tls) {
        List<String> weaknesses = new ArrayList<>();
        if (tls.cipher() != null) {
            weaknesses.addAll(CipherSuiteTraits.of(tls.cipher()).weaknesses());
        }
        Integer dhBits = dhBits(observation);
        if (dhBits != null && dhBits < MINIMUM_DH_BITS) {
            weaknesses.add("Diffie-Hellman group of " + dhBits + " bits");
        }
        return weaknesses;
    }

    private static Integer dhBits(Observation observation) {
        return observation.plainsight() == null || observation.plainsight().tls() == null
                ? null
                : observation.plainsight().tls().dhBits();
    }

    /** Broken outright is high; short keys and missing forward secrecy are medium; CBC alone is low. */
    private static Severity severity(List<String> weaknesses, Integer dhBits) {
        boolean broken = weaknesses.stream()
                .anyMatch(text -> text.equals("no encryption")
                        || text.equals("no authentication")
                        || text.startsWith("export")
                        || text.startsWith("RC4")
                        || text.equals("single DES"));
        if (broken || dhBits != null && dhBits < BREAKABLE_DH_BITS) {
            return Severity.HIGH;
        }
        return weaknesses.equals(List.of("CBC mode")) ? Severity.LOW : Severity.MEDIUM;
    }
}
