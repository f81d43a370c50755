package io.plainsight.stream.detection;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds a {@link Finding}; the caller states what is special about it. Used once. */
public final class FindingBuilder {
    private final String rule;
    private final Instant time;
    private final String record;
    /** The last piece of evidence; null where {@link #evidence} says all. */
    private final Observation observation;

    private Observation traffic;
    private String subject;
    private String cause = "";
    private Alert.Entity entity;
    private Severity severity = Severity.MEDIUM;
    private String reason;
    private String note;
    private double confidence = 1;
    private long weight = 1;
    private double certainty = 1;
    private boolean resolved;
    private String remediation;
    private List<Alert.Evidence> earlier = List.of();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Object> thresholds = new LinkedHashMap<>();

    private FindingBuilder(String rule, Instant time, String record, Observation observation) {
        this.rule = rule;
        this.time = time;
        this.record = record;
        this.observation = observation;
        this.traffic = observation;
    }

    /** About one observation, which is its last piece of evidence. */
    public static FindingBuilder of(RuleText rule, Observation observation) {
        return new FindingBuilder(
                rule.id(), observation.timestamp(), observation.event().id(), observation);
    }

    /**
     * About no single connection; what the policy judges it by is its {@link #traffic}, if it has any.
     *
     * @param rule id of the rule
     * @param time packet time
     * @param record what the finding counts once for, such as an {@code event.id}
     */
    public static FindingBuilder of(String rule, Instant time, String record) {
        return new FindingBuilder(rule, time, record, null);
    }

    /** The same finding, to be changed. */
    public static FindingBuilder from(Finding finding) {
        FindingBuilder copy = new FindingBuilder(finding.rule(), finding.time(), finding.observation(), null)
                .about(finding.subject(), finding.entity())
                .cause(finding.cause())
                .severity(finding.severity())
                .reason(finding.reason())
                .confidence(finding.confidence())
                .weight(finding.weight(), finding.evidence())
                .resolved(finding.resolved())
                .remediation(finding.remediation())
                .traffic(finding.traffic());
        copy.values.putAll(finding.values());
        copy.thresholds.putAll(finding.thresholds());
        return copy;
    }

    public FindingBuilder about(String subject, Alert.Entity entity) {
        this.subject = subject;
        this.entity = entity;
        return this;
    }

    public FindingBuilder cause(String cause) {
        this.cause = cause;
        return this;
    }

    public FindingBuilder severity(Severity severity) {
        this.severity = severity;
        return this;
    }

    public FindingBuilder reason(String reason) {
        this.reason = reason;
        return this;
    }

    /** What this connection showed, in one phrase. */
    public FindingBuilder note(String note) {
        this.note = note;
        return this;
    }

    public FindingBuilder confidence(double confidence) {
        this.confidence = confidence;
        return this;
    }

    /**
     * Says that this finding rests on something that was not seen, and how far the sensor can be trusted to have seen it.
     * What is less likely than not is only suggestive: it has severity {@code info}.
     *
     * @param certainty 0 to 1, see {@link Certainty}
     */
    public FindingBuilder trusting(double certainty) {
        this.certainty = certainty;
        return this;
    }

    /** Says that the cause is gone. */
    public FindingBuilder resolved(boolean resolved) {
        this.resolved = resolved;
        return this;
    }

    /** What to do, where the rule's own words do not say it. */
    public FindingBuilder remediation(String remediation) {
        this.remediation = remediation;
        return this;
    }

    /** Says that this finding stands for several pieces of evidence; {@code earlier} are the ones before this observation. */
    public FindingBuilder weight(long weight, List<Alert.Evidence> earlier) {
        this.weight = weight;
        this.earlier = earlier;
        return this;
    }

    /** By which the policy tells whether it accepts the finding; null where nothing can be accepted. */
    public FindingBuilder traffic(Observation traffic) {
        this.traffic = traffic;
        return this;
    }

    public FindingBuilder evidence(List<Alert.Evidence> evidence) {
        this.earlier = evidence;
        return this;
    }

    /** A measured value; an absent one is left out. */
    public FindingBuilder value(String name, Object value) {
        if (value != null) {
            values.put(name, value);
        }
        return this;
    }

    public FindingBuilder threshold(String name, Object limit) {
        thresholds.put(name, limit);
        return this;
    }

    public Finding build() {
        List<Alert.Evidence> evidence = new ArrayList<>(earlier);
        if (observation != null) {
            evidence.add(evidence(observation, note));
        }
        if (certainty < 1) {
            value("certainty", Math.round(certainty * 1000) / 1000.0);
        }
        return new Finding(
                rule,
                subject,
                cause,
                entity,
                certainty < Certainty.SUGGESTIVE ? Severity.INFO : severity,
                time,
                reason,
                values,
                thresholds,
                record,
                List.copyOf(evidence),
                Math.round(confidence * certainty * 1000) / 1000.0,
                weight,
                resolved,
                remediation,
                traffic);
    }

    /** {@link #build} for judgements that answer with an optional finding. */
    public Optional<Finding> buildOptional() {
        return Optional.of(build());
    }

    /** The observation as a piece of evidence. */
    public static Alert.Evidence evidence(Observation observation, String note) {
        return new Alert.Evidence(
                observation.event().id(),
                observation.timestamp(),
                observation.source() == null ? null : observation.source().text(),
                observation.destination() == null
                        ? null
                        : observation.destination().text(),
                observation.log() == null || observation.log().file() == null
                        ? null
                        : observation.log().file().path(),
                note);
    }
}
