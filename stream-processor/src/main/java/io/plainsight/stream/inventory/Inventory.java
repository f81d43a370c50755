package io.plainsight.stream.inventory;

import io.plainsight.events.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The certificates that an organisation says its services have. Immutable, thread-safe. A service is found by its endpoint
 * first, then by the name that the client asked for, then by a wildcard that covers it (RFC 9525 section 6.3).
 *
 * <p><i>Bounds:</i> {@link #MAX_ENTRIES}, held by whoever reads one.
 */
public final class Inventory {
    /** More certificates than any estate that one instance watches; about 500 bytes each. */
    public static final int MAX_ENTRIES = 500_000;

    /** Nothing was imported. */
    public static final Inventory NONE = new Inventory(List.of());

    private final Map<String, List<Entry>> byEndpoint = new HashMap<>();
    private final Map<String, List<Entry>> byName = new HashMap<>();
    private final Map<String, List<Entry>> byKey = new HashMap<>();
    private final int size;

    /**
     * One certificate.
     *
     * @param names that it is for, lower case; {@code *.} stands before a wildcard's
     * @param endpoint {@code address:port} that shows it, an address alone for all its ports; empty when not known
     * @param server its fields as an observation has them; without {@code hash} where the fingerprint is not known
     * @param place file and line that it was read from
     * @param publicKey SHA-256 of its SubjectPublicKeyInfo, lower-case hexadecimal; null where it is not known
     */
    public record Entry(
            List<String> names, String endpoint, Observation.Server server, String place, String publicKey) {
        public Entry {
            names = List.copyOf(names);
        }
    }

    public Inventory(List<Entry> entries) {
        size = entries.size();
        for (Entry entry : entries) {
            if (entry.publicKey() != null) {
                byKey.computeIfAbsent(entry.publicKey(), key -> new ArrayList<>(1))
                        .add(entry);
            }
            if (!entry.endpoint().isEmpty()) {
                byEndpoint
                        .computeIfAbsent(entry.endpoint(), key -> new ArrayList<>(1))
                        .add(entry);
            } else {
                entry.names().forEach(name -> byName.computeIfAbsent(name, key -> new ArrayList<>(1))
                        .add(entry));
            }
        }
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Certificates in it. */
    public int size() {
        return size;
    }

    /** The certificates of a public key, by {@link Entry#publicKey}. */
    public List<Entry> ofKey(String publicKey) {
        return byKey.getOrDefault(publicKey, List.of());
    }

    /** The certificate of the observation's service: of several, the one that ends last, since older ones linger in lists. */
    public Optional<Entry> find(Observation observation) {
        return candidates(observation).stream().max(BY_END);
    }

    /** What the inventory has for the service instead of {@code seen}; empty when it has that one, or none to compare. */
    public Optional<Entry> other(Observation observation, Observation.Server seen) {
        List<Entry> candidates = candidates(observation).stream()
                .filter(entry -> comparable(entry.server(), seen))
                .toList();
        boolean listed = candidates.stream().anyMatch(entry -> isSame(entry.server(), seen));
        return listed ? Optional.empty() : candidates.stream().max(BY_END);
    }

    private static final Comparator<Entry> BY_END =
            Comparator.comparing(entry -> entry.server().notAfter());

    private List<Entry> candidates(Observation observation) {
        if (isEmpty()) {
            return List.of();
        }
        List<Entry> found = byEndpoint.get(observation.destination().text());
        if (found == null) {
            found = byEndpoint.get(observation.destination().ip());
        }
        if (found == null) {
            found = byName(requestedName(observation));
        }
        return found == null ? List.of() : found;
    }

    private List<Entry> byName(String name) {
        if (name.isEmpty()) {
            return null;
        }
        List<Entry> found = byName.get(name);
        int dot = name.indexOf('.');
        return found != null || dot < 0 ? found : byName.get("*" + name.substring(dot));
    }

    private static String requestedName(Observation observation) {
        Observation.Client client =
                observation.tls() == null ? null : observation.tls().client();
        return client == null || client.serverName() == null
                ? ""
                : client.serverName().toLowerCase(Locale.ROOT);
    }

    private static boolean comparable(Observation.Server a, Observation.Server b) {
        return fingerprint(a) != null && fingerprint(b) != null || serial(a) != null && serial(b) != null;
    }

    private static boolean isSame(Observation.Server a, Observation.Server b) {
        return fingerprint(a) != null && fingerprint(b) != null
                ? fingerprint(a).equals(fingerprint(b))
                : serial(a).equals(serial(b));
    }

    private static String fingerprint(Observation.Server server) {
        return server.hash() == null ? null : server.hash().sha256();
    }

    /** Upper-case hexadecimal without leading zeros; null when there is none. */
    private static String serial(Observation.Server server) {
        String serial = server.x509() == null ? null : server.x509().serialNumber();
        return serial == null ? null : serial.toUpperCase(Locale.ROOT).replaceFirst("^0+(?=.)", "");
    }
}
