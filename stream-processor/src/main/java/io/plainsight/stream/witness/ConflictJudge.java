package io.plainsight.stream.witness;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.ProviderEncryption;
import io.plainsight.stream.policy.Zones;
import java.time.Duration;

/**
 * Holds the two witnesses of a connection against each other. Encryption by the provider's network and clear packets are no
 * conflict: both are true. Stateless, thread-safe.
 */
final class ConflictJudge {
    /** The sensor saw less than half. Headers of the network layer, which only flow logs count, are at most half of a packet. */
    static final double BYTES_FACTOR = 2;

    static final long BYTES_FLOOR = 100_000;
    private static final int IP_HEADER = 40;

    /** AWS: start and end may be up to 60 s after the packet ("Flow log records", Amazon VPC User Guide). */
    private static final Duration SLACK = Duration.ofSeconds(60);

    private final Policy policy;
    private final Zones zones;

    ConflictJudge(Policy policy) {
        this.policy = policy;
        this.zones = policy.zoning();
    }

    /**
     * @param connection with both sides
     * @return whether the witnesses disagree
     */
    boolean is(Conflict conflict, Connection connection, boolean tcp) {
        SeenSide seen = connection.seen();
        LoggedSide logged = connection.logged();
        boolean compares = policy.providerEncryption() != ProviderEncryption.IGNORE;
        return switch (conflict) {
            case STATED_ENCRYPTED ->
                compares
                        && logged.statement().saysApplication()
                        && (seen.protection() == Protection.PLAINTEXT || seen.protection() == Protection.WEAK);
            case STATED_UNENCRYPTED ->
                compares && logged.statement() == Statement.NONE && seen.protection() == Protection.PROTECTED;
            // every record refuses it; what comes behind a connection's close is refused as well, and the rest let
            // through
            case REJECTED_ESTABLISHED ->
                tcp
                        && !logged.allowed()
                        && seen.answered()
                        && seen.protection() != Protection.UNKNOWN
                        && !logged.first().isAfter(seen.last().plus(SLACK));
            case BYTES ->
                seen.ended()
                        && seen.whole()
                        && logged.allowed()
                        && logged.bytes() >= BYTES_FLOOR
                        && logged.bytes() > BYTES_FACTOR * (seen.bytes() + IP_HEADER * seen.packets())
                        && !logged.first().isBefore(seen.first().minus(SLACK))
                        && !logged.last().isAfter(seen.last().plus(SLACK));
        };
    }

    /** A record that lets the connection through came after one that refused it: both belong to it, and nothing is wrong. */
    Finding explained(Observation observation) {
        return FindingBuilder.of(WitnessConflictRule.TEXT, observation)
                .about(observation.destination().text(), Services.entity(observation, zones))
                .cause(Conflict.REJECTED_ESTABLISHED.cause())
                .severity(Severity.INFO)
                .reason("A later record lets the connection to " + Services.text(observation) + " through.")
                .note("let through in another record")
                .resolved(true)
                .build();
    }

    Finding finding(Conflict conflict, Connection connection, Observation observation) {
        SeenSide seen = connection.seen();
        LoggedSide logged = connection.logged();
        String service = Services.text(observation);
        String shown = seen.protection().text();
        FindingBuilder finding = FindingBuilder.of(WitnessConflictRule.TEXT, observation)
                .about(observation.destination().text(), Services.entity(observation, zones))
                .cause(conflict.cause())
                .value("conflict", conflict.cause())
                .value("packets", shown)
                .value("stated", logged.statement().text());
        switch (conflict) {
            case STATED_ENCRYPTED ->
                finding.severity(seen.protection() == Protection.PLAINTEXT ? Severity.MEDIUM : Severity.LOW)
                        .reason("The provider's flow log takes connections to " + service
                                + " to be encrypted by the application; their packets were " + shown + ".")
                        .note("stated as encrypted, packets " + shown)
                        .threshold("packets", Protection.PROTECTED.text());
            case STATED_UNENCRYPTED ->
                finding.severity(Severity.INFO)
                        .reason("The provider's flow log knows of no encryption to " + service
                                + "; its packets were protected.")
                        .note("stated as not encrypted, packets protected");
            case REJECTED_ESTABLISHED ->
                finding.severity(Severity.MEDIUM)
                        .confidence(0.7)
                        .reason("Flow logs refuse a connection to " + service
                                + " that packets show established: the rule is passed by, or the log is wrong.")
                        .note("refused in the log, established on the wire");
            default ->
                finding.severity(Severity.INFO)
                        .confidence(0.7)
                        .reason("Flow logs count more than twice the bytes that sensors saw of a connection to "
                                + service + ": part of the traffic passes them by.")
                        .note("bytes differ")
                        .value("bytes_logged", logged.bytes())
                        .value("bytes_seen", seen.bytes())
                        .threshold("factor", BYTES_FACTOR);
        }
        return finding.build();
    }
}
