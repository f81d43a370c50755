package io.plainsight.sensor.ike;

import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.dissect.ObservationDraft;
import java.util.ArrayList;
import java.util.List;

/** The verdict on an IKE security association that was seen to come about. Pure functions. */
final class IkeJudge {
    private IkeJudge() {}

    /**
     * Judges the responder's choice.
     *
     * @param aggressive version 1's mode that shows a hash of the pre-shared key to everybody
     * @param carriesEsp whether ESP goes over the same ports: its own algorithms are out of sight
     */
    static void judge(
            IkeOffer chosen, boolean versionTwo, boolean aggressive, boolean carriesEsp, ObservationDraft draft) {
        List<String> weaknesses = weaknesses(chosen, versionTwo, aggressive);
        String name = versionTwo ? "IKEv2" : "IKEv1";
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

    private static List<String> weaknesses(IkeOffer chosen, boolean versionTwo, boolean aggressive) {
        List<String> weaknesses = new ArrayList<>();
        if (!versionTwo) {
            weaknesses.add("version 1 is deprecated");
            if (chosen.hash != IkeOffer.ABSENT && IkeTransforms.isWeakHashOfVersion1(chosen.hash)) {
                weaknesses.add(IkeTransforms.hashOfVersion1(chosen.hash));
            }
        }
        if (aggressive) {
            weaknesses.add("aggressive mode");
        }
        add(weaknesses, IkeTransforms.ENCRYPTION, chosen.encryption);
        add(weaknesses, IkeTransforms.PRF, chosen.prf);
        add(weaknesses, IkeTransforms.INTEGRITY, chosen.integrity);
        add(weaknesses, IkeTransforms.KEY_EXCHANGE, chosen.group);
        return weaknesses;
    }

    private static void add(List<String> weaknesses, int type, int id) {
        if (id != IkeOffer.ABSENT && IkeTransforms.isWeak(type, id)) {
            weaknesses.add(IkeTransforms.name(type, id, 0));
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
