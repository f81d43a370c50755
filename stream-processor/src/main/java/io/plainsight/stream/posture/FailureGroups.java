package io.plainsight.stream.posture;

import io.plainsight.events.Observation;
import java.util.Map;
import java.util.Set;

/**
 * The group of causes that a failed handshake belongs to, from the alert that was read or the way that the connection ended.
 * Alert names: IANA registry "TLS Alerts", RFC 8446 section 6.2. Pure functions; at most 13 groups.
 */
final class FailureGroups {
    static final String OTHER = "other";

    private static final Map<String, String> OF_ALERTS = Map.ofEntries(
            Map.entry("protocol_version", "version"),
            Map.entry("inappropriate_fallback", "version"),
            Map.entry("handshake_failure", "parameters"),
            Map.entry("insufficient_security", "parameters"),
            Map.entry("illegal_parameter", "parameters"),
            Map.entry("unrecognized_name", "name"),
            Map.entry("no_application_protocol", "name"),
            Map.entry("unexpected_message", "decode"),
            Map.entry("bad_record_mac", "decode"),
            Map.entry("record_overflow", "decode"),
            Map.entry("decode_error", "decode"),
            Map.entry("decrypt_error", "decode"),
            Map.entry("missing_extension", "decode"),
            Map.entry("unsupported_extension", "decode"),
            Map.entry("unknown_psk_identity", "resumption"),
            Map.entry("internal_error", "internal"),
            Map.entry("user_canceled", "cancelled"),
            Map.entry("close_notify", "cancelled"));

    private static final Set<String> OF_CERTIFICATES = Set.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "certificate_required",
            "access_denied",
            "no_certificate");

    private FailureGroups() {}

    static String of(Observation.Handshake handshake) {
        String alert = handshake.alert();
        if (alert != null && OF_CERTIFICATES.contains(alert)) {
            // who refuses a certificate refuses the other one's
            return "server".equals(handshake.alertSender()) ? "client_certificate" : "server_certificate";
        }
        if (alert != null) {
            return OF_ALERTS.getOrDefault(alert, OTHER);
        }
        if (handshake.failure() == null) {
            return OTHER;
        }
        return switch (handshake.failure()) {
            case "reset_by_server", "reset_by_client", "closed_by_server", "closed_by_client" -> "closed";
            case "no_server_hello", "server_silent" -> "server_silent";
            case "client_silent" -> "client_silent";
            case "not_tls" -> "not_tls";
            case "encrypted_alert" -> "encrypted_alert";
            default -> OTHER;
        };
    }
}
