package io.plainsight.alerting;

import io.plainsight.events.Alert;
import io.plainsight.events.AlertDetailBuilder;
import io.plainsight.events.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Builds alerts for tests; what a test does not set is valid and unremarkable. */
public final class Alerts {
    public static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123456Z");

    private String id = "tls-below-minimum|10.0.1.9:443|1";
    private String rule = "tls-below-minimum";
    private String name = "TLS below the minimum version";
    private Alert.Severity severity = Alert.Severity.HIGH;
    private Alert.Status status = Alert.Status.OPEN;
    private String entity = "10.0.1.9:443 (db.internal)";
    private String zone = "internal";
    private String reason = "Negotiated TLS 1.0, below the minimum of TLS 1.2.";
    private String remediation = "Raise the server's lowest protocol version to TLS 1.2.";
    private long count = 1;
    private Instant start = NOON.minusSeconds(90);
    private Instant end = NOON;
    private Map<String, Object> values = Map.of("tls_version", "1.0");
    private Map<String, Object> thresholds = Map.of("tls_version", "1.2");
    private List<Alert.Evidence> evidence = List.of(new Alert.Evidence(
            "obs-1", NOON, "10.0.0.5:51514", "10.0.1.9:443", "office/tls10.pcap", "ServerHello chose TLS 1.0"));

    private Alerts() {}

    public static Alerts alert() {
        return new Alerts();
    }

    public static Alerts alert(String id) {
        return new Alerts().id(id);
    }

    public Alerts id(String value) {
        id = value;
        return this;
    }

    public Alerts rule(String value, String itsName) {
        rule = value;
        name = itsName;
        return this;
    }

    public Alerts severity(Alert.Severity value) {
        severity = value;
        return this;
    }

    public Alerts resolved() {
        status = Alert.Status.RESOLVED;
        return this;
    }

    public Alerts entity(String value) {
        entity = value;
        return this;
    }

    public Alerts zone(String value) {
        zone = value;
        return this;
    }

    public Alerts reason(String value) {
        reason = value;
        return this;
    }

    public Alerts remediation(String value) {
        remediation = value;
        return this;
    }

    public Alerts count(long value) {
        count = value;
        return this;
    }

    public Alerts end(Instant value) {
        end = value;
        start = value.minusSeconds(90);
        return this;
    }

    public Alerts measured(Map<String, Object> measured, Map<String, Object> limits) {
        values = measured;
        thresholds = limits;
        return this;
    }

    public Alerts evidence(Alert.Evidence... value) {
        evidence = List.of(value);
        return this;
    }

    public Alert build() {
        return new Alert(
                end,
                new Alert.Event("alert", start, end, reason),
                new Alert.Rule(rule, name, "data-in-transit", List.of("RFC 9325 3.1.1", "SEC09-BP02", "NCSC-P1"), "1"),
                new Alert.Threat(new Alert.Technique("T1562.010", "Downgrade Attack")),
                new Alert.Plainsight(AlertDetailBuilder.builder()
                        .id(id)
                        .severity(severity)
                        .status(status)
                        .confidence(0.97)
                        .entity(new Alert.Entity("service", entity, zone))
                        .count(count)
                        .values(values)
                        .thresholds(thresholds)
                        .evidence(evidence)
                        .remediation(remediation)
                        .policy(new Alert.Policy("default", "1"))
                        .build()));
    }

    /** As on the topic. */
    public byte[] bytes() {
        try {
            return Json.mapper().writeValueAsBytes(build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
