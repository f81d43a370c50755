package io.plainsight.stream.detection.starttls;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Certainty;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Zones;
import io.plainsight.stream.state.Sightings;
import java.util.Locale;
import java.util.Optional;

/**
 * Judges what became of an upgrade, given what the service has shown before. Stateless, thread-safe. The patterns are those
 * of {@code docs/detections/starttls-stripped.md}; the first that applies wins.
 */
final class StarttlsJudge {
    /** The service offered, accepted or carried out the upgrade. */
    static final String ABLE = "able";

    /** This many earlier sightings make a vanished offer more than a suggestion. */
    static final int ESTABLISHED = 3;

    private final Zones zones;

    StarttlsJudge(Policy policy) {
        this.zones = new Zones(policy.zones());
    }

    /** What this connection adds to the memory of the service. */
    Sightings remember(Observation observation, Sightings memory) {
        Observation.StartTls upgrade = upgrade(observation);
        return upgrade != null && isDone(observation) && isAble(upgrade)
                ? memory.with(ABLE, observation.timestamp())
                : memory;
    }

    Optional<Finding> judge(Observation observation, Sightings memory) {
        Observation.StartTls upgrade = upgrade(observation);
        boolean decides = isDone(observation) || Services.hasAction(observation, Actions.PLAINTEXT_OBSERVED);
        if (upgrade == null || !decides || Boolean.TRUE.equals(upgrade.used())) {
            return Optional.empty();
        }
        String protocol =
                upgrade.protocol() == null ? "the protocol" : upgrade.protocol().toUpperCase(Locale.ROOT);
        String service = Services.text(observation);
        boolean clear = continuedInClear(observation);
        long shownBefore = memory.count(ABLE, observation.timestamp());
        if (Boolean.TRUE.equals(upgrade.stripped())) {
            return Optional.of(start(observation, upgrade, "offer-overwritten", shownBefore)
                    .severity(Severity.HIGH)
                    .reason("The STARTTLS offer of " + service
                            + " was overwritten with filler on its way: something between"
                            + " server and client removes TLS from " + protocol + ".")
                    .note("offer overwritten with filler")
                    .build());
        }
        if (clear && Boolean.TRUE.equals(upgrade.requested()) && Boolean.FALSE.equals(upgrade.accepted())) {
            return Optional.of(refused(observation, upgrade, protocol, shownBefore));
        }
        // before the connection's end an accepted upgrade may still follow, and an offer may still come
        if (!isDone(observation) || !clear) {
            return Optional.empty();
        }
        if (Boolean.TRUE.equals(upgrade.accepted()) && Boolean.FALSE.equals(upgrade.used())) {
            return Optional.of(start(observation, upgrade, "accepted-then-clear", shownBefore)
                    .severity(Severity.HIGH)
                    .trusting(Certainty.of(observation))
                    .reason(service + " agreed to start TLS over " + protocol
                            + ", but the connection went on in clear.")
                    .note("accepted, then no TLS")
                    .build());
        }
        if (Boolean.FALSE.equals(upgrade.offered()) && shownBefore > 0) {
            return Optional.of(start(observation, upgrade, "offer-vanished", shownBefore)
                    .severity(shownBefore >= ESTABLISHED ? Severity.MEDIUM : Severity.INFO)
                    .trusting(Certainty.of(observation))
                    .confidence(shownBefore >= ESTABLISHED ? 0.8 : 0.4)
                    .reason(service + " offered STARTTLS over " + protocol
                            + " before and no longer does; the connection went on in clear.")
                    .note("no offer, where there was one before")
                    .build());
        }
        return Optional.empty();
    }

    /** A server that announces TLS and then refuses it contradicts itself; one that never had TLS just says so. */
    private Finding refused(Observation observation, Observation.StartTls upgrade, String protocol, long shownBefore) {
        boolean contradicts = Boolean.TRUE.equals(upgrade.offered()) || shownBefore > 0;
        return start(observation, upgrade, "refused-then-clear", shownBefore)
                .severity(contradicts ? Severity.HIGH : Severity.INFO)
                .confidence(contradicts ? 0.9 : 0.3)
                .reason("A client of " + Services.text(observation) + " asked for TLS over " + protocol
                        + ", was refused, and went on in clear"
                        + (contradicts ? ", although the service offers TLS." : "."))
                .note("refused, then clear")
                .build();
    }

    private FindingBuilder start(
            Observation observation, Observation.StartTls upgrade, String pattern, long shownBefore) {
        String protocol = upgrade.protocol() == null ? "" : upgrade.protocol();
        return FindingBuilder.of(StarttlsStrippedRule.TEXT, observation)
                .about(observation.key(), Services.entity(observation, zones))
                .cause(protocol)
                .value("pattern", pattern)
                .value("protocol", protocol)
                .value("offered", upgrade.offered())
                .value("requested", upgrade.requested())
                .value("accepted", upgrade.accepted())
                .value("able_before", shownBefore)
                .threshold("used", true)
                .threshold("able_before", ESTABLISHED);
    }

    private static boolean continuedInClear(Observation observation) {
        Observation.Plaintext plaintext = observation.plainsight().plaintext();
        return plaintext != null && (Boolean.TRUE.equals(plaintext.userData()) || plaintext.credentials() != null);
    }

    private static boolean isAble(Observation.StartTls upgrade) {
        return !Boolean.TRUE.equals(upgrade.stripped())
                && (Boolean.TRUE.equals(upgrade.offered())
                        || Boolean.TRUE.equals(upgrade.accepted())
                        || Boolean.TRUE.equals(upgrade.used()));
    }

    private static boolean isDone(Observation observation) {
        return Services.hasAction(observation, Actions.FLOW_ENDED);
    }

    private static Observation.StartTls upgrade(Observation observation) {
        return observation.plainsight() == null
                ? null
                : observation.plainsight().starttls();
    }
}
