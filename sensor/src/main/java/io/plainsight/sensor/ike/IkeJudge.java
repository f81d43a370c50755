package io.plainsight.sensor.ike;

import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.dissect.ObservationDraft;
import java.util.List;

/** The verdict on an IKE security association that was seen to come about. Pure functions. */
final class IkeJudge {
    private IkeJudge() {}

    /**
     * Judges what was agreed upon.
     *
     * @param carriesEsp whether ESP goes over the same ports: its own algorithms are out of sight
     */
    static void judge(IkeChoice choice, boolean carriesEsp, ObservationDraft draft) {
        IkeOffer chosen = choice.algorithms();
        List<String> weaknesses = choice.weaknesses();
        String name = choice.version();
        if (!weaknesses.isEmpty()) {
            draft.protection = Protection.WEAK;
            draft.reason(
                    Reasons.CRYPTO_ALGORITHM_WEAK,
                    name + ": " + String.join(", ", weaknesses),
                    "RFC 8247",
                    "RFC 9395",
                    "NCSC-P1",
                    "SEC09-BP02");
        } else if (!isKnown(chosen)) {
            draft.reason(Reasons.CRYPTO_ALGORITHM_HIDDEN, name + " with algorithms that are not in the registry");
        } else if (carriesEsp) {
            draft.reason(
                    Reasons.CRYPTO_ALGORITHM_HIDDEN,
                    name + " with " + algorithms(chosen) + "; what ESP uses was agreed upon inside it");
        } else {
            draft.protection = Protection.PROTECTED;
            draft.reason(
                    Reasons.CRYPTO_ACCEPTABLE,
                    name + " with " + algorithms(chosen),
                    "RFC 8247",
                    "NCSC-P1",
                    "SEC09-BP02");
        }
    }

    private static boolean isKnown(IkeOffer chosen) {
        return IkeTransforms.isKnown(IkeTransforms.ENCRYPTION, chosen.encryption)
                && IkeTransforms.isKnown(IkeTransforms.KEY_EXCHANGE, chosen.group);
    }

    private static String algorithms(IkeOffer chosen) {
        return String.join(" ", chosen.encryptions) + " and " + chosen.keyExchange();
    }
}
