package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.detection.handshakefailure.cause.Failure;
import io.plainsight.stream.detection.handshakefailure.cause.FailureCause;
import java.util.List;
import java.util.Optional;

/**
 * A handshake that says something about the service.
 *
 * @param failure null when the handshake completed
 */
record Attempt(Failure failure) {
    private static final Attempt COMPLETED = new Attempt(null);
    /** What an ACME server looks for when it validates a name (RFC 8737); it fails by design wherever none is being issued. */
    private static final String ACME = "acme-tls/1";

    boolean completed() {
        return failure == null;
    }

    /**
     * Empty for everything that is not the service's doing: no ClientHello (refused connections, port scans, health checks),
     * clients that give up before the server answered (probes), and ACME's validation.
     *
     * @param failure what {@code FailureClassifier} made of it
     */
    static Optional<Attempt> of(Observation observation, Optional<Failure> failure) {
        if (Services.hasAction(observation, Actions.HANDSHAKE_COMPLETED)) {
            return Optional.of(COMPLETED);
        }
        if (!Services.hasAction(observation, Actions.HANDSHAKE_FAILED)
                || observation.plainsight() == null
                || observation.plainsight().handshake() == null
                || !sawClientHello(observation)
                || isAcme(observation)
                || !Services.sawDestination(observation)) {
            return Optional.empty();
        }
        return failure.filter(known -> known.cause() != FailureCause.CLIENT_GAVE_UP)
                .map(Attempt::new);
    }

    private static boolean isAcme(Observation observation) {
        List<String> offered = observation.plainsight().tls() == null
                ? null
                : observation.plainsight().tls().offeredProtocols();
        return offered != null && offered.contains(ACME);
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
}
