package io.plainsight.sensor.fuzz;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.x509.CertificateCache;
import io.plainsight.sensor.x509.CertificateSummary;

/** X.509 certificates in DER. */
public final class CertificatesTarget {
    private static final CertificateCache CACHE = new CertificateCache(16);

    private CertificatesTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        ByteCursor in = new ByteCursor().wrap(input);
        CertificateSummary summary = CACHE.summarise(in);
        Invariants.check(in.remaining() == 0, "bytes left");
        Invariants.check(summary.sha256().length() == 64, "no fingerprint");
        Invariants.check(summary.validity() != null, "no validity");
        summary.matches("www.example.org");
        summary.hasBrokenSignatureHash();
        // every character of a text comes from a byte, written in up to four characters
        Invariants.check(summary.toString().length() <= 8 * input.length + 1024, "more than the certificate holds");
        Invariants.check(summary == CACHE.summarise(in.wrap(input)), "the cache forgot at once");
    }
}
