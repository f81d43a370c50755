package io.plainsight.alerting;

import io.plainsight.events.Alert;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Alerts about Plainsight's own transport. What it demands of others it demands of itself: plaintext beyond loopback is
 * only possible when the operator allows it, and then it is an alert like any other, rule {@link #PLAINTEXT_LISTENER}.
 */
public final class SelfAlerts {
    public static final String PLAINTEXT_LISTENER = "plaintext-listener";

    private SelfAlerts() {}

    /** The console serves plain HTTP on an address beyond loopback. */
    public static Alert plaintextConsole(String address, Instant now) {
        return plaintext(
                "console",
                address,
                "The analyst console serves plain HTTP on " + address
                        + ": anyone on the path can read and alter what analysts see.",
                "Give the console a certificate with --console-keystore, or bind it to loopback.",
                now);
    }

    /** Alerts are posted to a webhook over plain HTTP beyond loopback. */
    public static Alert plaintextWebhook(String address, Instant now) {
        return plaintext(
                "webhook",
                address,
                "Alerts are posted over plain HTTP to " + address + ": anyone on the path can read and alter them.",
                "Use an https URL for the webhook.",
                now);
    }

    /** A Kafka listener of ours accepts plaintext beyond loopback, or we talk to one. */
    public static Alert plaintextKafka(String address, Instant now) {
        return plaintext(
                "kafka",
                address,
                "Observations and alerts cross the network in plaintext to Kafka at " + address + ".",
                "Configure the Kafka listener and its clients with security.protocol=SSL or SASL_SSL.",
                now);
    }

    private static Alert plaintext(String part, String address, String reason, String remediation, Instant now) {
        return new Alert(
                now,
                new Alert.Event("alert", now, now, reason),
                new Alert.Rule(
                        PLAINTEXT_LISTENER,
                        "Plaintext transport of Plainsight itself",
                        "data-in-transit",
                        List.of("SEC09-BP02", "NCSC-P1"),
                        "1"),
                null,
                new Alert.Plainsight(new Alert.Detail(
                        PLAINTEXT_LISTENER + ":" + part + ":" + address,
                        Alert.Severity.MEDIUM,
                        Alert.Status.OPEN,
                        1.0,
                        new Alert.Entity("service", "plainsight " + part + " " + address, null),
                        1,
                        Map.of("transport", "plaintext"),
                        Map.of("transport", "TLS, or loopback only"),
                        List.of(),
                        remediation,
                        null)));
    }
}
