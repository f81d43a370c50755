package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Services;
import java.util.Optional;
import java.util.Set;

/**
 * A handshake that says something about the service.
 *
 * @param cause group of the failure for the analyst; null when the handshake completed
 */
record Attempt(boolean completed, String cause) {
    private static final Set<String> GIVEN_UP_BY_CLIENT = Set.of("closed_by_client", "reset_by_client");

    /**
     * Empty for everything that is not the service's doing: no ClientHello (refused connections, port scans, health checks),
     * and clients that give up before the server answered (probes).
     */
    static Optional<Attempt> of(Observation observation) {
        if (Services.hasAction(observation, Actions.HANDSHAKE_COMPLETED)) {
            return Optional.of(new Attempt(true, null));
        }
        if (!Services.hasAction(observation, Actions.HANDSHAKE_FAILED)
                || observation.plainsight() == null
                || observation.plainsight().handshake() == null
                || !sawClientHello(observation)) {
            return Optional.empty();
        }
        Observation.Handshake handshake = observation.plainsight().handshake();
        boolean unanswered = observation.tls().version() == null && handshake.alert() == null;
        if (unanswered && handshake.failure() != null && GIVEN_UP_BY_CLIENT.contains(handshake.failure())) {
            return Optional.empty();
        }
        if (!Services.sawDestination(observation)) {
            return Optional.empty();
        }
        return Optional.of(new Attempt(false, cause(handshake)));
    }

    private static boolean sawClientHello(Observation observation) {
        if (observation.tls() == null) {
            return false;
        }
        boolean offered = observation.plainsight().tls() != null
                && observation.plainsight().tls().offeredVersions() != null
                && !observation.plainsight().tls().offeredVersions().isEmpty();
        boolean fingerprinted =
                observation.tls().client() != null && observation.tls().client().ja3() != null;
        return offered || fingerprinted;
    }

    /** The alert where one was readable, otherwise how the connection ended. */
    private static String cause(Observation.Handshake handshake) {
        if (handshake.alert() != null) {
            String sender = handshake.alertSender() == null ? "" : handshake.alertSender() + ":";
            return sender + handshake.alert();
        }
        return handshake.failure() == null ? "unknown" : handshake.failure();
    }
}
