package io.plainsight.sensor.frame;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.dissect.ObservationDraft;

/** The verdicts on protocols that protect themselves without TLS. */
public final class OwnProtection {
    private static final String PRINCIPLE = "NCSC-P1";
    private static final String WELL_ARCHITECTED = "SEC09-BP02";

    private OwnProtection() {}

    /** The payload was seen encrypted, both ways, by what is accepted today. */
    public static void accept(ObservationDraft draft, String detail) {
        completed(draft, Protection.PROTECTED);
        draft.reason(Reasons.CRYPTO_ACCEPTABLE, detail, PRINCIPLE, WELL_ARCHITECTED);
    }

    /** The payload is disguised or encrypted by what is broken. */
    public static void weak(ObservationDraft draft, String detail) {
        completed(draft, Protection.WEAK);
        draft.reason(Reasons.CRYPTO_ALGORITHM_WEAK, detail, PRINCIPLE, WELL_ARCHITECTED);
    }

    /** It looks encrypted, but by what was not seen. */
    public static void hidden(ObservationDraft draft, String detail) {
        draft.reason(Reasons.CRYPTO_ALGORITHM_HIDDEN, detail);
    }

    /** The end of the negotiation was not seen. */
    public static void incomplete(ObservationDraft draft, String detail) {
        draft.reason(Reasons.CRYPTO_NEGOTIATION_INCOMPLETE, detail);
    }

    /** Says of a plaintext verdict what was seen in its place of encryption, such as signatures alone. */
    public static void explain(ObservationDraft draft, String detail) {
        draft.reasons.replaceAll(reason -> reason.rule().equals(Reasons.PLAINTEXT_PROTOCOL)
                ? new Observation.Reason(reason.rule(), reason.reference(), detail)
                : reason);
    }

    private static void completed(ObservationDraft draft, Protection protection) {
        draft.protection = protection;
        draft.action = Actions.HANDSHAKE_COMPLETED;
        draft.outcome = "success";
    }
}
