package io.plainsight.stream.policy;

import io.plainsight.stream.profile.Profile;

/**
 * A service that the policy knows by name, and what is expected of it.
 *
 * @param name shown in alerts
 * @param endpoints where it is
 * @param plaintext what is thought of it speaking in clear; null when its zone decides
 * @param mutualTls whether its clients have to show a certificate; null when nothing is said
 * @param profile what counts as strong for it; null when its zone decides
 */
public record Service(
        String name,
        Endpoints endpoints,
        Plaintext plaintext,
        MutualTls mutualTls,
        Profile profile,
        Criticality criticality) {

    /** What is thought of application data in clear. */
    public enum Plaintext {
        /** It is at least of severity {@code high}. */
        FORBIDDEN,
        /** It raises nothing; credentials in clear still do. */
        TOLERATED
    }

    /** Whether clients authenticate by certificate. */
    public enum MutualTls {
        /** The server must ask for a certificate, and clients must show one. */
        REQUIRED,
        /** The server may ask. */
        OPTIONAL,
        /** The server is not expected to ask. */
        ABSENT
    }

    /** How urgent findings about the service are beside those about others. */
    public enum Criticality {
        /** One severity less. */
        LOW,
        NORMAL,
        /** One severity more. */
        HIGH
    }
}
