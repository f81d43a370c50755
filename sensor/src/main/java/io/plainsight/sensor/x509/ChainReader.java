package io.plainsight.sensor.x509;

import io.plainsight.sensor.buffer.ByteCursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the certificates of one message, in wire order, and makes their chain.
 *
 * <p><b>Threading:</b> one thread, one use. <b>Bounds:</b> {@link #MAX_CERTIFICATES} and {@link #MAX_BYTES}; what comes
 * after is counted and not read.
 */
public final class ChainReader {
    /** OpenSSL refuses chains deeper than 10 by itself; servers that send whole bundles reach a dozen. */
    public static final int MAX_CERTIFICATES = 16;

    /** TLS libraries refuse Certificate messages beyond about 100 KiB. */
    public static final int MAX_BYTES = 128 * 1024;

    private final CertificateCache cache;
    private final List<CertificateSummary> certificates = new ArrayList<>();
    private final List<byte[]> ders = new ArrayList<>();
    private int length;
    private int bytes;
    private boolean truncated;
    private Instant seen;

    ChainReader(CertificateCache cache) {
        this.cache = cache;
    }

    /** @param der one certificate; consumed */
    public void add(ByteCursor der) {
        length++;
        if (certificates.size() == MAX_CERTIFICATES || der.remaining() > MAX_BYTES - bytes) {
            truncated = true;
            return;
        }
        bytes += der.remaining();
        if (cache.validates()) {
            ders.add(new ByteCursor().wrap(der).toArray());
        }
        certificates.add(cache.summarise(der));
    }

    /** The list ended amid a certificate. */
    public void truncated() {
        truncated = true;
    }

    /**
     * The chain, judged at the time it was seen.
     *
     * @param timestampNs packet time, nanoseconds since the Unix epoch
     * @return null when there was no certificate that could be read in
     */
    public CertificateChain finish(long timestampNs) {
        seen = Instant.ofEpochSecond(
                Math.floorDiv(timestampNs, 1_000_000_000L), Math.floorMod(timestampNs, 1_000_000_000L));
        return certificates.isEmpty() ? null : cache.chain(this);
    }

    List<CertificateSummary> certificates() {
        return certificates;
    }

    /** The certificates' DER; empty unless the cache validates. */
    List<byte[]> ders() {
        return ders;
    }

    int length() {
        return length;
    }

    boolean isTruncated() {
        return truncated;
    }

    Instant seen() {
        return seen;
    }

    /** Tells chains apart: fingerprints in order, and what was left out. */
    String key() {
        StringBuilder key = new StringBuilder();
        certificates.forEach(certificate -> key.append(certificate.sha256()));
        return key.append(length).append(truncated).toString();
    }
}
