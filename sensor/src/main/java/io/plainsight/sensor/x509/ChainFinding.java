package io.plainsight.sensor.x509;

import java.util.Locale;

/** What stood out in a chain of certificates; the words of {@code plainsight.certificates.server.findings}. */
public enum ChainFinding {
    /** A certificate does not read as X.509. */
    UNREADABLE,
    /** There were more certificates or bytes than are read, or the list ended amid a certificate. */
    TRUNCATED,
    /** A certificate is not followed by its issuer's, as RFC 5246 section 7.4.2 demands. */
    OUT_OF_ORDER,
    /** The chain validates only with an intermediate certificate that another server sent. */
    INTERMEDIATE_MISSING,
    /** Nothing leads from the first certificate up to a given root. */
    NO_ROOT,
    /** A certificate of the path had expired. */
    EXPIRED,
    /** A certificate of the path was not valid yet. */
    NOT_YET_VALID,
    /** An issuer of the right name is there, but its key made no such signature. */
    BAD_SIGNATURE,
    /** A certificate of the path was issued by one that may not issue. */
    NOT_AN_AUTHORITY,
    /** The path breaks a constraint: length, names, policies, a critical extension, or an algorithm that is no longer accepted. */
    CONSTRAINED,
    /** An algorithm or a certificate cannot be checked here: nothing is claimed. */
    UNSUPPORTED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The word in observations. */
    public String text() {
        return text;
    }
}
