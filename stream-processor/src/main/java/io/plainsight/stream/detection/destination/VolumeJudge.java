package io.plainsight.stream.detection.destination;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.Learning;
import java.util.Optional;

/** Judges what a host sent out on a day: to a new destination by its direction, to a known one by what is usual. Stateless, thread-safe. */
final class VolumeJudge {
    private static final long MIB = 1L << 20;
    /** A visit to a site brings more back than it sends; an upload does not. */
    private static final int OUTWARD = 4;

    private VolumeJudge() {}

    /** Only what leaves our networks. */
    static Optional<Finding> judge(Usage usage) {
        Contact contact = usage.contact();
        if (!usage.learned() || !contact.external() || contact.out() <= contact.in()) {
            return Optional.empty();
        }
        return isUndecided(usage) ? toNew(usage) : toKnown(usage);
    }

    private static boolean isUndecided(Usage usage) {
        return usage.isNew() && !usage.contact().decided();
    }

    private static Optional<Finding> toNew(Usage usage) {
        Contact contact = usage.contact();
        // one record of a flow log knows one direction
        Learning.UnusualVolume limits = usage.limits().unusualVolume();
        long floor = LearnedJudge.isFlowLog(contact.connection()) ? limits.floor() : limits.newFloor();
        if (contact.out() < floor || contact.out() < OUTWARD * contact.in()) {
            return Optional.empty();
        }
        return finding(
                usage,
                isClear(contact.connection()) ? Severity.HIGH : Severity.MEDIUM,
                floor,
                "which is new to " + contact.group() + ", and got little back");
    }

    private static Optional<Finding> toKnown(Usage usage) {
        Contact contact = usage.contact();
        Learning.UnusualVolume limits = usage.limits().unusualVolume();
        long limit = Math.max(
                VolumeLimit.of(usage.item(), contact.day(), limits),
                VolumeLimit.of(usage.host(), contact.day(), limits));
        if (contact.out() <= limit) {
            return Optional.empty();
        }
        return finding(
                usage,
                isClear(contact.connection()) ? Severity.MEDIUM : Severity.LOW,
                limit,
                "more than " + limit / MIB + " MiB, which is usual for this host and this destination");
    }

    private static Optional<Finding> finding(Usage usage, Severity severity, long limit, String why) {
        Contact contact = usage.contact();
        return LearnedJudge.about(UnusualVolumeRule.TEXT, contact)
                .severity(severity)
                .reason(contact.host() + " sent " + contact.out() / MIB + " MiB in a day to "
                        + Services.text(contact.connection()) + ", " + why + '.')
                .threshold("bytes_out", limit)
                .buildOptional();
    }

    private static boolean isClear(Observation connection) {
        return connection.plainsight() != null && connection.plainsight().protection() == Protection.PLAINTEXT;
    }
}
