package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.detection.TlsVersions;
import io.plainsight.stream.policy.Zones;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Compares what one handshake shows with what was usual. Stateless, thread-safe. */
final class RegressionJudge {
    private final Zones zones;

    RegressionJudge(Zones zones) {
        this.zones = zones;
    }

    /**
     * One sighting of one dimension.
     *
     * @param could the best level that the client was able to
     * @param client hash of the client
     * @param switched whether the client had better here before
     */
    record Sighting(Dimension dimension, int level, int could, long client, boolean switched) {}

    /** What is remembered from now on, and what was found. */
    record Outcome(Track track, Optional<Finding> finding) {}

    /** A service's sighting. */
    Outcome ofService(Observation observation, Sighting seen, Track track) {
        return judge(observation, seen, track, false);
    }

    /** A client's: what it offered, over all services. {@link Sighting#client} is the service's hash then. */
    Outcome ofClient(Observation observation, Sighting seen, Track track) {
        return judge(observation, seen, track, true);
    }

    private Outcome judge(Observation observation, Sighting seen, Track track, boolean host) {
        Instant at = observation.timestamp();
        boolean low = seen.level() < Math.min(track.best(at), seen.could());
        boolean sample = Fnv.of(observation.event().id()) % Track.SAMPLE == 0;
        Track next = track.with(seen.level(), seen.could(), at, seen.client(), seen.switched(), sample);
        if (next == track) {
            return new Outcome(track, Optional.empty());
        }
        if (!low) {
            return next.isOver()
                    ? new Outcome(next.ended(), over(observation, seen, host))
                    : new Outcome(next, Optional.empty());
        }
        Track.Fall fall = next.fall(seen.level(), seen.could(), at, seen.client());
        if (fall == null) {
            return new Outcome(next, Optional.empty());
        }
        int weight = track.weight(seen.level(), at, sample);
        Finding finding =
                host ? clientFell(observation, seen, fall, weight) : serviceFell(observation, seen, fall, weight);
        return new Outcome(next.raisedFor(fall, seen.client()), Optional.of(finding));
    }

    private Finding serviceFell(Observation observation, Sighting seen, Track.Fall fall, int weight) {
        Dimension dimension = seen.dimension();
        String now = dimension.text(seen.level());
        String best = dimension.text(fall.best());
        return blame(fall)
                .on(start(observation, seen, false))
                .severity(dimension.severity(seen.level()))
                .reason(Services.text(observation) + " came to " + now + " although the client could do better and "
                        + best + " was usual" + (fall.everybody() ? "." : " and still is for others."))
                .note(now + ", usual " + best)
                .value("level", now)
                .value("usual", best)
                .value("server_best", dimension == Dimension.VERSION ? best : null)
                .value("usual_count", fall.bestCount())
                .value("hello_retry", helloRetry(observation))
                .threshold("usual_count", Track.ESTABLISHED_COUNT)
                .confidence(0.8)
                .weight(weight, List.of())
                .build();
    }

    private Finding clientFell(Observation observation, Sighting seen, Track.Fall fall, int weight) {
        String now = TlsVersions.ascending().get(seen.level());
        String best = TlsVersions.ascending().get(fall.best());
        Blame blame = fall.everybody()
                ? Blame.client(0.7, "The client offers less wherever it goes.")
                : Blame.unknown("The client offers less to this service alone.");
        return blame.on(start(observation, seen, true))
                .severity(Severity.INFO)
                .reason(observation.source().ip() + " used to offer TLS " + best + " and now offers " + now + " to "
                        + Services.text(observation) + ", which can do better.")
                .note("client offers less than before")
                .value("offered", now)
                .value("client_best", best)
                .value("ja4", ja4(observation))
                .threshold("offered", best)
                .confidence(0.5)
                .weight(weight, List.of())
                .build();
    }

    private Optional<Finding> over(Observation observation, Sighting seen, boolean host) {
        String subject = host ? observation.source().ip() : Services.text(observation);
        return start(observation, seen, host)
                .reason(subject + " is back at what was usual.")
                .resolved(true)
                .buildOptional();
    }

    private FindingBuilder start(Observation observation, Sighting seen, boolean host) {
        if (!host) {
            String cause = seen.dimension().name().toLowerCase(Locale.ROOT);
            return Words.about(
                    seen.dimension().rule(),
                    observation,
                    zones,
                    seen.dimension().row(seen.level()),
                    cause);
        }
        String ip = observation.source().ip();
        return Words.about(DowngradeRule.TEXT, observation, zones, "client-regression", "client")
                .about(ip, new Alert.Entity("host", ip, zones.of(ip)));
    }

    private static Blame blame(Track.Fall fall) {
        if (!fall.everybody()) {
            return Blame.onPath(0.5, "Only this client gets less, others still get what was usual.");
        }
        return fall.clients() > 1
                ? Blame.server(0.7, "Every client gets less.")
                : Blame.unknown("Only one client uses the service.");
    }

    private static Boolean helloRetry(Observation observation) {
        Observation.Handshake handshake = observation.plainsight().handshake();
        return handshake == null ? null : handshake.helloRetry();
    }

    private static String ja4(Observation observation) {
        Observation.Client client = observation.tls().client();
        return client == null ? null : client.ja4();
    }
}
