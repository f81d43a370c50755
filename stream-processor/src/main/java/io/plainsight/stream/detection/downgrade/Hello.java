package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.tls.CipherSuiteTraits;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.detection.TlsVersions;
import java.util.Optional;
import java.util.Set;

/**
 * What one handshake shows of both sides' abilities.
 *
 * @param offered highest version in the ClientHello; null when it was not seen
 * @param negotiated version of the ServerHello; null when there was none
 * @param sentinel {@code tls12}, {@code tls11} or {@code jdk11} as in {@code plainsight.tls.downgrade_sentinel}; null when none
 * @param versionRefused whether the handshake failed in a way that makes clients try a lower version
 * @param fallbackRefused whether the server answered TLS_FALLBACK_SCSV with inappropriate_fallback(86)
 * @param staticRsa whether the server's random was not signed, and so proves less
 */
record Hello(
        String offered,
        String negotiated,
        String sentinel,
        boolean fallbackScsv,
        boolean completed,
        boolean versionRefused,
        boolean fallbackRefused,
        boolean staticRsa) {

    private static final Set<String> VERSION_ALERTS =
            Set.of("handshake_failure", "illegal_parameter", "protocol_version", "inappropriate_fallback");
    private static final Set<String> SILENT_REFUSALS = Set.of("reset_by_server", "closed_by_server", "no_server_hello");

    /**
     * Empty for observations that neither decide a handshake nor are the last word about an undecided one, and for those
     * whose ClientHello was not seen. Missing packets hide how a handshake ended, yet take nothing from what the hellos said.
     */
    static Optional<Hello> of(Observation observation) {
        boolean completed = Services.hasAction(observation, Actions.HANDSHAKE_COMPLETED);
        boolean failed = Services.hasAction(observation, Actions.HANDSHAKE_FAILED);
        if (observation.tls() == null
                || observation.plainsight() == null
                || observation.plainsight().tls() == null
                || !completed && !failed && !endedUndecided(observation)) {
            return Optional.empty();
        }
        Observation.TlsDetail detail = observation.plainsight().tls();
        String offered = TlsVersions.highest(detail.offeredVersions());
        if (offered == null) {
            return Optional.empty();
        }
        Observation.Handshake handshake = observation.plainsight().handshake();
        String alert = handshake == null ? null : handshake.alert();
        String failure = handshake == null ? null : handshake.failure();
        String version = observation.tls().version();
        return Optional.of(new Hello(
                offered,
                TlsVersions.rank(version) < 0 ? null : version,
                detail.downgradeSentinel(),
                Boolean.TRUE.equals(detail.fallbackScsv()),
                completed,
                failed
                        && (alert != null && VERSION_ALERTS.contains(alert)
                                || failure != null
                                        && SILENT_REFUSALS.contains(failure)
                                        && Services.sawDestination(observation)),
                failed && "inappropriate_fallback".equals(alert) && !"client".equals(handshake.alertSender()),
                isStaticRsa(observation.tls().cipher())));
    }

    private static boolean endedUndecided(Observation observation) {
        Observation.Handshake handshake = observation.plainsight().handshake();
        return Services.hasAction(observation, Actions.FLOW_ENDED)
                && handshake != null
                && !"completed".equals(handshake.state())
                && !"failed".equals(handshake.state());
    }

    boolean offers(String version) {
        return TlsVersions.rank(offered) >= TlsVersions.rank(version);
    }

    boolean endedBelow(String version) {
        return negotiated != null && TlsVersions.rank(negotiated) < TlsVersions.rank(version);
    }

    /** The version that the server's own random says it could have spoken; null when it says nothing. */
    String provenByServer() {
        if (sentinel == null || negotiated == null || !endedBelow(TlsVersions.TLS_1_3)) {
            return null; // with TLS 1.3 the value is an accident of some servers (GnuTLS did this)
        }
        return switch (sentinel) {
            case "tls12", "jdk11" -> TlsVersions.TLS_1_3;
            case "tls11" -> TlsVersions.TLS_1_2;
            default -> null;
        };
    }

    private static boolean isStaticRsa(String cipher) {
        return cipher != null && CipherSuiteTraits.of(cipher).keyExchange().startsWith("RSA");
    }
}
