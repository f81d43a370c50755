package io.plainsight.stream.detection.destination;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.witness.FlowRecords;
import java.util.Locale;

/**
 * What became of a connection that a flow log tells of. Records without a word of it are no proof of a connection: Google logs
 * packets that leave a host before its firewall decides about them ("About VPC Flow Logs records"), routers count what arrived.
 */
enum Decision {
    ALLOWED(Severity.HIGH, Severity.MEDIUM, 0.9, "connected to", "", "allowed by the network, from a flow log"),
    DENIED(
            Severity.LOW,
            Severity.LOW,
            0.9,
            "attempted to reach",
            "; it was blocked",
            "attempted, blocked by the network, from a flow log"),
    UNSTATED(
            Severity.MEDIUM,
            Severity.LOW,
            0.6,
            "sent packets to",
            "; the flow log does not say whether they were let through",
            "decision not stated, from a flow log");

    private final Severity external;
    private final Severity internal;
    private final double confidence;
    private final String verb;
    private final String outcome;
    private final String note;

    Decision(Severity external, Severity internal, double confidence, String verb, String outcome, String note) {
        this.external = external;
        this.internal = internal;
        this.confidence = confidence;
        this.verb = verb;
        this.outcome = outcome;
        this.note = note;
    }

    /** Data that was sent over TCP had an opening that was answered, whatever a record leaves unsaid. */
    static Decision of(Observation record) {
        if (FlowRecords.isDenied(record)) {
            return DENIED;
        }
        return FlowRecords.isAllowed(record) || FlowRecords.carriesData(record) ? ALLOWED : UNSTATED;
    }

    Severity severity(boolean leavesOurNetworks) {
        return leavesOurNetworks ? external : internal;
    }

    double confidence() {
        return confidence;
    }

    String verb() {
        return verb;
    }

    String outcome() {
        return outcome;
    }

    String note() {
        return note;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
