package io.plainsight.sensor.fuzz;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.sensor.dissect.ObservationDraft;
import java.util.Set;

/** What must hold whatever the bytes were. */
final class Invariants {
    /** A verdict has a few reasons; a list that grows with the input is a bug. */
    private static final int MAX_REASONS = 40;
    /** Kafka takes records of 1 MiB, and JSON may need six characters for one. */
    private static final int MAX_CHARACTERS = 170_000;

    private static final String TCP = "tcp";
    private static final Set<String> GOOD_VERSIONS = Set.of("1.2", "1.3");

    private Invariants() {}

    static void check(boolean condition, String broken) {
        if (!condition) {
            throw new AssertionError(broken);
        }
    }

    static void hold(Observation observation) {
        Observation.Plainsight verdict = observation.plainsight();
        check(!verdict.reasons().isEmpty(), "a verdict without a reason");
        check(verdict.reasons().size() <= MAX_REASONS, "reasons without bound");
        check(observation.toString().length() <= MAX_CHARACTERS, "an observation that Kafka would refuse");
        if (verdict.protection() != Protection.PROTECTED) {
            return;
        }
        handshake(verdict.handshake());
        if ("tls".equals(observation.network().protocol())) {
            check(verdict.handshake() != null, "TLS protected without a handshake");
            check(GOOD_VERSIONS.contains(observation.tls().version()), "protected with an old version");
        }
        if (TCP.equals(observation.network().transport())) {
            check(observation.source().packets() > 0, "protected, yet the client was not seen");
            check(observation.destination().packets() > 0, "protected, yet the server was not seen");
        }
    }

    /** @param spoke whether each side has sent anything */
    static void hold(ObservationDraft draft, boolean[] spoke, boolean stream) {
        check(draft.protocol != null || draft.protection == Protection.UNKNOWN, "a verdict about no protocol");
        check(draft.reasons.size() <= MAX_REASONS, "reasons without bound");
        String text = draft.protocol
                + draft.application
                + draft.reasons
                + draft.tls
                + draft.tlsDetail
                + draft.crypto
                + draft.startTls
                + draft.plaintext;
        check(text.length() <= MAX_CHARACTERS, "an observation that Kafka would refuse");
        if (draft.protection == Protection.PROTECTED) {
            handshake(draft.handshake);
            check(!stream || spoke[0] && spoke[1], "protected, yet one side has said nothing");
        }
    }

    private static void handshake(Observation.Handshake handshake) {
        check(handshake == null || "completed".equals(handshake.state()), "protected without a completed handshake");
    }
}
