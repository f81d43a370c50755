package io.plainsight.sensor.x509;

import io.plainsight.sensor.buffer.ByteCursor;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Certificates already read, by the SHA-256 of their DER; the least recently seen goes first.
 *
 * <p><b>Threading:</b> one thread; each packet thread has its own. <b>Memory:</b> about 2 KiB per certificate.
 * <b>Bounds:</b> {@link #DEFAULT_CAPACITY} certificates unless told otherwise.
 */
public final class CertificateCache {
    /** Distinct certificates that a busy tap meets within hours; about 8 MiB. */
    public static final int DEFAULT_CAPACITY = 4096;

    private static final float LOAD_FACTOR = 0.75f;

    private final Map<String, CertificateSummary> summaries;
    private final MessageDigest sha256 = digest("SHA-256");
    private final MessageDigest sha1 = digest("SHA-1");

    public CertificateCache() {
        this(DEFAULT_CAPACITY);
    }

    /** @param capacity most certificates kept, at least 1 */
    public CertificateCache(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("certificate cache capacity must be at least 1: capacity=" + capacity);
        }
        summaries = new LinkedHashMap<>(16, LOAD_FACTOR, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, CertificateSummary> eldest) {
                return size() > capacity;
            }
        };
    }

    /** The summary of the certificate whose DER the cursor holds; the bytes are consumed. Never throws, never null. */
    public CertificateSummary summarise(ByteCursor der) {
        String fingerprint = fingerprint(sha256, der);
        CertificateSummary known = summaries.get(fingerprint);
        if (known == null) {
            String sha1Fingerprint = fingerprint(sha1, der);
            known = CertificateParser.parse(der.toArray(), sha1Fingerprint, fingerprint);
            summaries.put(fingerprint, known);
        } else {
            der.skip(der.remaining());
        }
        return known;
    }

    int size() {
        return summaries.size();
    }

    private static String fingerprint(MessageDigest digest, ByteCursor der) {
        ByteBuffer bytes = der.buffer().duplicate();
        bytes.limit(der.position() + der.remaining()).position(der.position());
        digest.update(bytes);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
