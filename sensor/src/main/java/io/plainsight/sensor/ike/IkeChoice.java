package io.plainsight.sensor.ike;

import java.util.ArrayList;
import java.util.List;

/**
 * What the ends of an association agreed upon, and how.
 *
 * @param algorithms as the responder chose them; null before that
 * @param aggressive version 1's mode that shows a hash of the pre-shared key to everybody
 */
record IkeChoice(IkeOffer algorithms, boolean versionTwo, boolean aggressive) {
    String version() {
        return versionTwo ? "IKEv2" : "IKEv1";
    }

    /** What is weak about it, in words; {@code algorithms} must be known. */
    List<String> weaknesses() {
        List<String> weaknesses = new ArrayList<>();
        if (!versionTwo) {
            weaknesses.add("version 1 is deprecated");
            if (algorithms.hash != IkeOffer.ABSENT && IkeTransforms.isWeakHashOfVersion1(algorithms.hash)) {
                weaknesses.add(IkeTransforms.hashOfVersion1(algorithms.hash));
            }
        }
        if (aggressive) {
            weaknesses.add("aggressive mode");
        }
        add(weaknesses, IkeTransforms.ENCRYPTION, algorithms.encryption);
        add(weaknesses, IkeTransforms.PRF, algorithms.prf);
        add(weaknesses, IkeTransforms.INTEGRITY, algorithms.integrity);
        add(weaknesses, IkeTransforms.KEY_EXCHANGE, algorithms.group);
        return weaknesses;
    }

    private static void add(List<String> weaknesses, int type, int id) {
        if (id != IkeOffer.ABSENT && IkeTransforms.isWeak(type, id)) {
            weaknesses.add(IkeTransforms.name(type, id, 0));
        }
    }
}
