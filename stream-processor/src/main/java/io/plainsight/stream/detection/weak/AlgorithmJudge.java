package io.plainsight.stream.detection.weak;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Zones;
import io.plainsight.stream.profile.NamePattern;
import io.plainsight.stream.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges what SSH and IKE chose by the profile, and what other protocols chose (SMB, RDP, Kerberos, OPC UA …) by the sensor's
 * verdict. Stateless, thread-safe.
 */
final class AlgorithmJudge {
    private static final String SSH = "ssh";
    private static final String IKE = "ike";

    private final Policy policy;
    private final Zones zones;

    AlgorithmJudge(Policy policy) {
        this.policy = policy;
        this.zones = new Zones(policy.zones());
    }

    /** Null-free; empty where nothing weak was chosen or the negotiation was not seen to its end. */
    Optional<Finding> judge(Observation observation) {
        Observation.Crypto crypto = observation.plainsight() == null
                ? null
                : observation.plainsight().crypto();
        String protocol =
                observation.network() == null ? null : observation.network().protocol();
        if (crypto == null || protocol == null || Boolean.FALSE.equals(crypto.established())) {
            return Optional.empty();
        }
        Profile profile = policy.profileOf(observation);
        List<String> weaknesses =
                switch (protocol) {
                    case SSH -> withSizes(forbidden(crypto, profile.ssh()), observation);
                    case IKE -> forbidden(crypto, profile.ike());
                    default -> sensorsWords(observation);
                };
        return weaknesses.isEmpty() ? Optional.empty() : Optional.of(finding(observation, crypto, weaknesses, profile));
    }

    private static List<String> forbidden(Observation.Crypto crypto, Profile.Algorithms limits) {
        List<String> found = new ArrayList<>();
        add(found, "version ", crypto.version(), limits.versions());
        add(found, "key exchange ", crypto.keyExchange(), limits.keyExchange());
        add(found, "authentication by ", crypto.authentication(), limits.authentication());
        add(found, "cipher ", crypto.encryption(), limits.encryption());
        add(found, "MAC ", crypto.integrity(), limits.integrity());
        return found;
    }

    /** Key sizes are no names: what the sensor measured as too short is too short by every profile. */
    private static List<String> withSizes(List<String> found, Observation observation) {
        for (String words : sensorsWords(observation)) {
            int from = words.indexOf(':') + 1;
            for (String word : words.substring(from).split(",", -1)) {
                if (word.endsWith(" bits")) {
                    found.add(word.trim());
                }
            }
        }
        return found;
    }

    /** Whether a negotiation was seen to its end, so that what it does not show is not there. */
    static boolean isSeen(Observation observation) {
        Observation.Crypto crypto = observation.plainsight() == null
                ? null
                : observation.plainsight().crypto();
        return crypto != null && Boolean.TRUE.equals(crypto.established());
    }

    private static void add(List<String> found, String what, String name, List<NamePattern> limits) {
        if (Profile.match(limits, name).isPresent()) {
            found.add(what + name);
        }
    }

    private static List<String> sensorsWords(Observation observation) {
        Observation.Plainsight verdict = observation.plainsight();
        if (verdict.protection() != Protection.WEAK || verdict.reasons() == null) {
            return List.of();
        }
        return verdict.reasons().stream()
                .filter(reason -> reason.rule().equals(Reasons.CRYPTO_ALGORITHM_WEAK) && reason.detail() != null)
                .map(Observation.Reason::detail)
                .toList();
    }

    private Finding finding(
            Observation observation, Observation.Crypto crypto, List<String> weaknesses, Profile profile) {
        String protocol = observation.network().protocol();
        return FindingBuilder.of(WeakAlgorithmRule.TEXT, observation)
                .about(observation.key(), Services.entity(observation, zones))
                .cause(protocol)
                .severity(unprotected(crypto) ? Severity.HIGH : Severity.MEDIUM)
                .reason(Services.text(observation) + " chose weak algorithms for " + protocol + ": "
                        + String.join("; ", weaknesses) + ".")
                .note(String.join("; ", weaknesses))
                .value("protocol", protocol)
                .value("version", crypto.version())
                .value("key_exchange", crypto.keyExchange())
                .value("authentication", crypto.authentication())
                .value("encryption", crypto.encryption())
                .value("integrity", crypto.integrity())
                .value("weaknesses", weaknesses)
                .threshold("weaknesses", "none")
                .threshold("profile", profile.name())
                .build();
    }

    private static boolean unprotected(Observation.Crypto crypto) {
        return "none".equals(crypto.encryption()) || "ENCR_NULL".equals(crypto.encryption());
    }
}
