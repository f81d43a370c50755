package io.plainsight.stream.detection.plaintext;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import java.util.Locale;

/** The worst that a connection in clear exposed, worst first. */
enum Exposed {
    CREDENTIALS_AND_DATA,
    USER_DATA,
    /** A log-in without user data: told by the rule {@code plaintext-credentials} alone. */
    CREDENTIALS,
    /** Greetings, commands, names of software and hosts. */
    METADATA,
    NOTHING;

    static Exposed by(Observation observation) {
        if (observation.plainsight().protection() != Protection.PLAINTEXT) {
            return NOTHING;
        }
        Observation.Plaintext plaintext = observation.plainsight().plaintext();
        boolean credentials = plaintext != null && plaintext.credentials() != null;
        // a verdict without details is that of a protocol which is nothing but data
        boolean data = plaintext == null || !Boolean.FALSE.equals(plaintext.userData());
        if (data) {
            return credentials ? CREDENTIALS_AND_DATA : USER_DATA;
        }
        return credentials ? CREDENTIALS : METADATA;
    }

    boolean isUserData() {
        return this == CREDENTIALS_AND_DATA || this == USER_DATA;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
