package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Certainty;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.detection.TlsVersions;
import io.plainsight.stream.detection.downgrade.ClientMemory.Attempt;
import io.plainsight.stream.policy.Zones;
import java.util.Optional;

/**
 * Finds clients that were made to try again with less (RFC 7507). A fallback proves that an earlier attempt was disturbed only
 * where the server could have done better: else it is an old server that fails on new hellos. Stateless, thread-safe.
 */
final class FallbackJudge {
    private final Zones zones;

    FallbackJudge(Zones zones) {
        this.zones = zones;
    }

    /**
     * @param attempt this handshake as an attempt
     * @param best the best version that the server has shown or proves; null when none is known
     * @param oldMember whether a member of the server's pool answered that is known not to be capable of it
     */
    Optional<Finding> judge(
            Observation observation,
            Hello hello,
            Attempt attempt,
            ClientMemory client,
            String best,
            boolean oldMember) {
        Attempt before = client.fallbackFrom(attempt, hello.fallbackScsv());
        if (hello.fallbackScsv() && hello.fallbackRefused()) {
            return refused(observation, hello, before);
        }
        if (hello.versionRefused()) {
            return disturbedBefore(observation, hello, attempt, client);
        }
        if (best == null || !hello.endedBelow(best) || hello.isKnownWorkaround()) {
            return Optional.empty();
        }
        if (hello.fallbackScsv() && before == null && oldMember) {
            return Optional.empty();
        }
        if (hello.fallbackScsv()) {
            return blame(before)
                    .on(Words.found(observation, hello, zones, "fallback-accepted", "fallback"))
                    .severity(Severity.HIGH)
                    .reason("A client fell back to TLS " + hello.offered() + " (TLS_FALLBACK_SCSV) and "
                            + Services.text(observation) + " accepted " + hello.negotiated() + ", though it can do "
                            + best + ".")
                    .note("fallback accepted at " + hello.negotiated())
                    .value("server_best", best)
                    .confidence(0.9)
                    .buildOptional();
        }
        boolean danced = before != null && hello.completed() && hello.whole();
        return danced ? danced(observation, hello, before, best) : Optional.empty();
    }

    private Optional<Finding> refused(Observation observation, Hello hello, Attempt before) {
        return blame(before)
                .on(Words.found(observation, hello, zones, "fallback-refused", "fallback"))
                .severity(before != null ? Severity.MEDIUM : Severity.INFO)
                .reason("A client fell back to TLS " + hello.offered() + " and " + Services.text(observation)
                        + " refused: an earlier attempt was disturbed, though the server can do better.")
                .note("fallback refused by the server")
                .confidence(before != null ? 0.9 : 0.7)
                .buildOptional();
    }

    private Optional<Finding> danced(Observation observation, Hello hello, Attempt before, String best) {
        return blame(before)
                .on(Words.found(observation, hello, zones, "fallback-dance", "fallback"))
                .severity(Severity.HIGH)
                .trusting(Certainty.of(observation))
                .reason("A client was refused with " + before.offered() + " (" + before.refusal()
                        + ") and, within 30 s, ended at " + hello.negotiated() + " on " + Services.text(observation)
                        + ", which can do " + best + ".")
                .note("refused with " + before.offered() + ", then " + hello.negotiated())
                .value("server_best", best)
                .value("refusal", before.refusal())
                .confidence(0.8)
                .buildOptional();
    }

    /** The second step arrived first. */
    private Optional<Finding> disturbedBefore(
            Observation observation, Hello hello, Attempt attempt, ClientMemory client) {
        boolean repeated = client.refused() != null
                && client.refused().observation().equals(observation.event().id());
        Attempt after = repeated ? null : client.fallbackAfter(attempt);
        if (after == null) {
            return Optional.empty();
        }
        return blame(attempt)
                .on(Words.found(observation, hello, zones, "fallback-dance", "fallback"))
                .severity(Severity.HIGH)
                .trusting(Certainty.of(observation))
                .reason("A client was refused with " + hello.offered() + " (" + hello.refusal()
                        + ") and, within 30 s, made do with " + after.offered() + " on " + Services.text(observation)
                        + ", which can do better.")
                .note("refused with " + hello.offered() + ", then " + after.offered())
                .value("refusal", hello.refusal())
                .confidence(0.8)
                .buildOptional();
    }

    /** Alerts and resets come in clear before any key is agreed: whoever is on the path can make them. */
    private static Blame blame(Attempt refused) {
        if (refused == null) {
            return Blame.unknown("The attempt before the fallback was not seen.");
        }
        return switch (refused.refusal()) {
            case "no_server_hello" -> Blame.onPath(0.7, "The first attempt vanished; the server answers the second.");
            case "reset_by_server", "closed_by_server" ->
                Blame.onPath(
                        0.6,
                        "The first attempt was cut off in the server's name; the server can do what it asked for.");
            default ->
                Blame.onPath(
                        0.5,
                        "The first attempt was refused in the server's name, though the server can do what it asked for.");
        };
    }

    static String better(String one, String other) {
        return TlsVersions.rank(one) >= TlsVersions.rank(other) ? one : other;
    }
}
