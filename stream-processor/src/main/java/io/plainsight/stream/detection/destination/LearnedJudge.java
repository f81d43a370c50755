package io.plainsight.stream.detection.destination;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Certainty;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.detection.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what a host used with what its group has learned. Stateless, thread-safe. */
final class LearnedJudge {
    private static final double CONFIDENCE = 0.7;
    private static final double FLOW_LOG_CONFIDENCE = 0.5;
    private static final double BEACON_CONFIDENCE = 0.5;
    /** Of a rare destination. */
    private static final int MOST_USERS = 2;

    private static final long MIB = 1L << 20;

    private LearnedJudge() {}

    static List<Finding> judge(Usage usage) {
        if (!usage.learned()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        Optional<Finding> volume = VolumeJudge.judge(usage);
        newDestination(usage, volume.isPresent()).ifPresent(findings::add);
        unusualPort(usage).ifPresent(findings::add);
        volume.ifPresent(findings::add);
        beacon(usage).ifPresent(findings::add);
        return findings;
    }

    /** What the policy has decided about is no news: allowed, or reported as unexpected. */
    private static Optional<Finding> newDestination(Usage usage, boolean volumeTold) {
        Contact contact = usage.contact();
        boolean grown = usage.isNew() && contact.out() >= MIB && !volumeTold;
        if (contact.decided() || !usage.isFirst() && !grown) {
            return Optional.empty();
        }
        Score score = Score.of(usage);
        boolean own = score.value() >= usage.limits().newDestination().low() && !volumeTold;
        if (!own && !usage.isFirst()) {
            return Optional.empty();
        }
        FindingBuilder finding = about(NewDestinationRule.TEXT, contact);
        if (own) {
            finding.severity(
                    score.value() >= usage.limits().newDestination().medium() ? Severity.MEDIUM : Severity.LOW);
        } else {
            finding.about(contact.group(), new Alert.Entity("path", contact.group(), contact.group()))
                    .cause("digest")
                    .severity(Severity.INFO);
        }
        return finding.reason(contact.host() + " connected to " + Services.text(contact.connection())
                        + ", which no host of " + contact.group() + " used in "
                        + (usage.isFirst() ? "the 30 days before" : "the 30 days before this one came up")
                        + (contact.out() >= MIB ? ", and sent " + contact.out() / MIB + " MiB there." : "."))
                .value("score", rounded(score.value()))
                .value("rarity", rounded(score.rarity()))
                .value("direction", score.direction())
                .value("plaintext", score.plaintext())
                .value("volume", rounded(score.volume()))
                .value("new_country", usage.newCountry() ? contact.country() : null)
                .value("new_network", usage.familiar() ? null : network(contact))
                .value("status", "undecided")
                .threshold("score", usage.limits().newDestination().low())
                .buildOptional();
    }

    private static Optional<Finding> unusualPort(Usage usage) {
        Contact contact = usage.contact();
        Observation connection = contact.connection();
        String protocol = protocol(connection);
        boolean known = !usage.item().isUnknown(contact.day()) && usage.item().speaks(protocol);
        if (known || isFlowLog(connection) || !UsualPorts.isUnusual(connection)) {
            return Optional.empty();
        }
        return about(UnusualPortRule.TEXT, contact)
                .severity(contact.external() ? Severity.MEDIUM : Severity.LOW)
                .reason(contact.host() + " spoke " + protocol + " to " + Services.text(connection)
                        + ", on a port that belongs to another protocol; no host of " + contact.group()
                        + " did so before.")
                .value("protocol", protocol)
                .threshold(
                        "protocols",
                        UsualPorts.expected(connection.destination().port()))
                .buildOptional();
    }

    private static Optional<Finding> beacon(Usage usage) {
        Contact contact = usage.contact();
        Beat beat = contact.beat();
        if (beat == null || contact.decided() || !usage.isNew() || usage.now().users(contact.day()) > MOST_USERS) {
            return Optional.empty();
        }
        return about(BeaconRule.TEXT, contact)
                .severity(Severity.LOW)
                .reason(contact.host() + " calls " + Services.text(contact.connection()) + ", which is new to "
                        + contact.group() + ", every " + Math.round(beat.seconds()) + " seconds.")
                .value("intervals", beat.samples())
                .value("interval_seconds", beat.seconds())
                .value("jitter", beat.jitter())
                .threshold("intervals", usage.limits().beacon().intervals())
                .threshold("jitter", usage.limits().beacon().jitter())
                .confidence(BEACON_CONFIDENCE)
                .buildOptional();
    }

    /** About the host, one alert per destination. */
    static FindingBuilder about(RuleText rule, Contact contact) {
        Observation connection = contact.connection();
        boolean flowLog = isFlowLog(connection);
        return FindingBuilder.of(rule, connection)
                .about(contact.host(), new Alert.Entity("host", contact.host(), contact.group()))
                .cause(contact.item())
                .note(flowLog ? "allowed by the network, from a flow log" : "connection seen on the wire")
                .value("destination", Services.text(connection))
                .value("learned_as", contact.item())
                .value("bytes_out", contact.out() > 0 ? contact.out() : null)
                .value("bytes_in", contact.in() > 0 ? contact.in() : null)
                .confidence(flowLog ? FLOW_LOG_CONFIDENCE : CONFIDENCE)
                .trusting(Certainty.of(connection));
    }

    private static String network(Contact contact) {
        return contact.system() >= 0 ? "AS" + contact.system() : contact.block();
    }

    /** What the bytes showed; null where they showed nothing. */
    static String protocol(Observation connection) {
        return connection.network() == null ? null : connection.network().protocol();
    }

    static boolean isFlowLog(Observation connection) {
        return Services.hasAction(connection, Actions.FLOW_LOGGED);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
