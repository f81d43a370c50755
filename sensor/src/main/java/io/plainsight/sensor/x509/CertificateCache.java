package io.plainsight.sensor.x509;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Certificates and chains already read: each distinct one is parsed and validated once. Certificates are known by the
 * SHA-256 of their DER, chains by those of their certificates; the least recently seen goes first.
 *
 * <p><b>Threading:</b> one thread; each packet thread has its own. <b>Memory:</b> about 2 KiB per certificate and 1 KiB per
 * chain. <b>Bounds:</b> {@link #DEFAULT_CAPACITY} certificates and as many chains unless told otherwise.
 */
public final class CertificateCache {
    /** Distinct certificates that a busy tap meets within hours; about 8 MiB. */
    public static final int DEFAULT_CAPACITY = 4096;

    private final Map<String, CertificateSummary> summaries;
    private final Map<String, Known> chains;
    private final SensorCounters counters;
    /** Null without roots. */
    private final PathValidator validator;

    private final MessageDigest sha256 = digest("SHA-256");
    private final MessageDigest sha1 = digest("SHA-1");

    /** A chain as it was last judged. */
    private record Known(CertificateChain chain, PathVerdict verdict, int generation) {}

    public CertificateCache() {
        this(DEFAULT_CAPACITY);
    }

    /** @param capacity most certificates, and most chains kept, at least 1 */
    public CertificateCache(int capacity) {
        this(capacity, TrustRoots.NONE, new SensorCounters());
    }

    /**
     * A cache that validates chains.
     *
     * @param roots what chains have to lead up to; {@link TrustRoots#NONE} to say nothing about trust
     * @param counters of the thread that uses this cache
     */
    public CertificateCache(int capacity, TrustRoots roots, SensorCounters counters) {
        if (capacity < 1) {
            throw new IllegalArgumentException("certificate cache capacity must be at least 1: capacity=" + capacity);
        }
        summaries = new BoundedCache<>(capacity);
        chains = new BoundedCache<>(capacity);
        validator = roots.isEmpty() ? null : new PathValidator(roots);
        this.counters = counters;
    }

    /** The summary of the certificate whose DER the cursor holds; the bytes are consumed. Never throws, never null. */
    public CertificateSummary summarise(ByteCursor der) {
        String fingerprint = fingerprint(sha256, der);
        CertificateSummary known = summaries.get(fingerprint);
        if (known == null) {
            counters.increment(SensorCounter.CERTIFICATES_READ);
            String sha1Fingerprint = fingerprint(sha1, der);
            known = CertificateParser.parse(der.toArray(), sha1Fingerprint, fingerprint);
            summaries.put(fingerprint, known);
        } else {
            counters.increment(SensorCounter.CERTIFICATES_KNOWN);
            der.skip(der.remaining());
        }
        return known;
    }

    /** For the certificates of one message. */
    public ChainReader newChain() {
        return new ChainReader(this);
    }

    boolean validates() {
        return validator != null;
    }

    /** The chain that {@code read} holds, judged at its time; validated when it is new or its time is another. */
    CertificateChain chain(ChainReader read) {
        String key = read.key();
        Known known = chains.get(key);
        if (known != null && (validator == null || holds(known, read))) {
            return known.chain();
        }
        CertificateChain chain = CertificateChain.of(read.certificates(), read.length(), read.isTruncated());
        PathVerdict verdict = null;
        if (validator != null && chain.leaf().readable()) {
            counters.increment(SensorCounter.CERTIFICATE_CHAINS_VALIDATED);
            verdict = validator.validate(read.ders(), read.seen());
            chain = chain.with(verdict);
        }
        chains.put(key, new Known(chain, verdict, validator == null ? 0 : validator.generation()));
        return chain;
    }

    /** Once a path was found it stays; without one, an intermediate learned since may lead on. */
    private boolean holds(Known known, ChainReader read) {
        if (known.verdict() == null) {
            return true;
        }
        boolean mayFindAPath = !known.verdict().hasPath() && known.generation() != validator.generation();
        return known.verdict().holdsAt(read.seen()) && !mayFindAPath;
    }

    int size() {
        return summaries.size();
    }

    int chains() {
        return chains.size();
    }

    static String fingerprint(MessageDigest digest, ByteCursor der) {
        ByteBuffer bytes = der.buffer().duplicate();
        bytes.limit(der.position() + der.remaining()).position(der.position());
        digest.update(bytes);
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
