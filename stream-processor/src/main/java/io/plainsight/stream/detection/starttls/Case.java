package io.plainsight.stream.detection.starttls;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.Zones;
import java.util.Locale;
import java.util.regex.Matcher;

/** A suspicion in the making: what all patterns say alike. Used once. */
final class Case {
    /** This many earlier sightings make what is missing more than a suggestion. */
    static final int ESTABLISHED = 3;

    private final FindingBuilder finding;
    private final Observation observation;
    private final String protocol;

    Case(Pattern pattern, Observation observation, Observation.StartTls upgrade, UpgradeMemory memory, Zones zones) {
        this.observation = observation;
        this.protocol = protocol(upgrade);
        this.finding = FindingBuilder.of(StarttlsStrippedRule.TEXT, observation)
                .about(observation.key(), Services.entity(observation, zones))
                .cause(pattern.cause(protocol))
                .value("pattern", pattern.text())
                .value("row", pattern.row())
                .value("protocol", protocol)
                .value("offered", upgrade.offered())
                .value("required", upgrade.required())
                .value("requested", upgrade.requested())
                .value("accepted", upgrade.accepted())
                .value("used", upgrade.used())
                .value("filler", upgrade.filler())
                .value("pipelined", upgrade.pipelined())
                .value("able_before", memory.ableBefore(Upgrades.at(observation)))
                .threshold("used", true)
                .threshold("able_before", ESTABLISHED);
    }

    /** Lower case; empty where the sensor did not say. */
    static String protocol(Observation.StartTls upgrade) {
        return upgrade.protocol() == null ? "" : upgrade.protocol().toLowerCase(Locale.ROOT);
    }

    Case blame(Blame blame, double sure) {
        finding.value("blame", blame.text()).value("blame_confidence", sure);
        return this;
    }

    Case severity(Severity severity) {
        finding.severity(severity);
        return this;
    }

    Case confidence(double confidence) {
        finding.confidence(confidence);
        return this;
    }

    Case trusting(double certainty) {
        finding.trusting(certainty);
        return this;
    }

    Case value(String name, Object value) {
        finding.value(name, value);
        return this;
    }

    Case threshold(String name, Object limit) {
        finding.threshold(name, limit);
        return this;
    }

    /** @param words with {@code %s} for the service, then for the protocol */
    Case reason(String words) {
        String name = protocol.isEmpty() ? "the protocol" : protocol.toUpperCase(Locale.ROOT);
        finding.reason(
                words.replaceFirst("%s", quoted(Services.text(observation))).replaceFirst("%s", quoted(name)));
        return this;
    }

    Case note(String note) {
        finding.note(note);
        return this;
    }

    Suspicion suspect(String scope) {
        return new Suspicion(finding.build(), scope);
    }

    private static String quoted(String text) {
        return Matcher.quoteReplacement(text);
    }
}
