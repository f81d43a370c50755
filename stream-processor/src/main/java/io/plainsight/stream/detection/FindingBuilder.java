package io.plainsight.stream.detection;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds a {@link Finding} about one observation; the caller states what is special about it. Used once. */
public final class FindingBuilder {
    private final RuleText rule;
    private final Observation observation;
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

    private FindingBuilder(RuleText rule, Observation observation) {
        this.rule = rule;
        this.observation = observation;
    }

    public static FindingBuilder of(RuleText rule, Observation observation) {
        return new FindingBuilder(rule, observation);
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
        evidence.add(evidence(observation, note));
        if (certainty < 1) {
            value("certainty", Math.round(certainty * 1000) / 1000.0);
        }
        return new Finding(
                rule.id(),
                subject,
                cause,
                entity,
                certainty < Certainty.SUGGESTIVE ? Severity.INFO : severity,
                observation.timestamp(),
                reason,
                values,
                thresholds,
                observation.event().id(),
                List.copyOf(evidence),
                Math.round(confidence * certainty * 1000) / 1000.0,
                weight,
                resolved,
                remediation,
                observation);
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
