package io.plainsight.stream.detection.starttls;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Certainty;
import io.plainsight.stream.detection.Services;
import java.time.Instant;

/** Reads from an observation what became of its upgrade. Pure functions. */
final class Upgrades {
    /** Below this, what was not seen may well be among what was lost: nothing is concluded from it. */
    private static final double SURE = 0.9;

    private Upgrades() {}

    /** Null where the connection had none. */
    static Observation.StartTls of(Observation observation) {
        return observation.plainsight() == null
                ? null
                : observation.plainsight().starttls();
    }

    /**
     * When the connection's last word was said, by which connections stand in their order. Its observation may be later: those
     * still remembered when a capture ends are all told at its last moment.
     */
    static Instant at(Observation observation) {
        Instant end = observation.event() == null ? null : observation.event().end();
        return end == null ? observation.timestamp() : end;
    }

    static boolean isDone(Observation observation) {
        return Services.hasAction(observation, Actions.FLOW_ENDED);
    }

    /** Whether what became of the upgrade is known: at the end, and where TLS followed, as soon as it is agreed on. */
    static boolean isTold(Observation observation) {
        return isDone(observation) || isCompleted(observation);
    }

    /** Whether this is not the first word about an upgrade that was carried out. */
    static boolean isToldAgain(Observation observation) {
        return isDone(observation)
                && is(of(observation).used())
                && observation.tls() != null
                && is(observation.tls().established());
    }

    private static boolean isCompleted(Observation observation) {
        return Services.hasAction(observation, Actions.HANDSHAKE_COMPLETED)
                && is(of(observation).used());
    }

    /** Whether user data or credentials passed in clear. */
    static boolean wentOnInClear(Observation observation) {
        Observation.Plaintext plaintext = observation.plainsight().plaintext();
        return carriedData(observation) || plaintext != null && plaintext.credentials() != null;
    }

    static boolean carriedData(Observation observation) {
        Observation.Plaintext plaintext = observation.plainsight().plaintext();
        return plaintext != null && Boolean.TRUE.equals(plaintext.userData());
    }

    /** The server offered, accepted or carried it out. */
    static boolean isAble(Observation.StartTls upgrade) {
        return !is(upgrade.stripped()) && (is(upgrade.offered()) || is(upgrade.accepted()) || is(upgrade.used()));
    }

    /** The server, or who spoke for it, said that it cannot. */
    static boolean isUnable(Observation.StartTls upgrade) {
        boolean refused = upgrade.offered() == null && isRefused(upgrade);
        return !is(upgrade.stripped()) && !is(upgrade.used()) && (isNot(upgrade.offered()) || refused);
    }

    static boolean isRefused(Observation.StartTls upgrade) {
        return is(upgrade.requested()) && isNot(upgrade.accepted());
    }

    /** Whether what was not seen was not there: the whole connection passed in sight of a sensor that lost next to nothing. */
    static boolean isWhole(Observation observation) {
        Observation.Capture capture = observation.plainsight().capture();
        boolean hidden =
                capture != null && (is(capture.midstream()) || is(capture.oneSided()) || is(capture.conflicting()));
        return !hidden && Certainty.of(observation) >= SURE;
    }

    static boolean is(Boolean fact) {
        return Boolean.TRUE.equals(fact);
    }

    static boolean isNot(Boolean fact) {
        return Boolean.FALSE.equals(fact);
    }
}
