package io.plainsight.stream.detection.mutual;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.detection.TlsVersions;
import java.util.Set;

/** What a connection shows of the client's certificate. */
enum ClientCertificate {
    /** The client showed one and the server went on. */
    PRESENTED,
    /** The handshake completed without one: not asked for, or asked for and not required. */
    ABSENT,
    /** The server ended the handshake over the client's certificate, or over its absence. */
    REFUSED,
    /** It cannot be told, or the handshake ended for another reason. */
    UNKNOWN;

    /** Alerts by which a server refuses a client's certificate: RFC 9846 section 6.2, codes 42 to 46, 48, 49 and 116. */
    private static final Set<String> REFUSALS = Set.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied",
            "certificate_required");

    static ClientCertificate of(Observation observation) {
        Observation.Tls tls = observation.tls();
        Observation.Plainsight ours = observation.plainsight();
        if (tls == null || ours == null || Boolean.TRUE.equals(tls.resumed())) {
            return UNKNOWN;
        }
        String mutual = ours.tls() == null ? null : ours.tls().mutual();
        if (Services.hasAction(observation, Actions.HANDSHAKE_FAILED)) {
            return "refused".equals(mutual) || isRefusal(ours.handshake()) ? REFUSED : UNKNOWN;
        }
        if (!Services.hasAction(observation, Actions.HANDSHAKE_COMPLETED)) {
            return UNKNOWN;
        }
        if ("presented".equals(mutual)) {
            return PRESENTED;
        }
        if ("declined".equals(mutual) || "not_requested".equals(mutual)) {
            return ABSENT;
        }
        // to TLS 1.2 the request is in clear: a handshake that was seen to its end without one had none
        boolean inClear = TlsVersions.rank(tls.version()) >= 0
                && TlsVersions.rank(tls.version()) <= TlsVersions.rank(TlsVersions.TLS_1_2);
        return mutual == null && inClear && Boolean.TRUE.equals(tls.established()) ? ABSENT : UNKNOWN;
    }

    private static boolean isRefusal(Observation.Handshake handshake) {
        return handshake != null
                && "server".equals(handshake.alertSender())
                && handshake.alert() != null
                && REFUSALS.contains(handshake.alert());
    }

    /** How sure it is: 1 where it was read. */
    static double confidence(Observation observation) {
        Observation.TlsDetail detail = observation.plainsight().tls();
        return detail == null || detail.mutualConfidence() == null ? 1 : detail.mutualConfidence();
    }
}
