package io.plainsight.sensor.x509;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** The authorities that an operator trusts. Immutable, for any thread; {@link TrustRootsReader} reads them from files. */
public final class TrustRoots {
    /** No roots given: nothing is said about trust. */
    public static final TrustRoots NONE = new TrustRoots(List.of());

    private final Map<X500Principal, List<X509Certificate>> bySubject = new HashMap<>();
    private final Set<X509Certificate> all;

    public TrustRoots(Collection<X509Certificate> roots) {
        all = new HashSet<>(roots);
        for (X509Certificate root : all) {
            bySubject
                    .computeIfAbsent(root.getSubjectX500Principal(), subject -> new ArrayList<>())
                    .add(root);
        }
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Distinct roots. */
    public int size() {
        return all.size();
    }

    boolean contains(X509Certificate certificate) {
        return all.contains(certificate);
    }

    List<X509Certificate> bySubject(X500Principal subject) {
        return bySubject.getOrDefault(subject, List.of());
    }
}
