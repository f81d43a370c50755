package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Zones;
import java.util.Comparator;
import java.util.Map;

/** Judges whether an authority that never issued for a name now does. Stateless, thread-safe. */
final class IssuerChangeJudge {
    private final Policy policy;
    private final Zones zones;

    IssuerChangeJudge(Policy policy) {
        this.policy = policy;
        this.zones = new Zones(policy.zones());
    }

    /** {@code from|to} when the certificate's issuer is new for a name that is known for long enough; else null. */
    String pair(Observation.Server server, CertificateHistory known, long at) {
        String family = CertificateNames.issuerFamily(server);
        boolean isNew = !family.isEmpty()
                && !known.issuers().isEmpty()
                && !known.issuers().containsKey(family)
                && known.issuers().size() < CertificateHistory.MAX_ISSUERS
                && at - known.since() >= CertificateHistoryJudge.LEARNING_SECONDS;
        if (!isNew) {
            return null;
        }
        String latest = known.issuers().entrySet().stream()
                .max(Comparator.comparing(Map.Entry<String, Long>::getValue).thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .orElse("");
        return latest + '|' + family;
    }

    /**
     * @param pair as from {@link #pair}
     * @param common whether several names changed that way before: an organisation that moves to another authority
     */
    Finding finding(Sighting sighting, String pair, boolean common) {
        Observation observation = sighting.observation();
        Observation.Server server = observation.tls().server();
        String zone = zones.of(observation.destination().ip());
        int bar = pair.indexOf('|');
        String to = pair.substring(bar + 1);
        boolean forbidden = to.equals(CertificateNames.SELF_SIGNED)
                && !policy.profileOf(zone).certificate().selfSigned();
        boolean quiet = common || !zones.isInternal(observation.destination().ip());
        return FindingBuilder.of(CertificateIssuerChangedRule.TEXT, observation)
                .about(
                        sighting.name(),
                        new Alert.Entity("certificate", sighting.name() + " at " + Services.text(observation), zone))
                .cause(to)
                .severity(forbidden ? Severity.MEDIUM : quiet ? Severity.INFO : Severity.LOW)
                .reason("The certificate of " + sighting.name() + " at " + Services.text(observation)
                        + " was issued by " + pair.substring(0, bar) + " so far and now is "
                        + (to.equals(CertificateNames.SELF_SIGNED) ? "self-signed" : "issued by " + to)
                        + (common ? ", as several others before it." : "."))
                .note("issuer that is new for this name")
                .value("issuer", server.issuer())
                .value("issuer_before", pair.substring(0, bar))
                .value("subject", server.subject())
                .value("sha256", server.hash() == null ? null : server.hash().sha256())
                .threshold("issuers", "those seen for this name")
                .confidence(0.8)
                .build();
    }
}
