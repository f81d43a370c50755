package io.plainsight.sensor.flow;

import io.plainsight.events.Observation;
import io.plainsight.sensor.text.Credentials;

/** Puts together what two layers of one connection exposed. */
final class Exposure {
    private Exposure() {}

    /** The worse of both; either may be null. */
    static Observation.Plaintext both(Observation.Plaintext a, Observation.Plaintext b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        boolean userData = Boolean.TRUE.equals(a.userData()) || Boolean.TRUE.equals(b.userData());
        return new Observation.Plaintext(worse(a.credentials(), b.credentials()), userData);
    }

    private static String worse(String a, String b) {
        return rank(a) >= rank(b) ? a : b;
    }

    private static int rank(String text) {
        for (Credentials kind : Credentials.values()) {
            if (kind.text() != null && kind.text().equals(text)) {
                return kind.ordinal();
            }
        }
        return 0;
    }
}
