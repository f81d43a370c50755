package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.tls.CipherSuiteTraits;
import io.plainsight.stream.detection.TlsVersions;

/**
 * Which suites belong to which versions. Those of TLS 1.3 are no suites of what came before (RFC 8446 section 4.1.2 and appendix
 * B.4); the other way round drafts before 16 called themselves TLS 1.3 and had the suites of TLS 1.2. Authenticated encryption began with TLS 1.2 (RFC 5246 section 6.2.3.3). Suites with SHA-2 in CBC mode did too,
 * yet some programs negotiate them below, and RFC 5487 section 3 lets them. Pure function.
 */
final class SuiteVersions {
    private SuiteVersions() {}

    /**
     * Whether no program that keeps to the rules chooses the two together; false for what is not known.
     *
     * @param suite IANA name; a bare number is not known
     * @param version as {@code tls.version}
     */
    static boolean contradict(String suite, String version) {
        int rank = TlsVersions.rank(version);
        if (suite == null || !suite.startsWith("TLS_") || suite.endsWith("_SCSV") || rank < 0) {
            return false;
        }
        boolean isTls13 = rank >= TlsVersions.rank(TlsVersions.TLS_1_3);
        boolean ofTls13 = !suite.contains("_WITH_") || suite.contains("_MGM_"); // RFC 9367 kept the old form of names
        return !isTls13
                && (ofTls13
                        || rank < TlsVersions.rank(TlsVersions.TLS_1_2)
                                && CipherSuiteTraits.of(suite).aead());
    }
}
