package io.plainsight.stream.detection.weak;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.detection.TlsVersions;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Zones;
import io.plainsight.stream.profile.Profile;
import io.plainsight.stream.profile.SuiteTrait;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Judges version and cipher suite of completed handshakes. Stateless, thread-safe. */
final class WeakJudge {
    private static final int BREAKABLE_DH_BITS = 1024;
    /** Nothing that anybody breaks today. */
    private static final Set<String> LOW = Set.of(SuiteTrait.CBC.phrase(), SuiteTrait.DHE.phrase(), Profile.NOT_LISTED);

    private final Policy policy;
    private final Zones zones;
    private final OptionJudge options;

    WeakJudge(Policy policy) {
        this.policy = policy;
        this.zones = new Zones(policy.zones());
        this.options = new OptionJudge(zones);
    }

    /** A failed handshake protected nothing and exposed nothing, and so raises nothing here. */
    List<Finding> judge(Observation observation) {
        return Services.hasAction(observation, Actions.HANDSHAKE_COMPLETED) ? weaknessesOf(observation) : List.of();
    }

    /** As {@link #judge}, whatever the observation's action. */
    List<Finding> weaknessesOf(Observation observation) {
        Observation.Tls tls = observation.tls();
        if (tls == null || Boolean.FALSE.equals(tls.established())) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>(2);
        Profile profile = policy.profileOf(observation);
        int rank = TlsVersions.rank(tls.version());
        if (rank >= 0 && rank < TlsVersions.rank(profile.tls().minimumVersion())) {
            findings.add(belowMinimum(observation, tls, profile));
        }
        List<String> weaknesses =
                profile.tls().weaknesses(tls.cipher(), encryptsThenMac(observation), tls.curve(), dhBits(observation));
        if (!weaknesses.isEmpty()) {
            findings.add(weakSuite(observation, tls, weaknesses, profile));
        }
        findings.addAll(options.judge(observation));
        return findings;
    }

    /** Whether all that is judged here was seen of a handshake that was completed. */
    static boolean isSeen(Observation observation) {
        Observation.Tls tls = observation.tls();
        return tls != null
                && Boolean.TRUE.equals(tls.established())
                && TlsVersions.rank(tls.version()) >= 0
                && tls.cipher() != null
                && !tls.cipher().startsWith("0x");
    }

    private Finding belowMinimum(Observation observation, Observation.Tls tls, Profile profile) {
        String minimum = profile.tls().minimumVersion();
        String version = TlsVersions.text(tls.version(), tls.versionProtocol());
        boolean ssl = TlsVersions.rank(tls.version()) < TlsVersions.rank("1.0");
        boolean allowedByBcp = TlsVersions.rank(tls.version()) >= TlsVersions.rank(TlsVersions.TLS_1_2);
        return FindingBuilder.of(TlsBelowMinimumRule.TEXT, observation)
                .about(observation.key(), Services.entity(observation, zones))
                .severity(ssl ? Severity.HIGH : allowedByBcp ? Severity.LOW : Severity.MEDIUM)
                .reason(Services.text(observation) + " negotiated " + version + "; the minimum by " + profile.title()
                        + " is " + minimum + ".")
                .note(version + " negotiated")
                .value("version", tls.version())
                .value("version_protocol", tls.versionProtocol())
                .threshold("version", minimum)
                .threshold("profile", profile.name())
                .build();
    }

    private Finding weakSuite(Observation observation, Observation.Tls tls, List<String> weaknesses, Profile profile) {
        Integer dhBits = dhBits(observation);
        return FindingBuilder.of(WeakCipherSuiteRule.TEXT, observation)
                .about(observation.key(), Services.entity(observation, zones))
                .severity(severity(weaknesses, dhBits))
                .reason(Services.text(observation) + " negotiated " + tls.cipher() + ": "
                        + String.join("; ", weaknesses) + ".")
                .note(tls.cipher())
                .value("cipher_suite", tls.cipher())
                .value("weaknesses", weaknesses)
                .value("group", tls.curve())
                .value("dh_bits", dhBits)
                .threshold("weaknesses", "none")
                .threshold("dh_bits", profile.tls().dhBits())
                .threshold("profile", profile.name())
                .build();
    }

    private static boolean encryptsThenMac(Observation observation) {
        return observation.plainsight() != null
                && observation.plainsight().tls() != null
                && Boolean.TRUE.equals(observation.plainsight().tls().encryptThenMac());
    }

    private static Integer dhBits(Observation observation) {
        return observation.plainsight() == null || observation.plainsight().tls() == null
                ? null
                : observation.plainsight().tls().dhBits();
    }

    /** Broken outright is high; short keys and missing forward secrecy are medium; CBC, or what is merely not on the list, is low. */
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
        return LOW.containsAll(weaknesses) ? Severity.LOW : Severity.MEDIUM;
    }
}
