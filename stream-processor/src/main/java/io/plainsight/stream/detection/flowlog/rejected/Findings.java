package io.plainsight.stream.detection.flowlog.rejected;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Traffic.Side;
import io.plainsight.stream.policy.Zones;
import io.plainsight.stream.witness.FlowRecords;
import java.time.Instant;
import java.util.List;

/** Puts into words what is refused. Stateless. */
final class Findings {
    static final String SCAN = "scan";
    static final String INSISTENT = "insistent";
    static final String BLOCKED = "blocked";
    static final String SPIKE = "spike";

    private static final double SCAN_CONFIDENCE = 0.9;
    /** Absence of what works is part of it, and a flow log may lack records. */
    private static final double BLOCKED_CONFIDENCE = 0.7;

    private static final double COUNT_CONFIDENCE = 0.8;

    private final Zones zones;

    Findings(Policy policy) {
        this.zones = policy.zoning();
    }

    Finding scan(Observation record, SourceMemory memory, long limit, int weight) {
        String host = record.source().ip();
        return aboutHost(record, SCAN)
                .severity(isOurs(record) ? Severity.MEDIUM : Severity.INFO)
                .confidence(SCAN_CONFIDENCE)
                .reason(host + " was refused by " + memory.endpoints() + " endpoints (" + memory.hosts() + " hosts, "
                        + memory.ports() + " ports) within 20 minutes, none of which it ever worked with: it is looking"
                        + " around.")
                .note("refused")
                .value("endpoints", memory.endpoints())
                .value("hosts", memory.hosts())
                .value("ports", memory.ports())
                .threshold("endpoints", limit)
                .weight(weight, List.of())
                .build();
    }

    Finding insistent(Observation record, int count, long limit, int weight) {
        return aboutHost(record, INSISTENT)
                .severity(isOurs(record) ? Severity.LOW : Severity.INFO)
                .confidence(COUNT_CONFIDENCE)
                .reason("About " + count + " connections of " + record.source().ip()
                        + " were refused within ten minutes, the latest by " + Services.text(record) + ", where "
                        + limit + " would be many.")
                .note("refused")
                .value("refused", count)
                .threshold("refused", limit)
                .weight(weight, List.of())
                .build();
    }

    /** A host and a service or several that worked together. */
    Finding cutOff(Observation record, List<String> services, int weight) {
        return aboutHost(record, BLOCKED)
                .severity(Severity.LOW)
                .confidence(BLOCKED_CONFIDENCE)
                .reason(record.source().ip() + ", which worked with " + Services.text(record)
                        + ", is refused there" + because(record)
                        + " and has not been let through since: likely a security group or ACL"
                        + " that was changed by mistake.")
                .note("refused after it had worked")
                .value("services", services.size())
                .value("service", Services.text(record))
                .threshold("refused", PairMemory.LEAST_REFUSED)
                .threshold("seconds", PairMemory.LEAST_SECONDS)
                .weight(weight, List.of())
                .build();
    }

    Finding reaches(Observation record) {
        return aboutHost(record, BLOCKED)
                .severity(Severity.LOW)
                .reason(record.source().ip() + " is let through to " + Services.text(record) + " again.")
                .note("let through")
                .resolved(true)
                .build();
    }

    Finding stopped(Observation record, String cause) {
        return aboutHost(record, cause)
                .severity(Severity.LOW)
                .reason("No more than usual of " + record.source().ip() + " was refused for an hour.")
                .note("the last that was refused")
                .resolved(true)
                .build();
    }

    /** A service that several clients worked with. */
    Finding blocked(Observation record, PairMemory pair, int clients, int weight) {
        return aboutService(record, BLOCKED)
                .severity(Severity.MEDIUM)
                .confidence(BLOCKED_CONFIDENCE)
                .reason(clients + " clients that worked with " + Services.text(record)
                        + " are refused there" + because(record)
                        + " and have not been let through since: likely a security group or ACL that"
                        + " was changed by mistake.")
                .note("refused after it had worked")
                .value("clients", clients)
                .value("worked_until", Instant.ofEpochSecond(pair.last()).toString())
                .threshold("refused", PairMemory.LEAST_REFUSED)
                .threshold("seconds", PairMemory.LEAST_SECONDS)
                .weight(weight, List.of())
                .build();
    }

    Finding worksAgain(Observation record) {
        return aboutService(record, BLOCKED)
                .severity(Severity.LOW)
                .reason("The clients of " + Services.text(record) + " are let through again.")
                .note("let through")
                .resolved(true)
                .build();
    }

    Finding spike(Observation record, int count, long limit, int weight) {
        return aboutService(record, SPIKE)
                .severity(Severity.LOW)
                .confidence(COUNT_CONFIDENCE)
                .reason(count + " connections to " + Services.text(record) + " were refused within ten minutes, where "
                        + limit + " would be many.")
                .note("refused")
                .value("refused", count)
                .threshold("refused", limit)
                .weight(weight, List.of())
                .build();
    }

    Finding calm(Observation record) {
        return aboutService(record, SPIKE)
                .severity(Severity.LOW)
                .reason("No more than usual is refused at " + Services.text(record) + '.')
                .note("no more than usual")
                .resolved(true)
                .build();
    }

    private FindingBuilder aboutHost(Observation record, String cause) {
        String host = record.source().ip();
        return about(record, cause, host, new Alert.Entity("host", host, zones.of(record, Side.SOURCE)));
    }

    private FindingBuilder aboutService(Observation record, String cause) {
        return about(record, cause, record.destination().text(), Services.entity(record, zones));
    }

    private static FindingBuilder about(Observation record, String cause, String subject, Alert.Entity entity) {
        return FindingBuilder.of(RejectedSpikeRule.TEXT, record)
                .about(subject, entity)
                .cause(cause)
                .value("kind", cause)
                .value("reject_reason", FlowRecords.rejectReason(record));
    }

    private static String because(Observation record) {
        String reason = FlowRecords.rejectReason(record);
        return reason == null ? "" : " (" + reason + ')';
    }

    private boolean isOurs(Observation record) {
        return zones.isInternal(record, Side.SOURCE);
    }
}
