package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.detection.certificate.CertificateHistory.Held;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Zones;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Judges whether a renewed certificate has reached every endpoint that showed the old one. Stateless, thread-safe. */
final class CertificateRolloutJudge {
    /** A deployment that takes longer is no longer under way. */
    static final Duration ROLLOUT = Duration.ofHours(24);

    private static final int SHOWN_ENDPOINTS = 10;
    private static final long DAY = 86_400;
    private static final Duration ENDING = Duration.ofDays(7);

    /** An old certificate that nobody was shown for so long is taken for gone, also where its endpoints showed nothing since. */
    private static final Duration QUIET = Duration.ofDays(7);

    private final Zones zones;

    CertificateRolloutJudge(Policy policy) {
        this.zones = new Zones(policy.zones());
    }

    CertificateHistory judge(List<Finding> findings, Sighting sighting, CertificateHistory history, long at) {
        Observation observation = sighting.observation();
        if (sighting.inventoried() != null) {
            findings.add(differs(observation, sighting.inventoried(), sighting.name()));
        }
        if (!zones.isInternal(observation.destination().ip())) {
            return history; // networks of many servers renew by and by, and are not ours to repair
        }
        CertificateHistory next = history;
        for (Held renewal : history.certificates()) {
            Held old = history.certificate(renewal.replaces());
            if (old == null) {
                continue;
            }
            List<String> behind = behind(old, renewal);
            boolean inUse = renewal.last() >= at - DAY && old.last() >= at - DAY;
            boolean unseen = old.last() < at - QUIET.toSeconds();
            if (!behind.isEmpty() && inUse) {
                findings.add(finding(sighting, old, renewal, behind));
                next = next.with(renewal.straggling(true), at);
            } else if (renewal.straggling() && (behind.isEmpty() || unseen)) {
                findings.add(resolved(sighting, renewal));
                next = next.with(renewal.straggling(false), at);
            }
        }
        return next;
    }

    /**
     * Endpoints that showed the old certificate longer than a rollout may take after the new one appeared, and still do. Once
     * told, an address with several servers behind it has to show the new one for a day: few may ask there.
     */
    private static List<String> behind(Held old, Held renewal) {
        long goneAfter = renewal.straggling() ? DAY : CertificateHistoryJudge.GONE_SECONDS;
        return old.endpoints().entrySet().stream()
                .filter(endpoint -> endpoint.getValue() > renewal.first() + ROLLOUT.toSeconds())
                .filter(endpoint -> renewal.endpoints().getOrDefault(endpoint.getKey(), Long.MIN_VALUE)
                        < endpoint.getValue() + goneAfter)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private Finding finding(Sighting sighting, Held old, Held renewal, List<String> behind) {
        Observation observation = sighting.observation();
        Instant end = Instant.ofEpochSecond(old.notAfter());
        boolean ending = Duration.between(observation.timestamp(), end).compareTo(ENDING) <= 0;
        List<String> shown = behind.subList(0, Math.min(SHOWN_ENDPOINTS, behind.size()));
        return FindingBuilder.of(CertificateRolloutRule.TEXT, observation)
                .about(sighting.name(), entity(observation, sighting.name()))
                .severity(ending ? Severity.MEDIUM : Severity.LOW)
                .reason("The certificate " + sighting.name() + " was renewed, first seen "
                        + Instant.ofEpochSecond(renewal.first()) + ", but " + behind.size()
                        + (behind.size() == 1 ? " endpoint still shows" : " endpoints still show")
                        + " the old one, which ends "
                        + end + ": " + String.join(", ", shown) + (behind.size() > shown.size() ? ", …" : "") + ".")
                .note("certificate of a renewal that has not reached every endpoint")
                .value("endpoints_behind", shown)
                .value("endpoints_behind_count", behind.size())
                .value("endpoints_renewed", renewal.endpoints().size())
                .value("old", old.identity())
                .value("new", renewal.identity())
                .value("old_not_after", end.toString())
                .threshold("rollout_hours", ROLLOUT.toHours())
                .build();
    }

    private Finding resolved(Sighting sighting, Held renewal) {
        return FindingBuilder.of(CertificateRolloutRule.TEXT, sighting.observation())
                .about(sighting.name(), entity(sighting.observation(), sighting.name()))
                .reason("The old certificate of " + sighting.name() + " is no longer shown.")
                .note("renewed certificate in use")
                .value("new", renewal.identity())
                .resolved(true)
                .build();
    }

    /** The inventory and the wire disagree: one of them is behind. */
    private Finding differs(Observation observation, Observation.Server inventoried, String name) {
        Observation.Server server = observation.tls().server();
        boolean wireBehind = server.notAfter() != null
                && inventoried.notAfter() != null
                && server.notAfter().isBefore(inventoried.notAfter());
        String service = Services.text(observation);
        return FindingBuilder.of(CertificateRolloutRule.TEXT, observation)
                .about(observation.key() + '|' + name, entity(observation, name))
                .cause("inventory")
                .severity(Severity.INFO)
                .reason(service + " shows " + Certificates.name(server.subject()) + ", valid to " + server.notAfter()
                        + ", but the inventory has another certificate for it, valid to " + inventoried.notAfter()
                        + ": "
                        + (wireBehind
                                ? "the renewal is not deployed here."
                                : "the inventory is out of date, or wrong."))
                .note("another certificate than the inventory's")
                .value("seen", server.hash() == null ? null : server.hash().sha256())
                .value(
                        "inventoried",
                        inventoried.hash() == null ? null : inventoried.hash().sha256())
                .value("behind", wireBehind ? "wire" : "inventory")
                .threshold("certificate", "the inventory's")
                .build();
    }

    private Alert.Entity entity(Observation observation, String name) {
        return new Alert.Entity(
                "certificate",
                name.toLowerCase(Locale.ROOT) + " at " + Services.text(observation),
                zones.of(observation.destination().ip()));
    }
}
