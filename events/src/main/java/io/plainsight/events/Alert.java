package io.plainsight.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A finding about an entity; one record on the topic of alerts per change of its state, keyed by {@link Detail#id()}.
 *
 * @param timestamp packet time of the change
 */
@RecordBuilder
public record Alert(
        @JsonProperty("@timestamp") Instant timestamp, Event event, Rule rule, Threat threat, Plainsight plainsight) {

    /** The alert's own part, for short. */
    public Detail detail() {
        return plainsight.alert();
    }

    /**
     * ECS {@code event.*}.
     *
     * @param kind always {@code alert}
     * @param start first evidence
     * @param end latest evidence
     * @param reason one sentence an analyst can act on
     */
    @RecordBuilder
    public record Event(String kind, Instant start, Instant end, String reason) {}

    /** ECS {@code rule.*}; {@code reference} names clauses of RFCs and standards. */
    @RecordBuilder
    public record Rule(String id, String name, String category, List<String> reference, String version) {}

    /** ECS {@code threat.*}: the ATT&amp;CK technique. */
    public record Threat(Technique technique) {}

    /** ECS {@code threat.technique}. */
    public record Technique(String id, String name) {}

    /** Holder of the project's own fields. */
    public record Plainsight(Detail alert) {}

    /**
     * The alert itself.
     *
     * @param id {@code rule + entity + episode}, deterministic
     * @param confidence 0 to 1
     * @param count pieces of evidence so far, at least 1
     * @param values what was measured, by name
     * @param thresholds the limits it was measured against, by the same names where they correspond
     * @param evidence the latest few connections behind it, capped
     */
    @RecordBuilder
    public record Detail(
            String id,
            Severity severity,
            Status status,
            double confidence,
            Entity entity,
            long count,
            Map<String, Object> values,
            Map<String, Object> thresholds,
            List<Evidence> evidence,
            String remediation,
            Policy policy) {}

    /**
     * What the alert is about.
     *
     * @param type {@code service}, {@code host}, {@code certificate}, {@code sensor}, {@code exception} (of the policy), {@code
     *     path} (from a zone, whoever is on it)
     * @param value such as {@code 10.0.1.9:443 (db.internal)}
     * @param zone {@code internal}, {@code external} or a zone of the policy
     */
    public record Entity(String type, String value, String zone) {}

    /**
     * One connection behind the alert.
     *
     * @param observation {@code event.id} of the observation
     * @param note what this connection showed, in one phrase
     */
    @RecordBuilder
    public record Evidence(
            String observation, Instant timestamp, String source, String destination, String file, String note) {}

    /**
     * The policy that the judgement was made under.
     *
     * @param version as the policy states it; from a file with its fingerprint, such as {@code 2026-11+3f2a9c0d11ee}
     */
    public record Policy(String name, String version) {}

    /** In falling order of urgency. {@code info} never notifies anybody. */
    public enum Severity {
        CRITICAL,
        HIGH,
        MEDIUM,
        LOW,
        INFO;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether this is as urgent as {@code other} or more. */
        public boolean atLeast(Severity other) {
            return ordinal() <= other.ordinal();
        }
    }

    /** Where the alert stands in its life. */
    public enum Status {
        OPEN,
        RESOLVED;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
