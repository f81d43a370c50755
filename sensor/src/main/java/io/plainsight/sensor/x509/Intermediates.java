package io.plainsight.sensor.x509;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/**
 * Intermediate certificates of chains that validated: they complete the chain of a server that forgot to send its own, as
 * clients do that keep them. Only trusted ones enter, so nobody can fill it with his own.
 *
 * <p><b>Threading:</b> one thread. <b>Bounds:</b> {@link #MAX_SUBJECTS} names, the least recently used goes first;
 * {@link #MAX_PER_SUBJECT} certificates each.
 */
final class Intermediates {
    /** The public web's authorities have about 2,000 intermediates, of which a network meets some hundred. */
    static final int MAX_SUBJECTS = 1024;

    static final int MAX_PER_SUBJECT = 4;

    private final Map<X500Principal, List<X509Certificate>> bySubject = new BoundedCache<>(MAX_SUBJECTS);
    private int generation;

    void learn(List<X509Certificate> trusted) {
        for (X509Certificate certificate : trusted) {
            List<X509Certificate> known =
                    bySubject.computeIfAbsent(certificate.getSubjectX500Principal(), subject -> new ArrayList<>());
            if (!known.contains(certificate)) {
                if (known.size() == MAX_PER_SUBJECT) {
                    known.remove(0);
                }
                known.add(certificate);
                generation++;
            }
        }
    }

    List<X509Certificate> bySubject(X500Principal subject) {
        return bySubject.getOrDefault(subject, List.of());
    }

    /** Grows with each new certificate: what had no path before may have one now. */
    int generation() {
        return generation;
    }
}
