package io.plainsight.stream.posture;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Posture;
import io.plainsight.events.Protection;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds connections up into posture figures. Counts the last observation of each connection ({@code flow_ended}) and ignores
 * all others. Not thread-safe. Bounds: {@value #MAX_NAMES} names per figure, the rest under {@value #OTHER}.
 */
public final class PostureAccumulator {
    static final int MAX_NAMES = 512;
    static final String OTHER = "other";
    private static final String UNKNOWN = "unknown";

    private final Map<String, Long> connections = new TreeMap<>();
    private final Map<String, Long> bytes = new TreeMap<>();
    private final Map<String, Long> tlsVersions = new TreeMap<>();
    private final Map<String, Long> cipherSuites = new TreeMap<>();
    private final Map<String, Long> protocols = new TreeMap<>();
    private final Map<String, Long> handshakes = new TreeMap<>();
    private Instant start;
    private Instant timestamp;
    private long mutual;
    private long postQuantum;

    /** @return whether the observation counted */
    public boolean add(Observation observation) {
        if (observation.event() == null
                || !Actions.FLOW_ENDED.equals(observation.event().action())) {
            return false;
        }
        Instant first = observation.event().start() == null
                ? observation.timestamp()
                : observation.event().start();
        Instant last = observation.event().end() == null
                ? observation.timestamp()
                : observation.event().end();
        span(first, last);
        Observation.Plainsight own = observation.plainsight();
        Protection protection = own == null || own.protection() == null ? Protection.UNKNOWN : own.protection();
        String protocol =
                observation.network() == null ? null : observation.network().protocol();
        count(connections, protection.text(), 1);
        count(bytes, protection.text(), bytes(observation.source()) + bytes(observation.destination()));
        count(protocols, protocol == null ? UNKNOWN : protocol, 1);
        if (observation.tls() != null) {
            handshake(observation.tls(), own);
        }
        return true;
    }

    private void handshake(Observation.Tls tls, Observation.Plainsight own) {
        String state =
                own == null || own.handshake() == null ? null : own.handshake().state();
        boolean completed = state == null ? Boolean.TRUE.equals(tls.established()) : state.equals("completed");
        count(handshakes, completed ? "completed" : "failed".equals(state) ? "failed" : UNKNOWN, 1);
        if (!completed) {
            return;
        }
        if (tls.version() != null) {
            count(tlsVersions, tls.version(), 1);
        }
        if (tls.cipher() != null) {
            count(cipherSuites, tls.cipher(), 1);
        }
        Observation.TlsDetail detail = own == null ? null : own.tls();
        if (detail != null) {
            mutual += "presented".equals(detail.mutual()) ? 1 : 0;
            postQuantum += Boolean.TRUE.equals(detail.postQuantum()) ? 1 : 0;
        }
    }

    /** Adds figures that were added up elsewhere. */
    public PostureAccumulator add(Posture posture) {
        span(posture.start(), posture.timestamp());
        addAll(connections, posture.connections());
        addAll(bytes, posture.bytes());
        addAll(tlsVersions, posture.tlsVersions());
        addAll(cipherSuites, posture.cipherSuites());
        addAll(protocols, posture.protocols());
        addAll(handshakes, posture.handshakes());
        mutual += posture.mutual();
        postQuantum += posture.postQuantum();
        return this;
    }

    /** The figures so far; times are null while nothing counted. */
    public Posture posture() {
        return new Posture(
                timestamp,
                start,
                new TreeMap<>(connections),
                new TreeMap<>(bytes),
                new TreeMap<>(tlsVersions),
                new TreeMap<>(cipherSuites),
                new TreeMap<>(protocols),
                new TreeMap<>(handshakes),
                mutual,
                postQuantum);
    }

    private void span(Instant first, Instant last) {
        if (first != null && (start == null || first.isBefore(start))) {
            start = first;
        }
        if (last != null && (timestamp == null || last.isAfter(timestamp))) {
            timestamp = last;
        }
    }

    private static void addAll(Map<String, Long> sum, Map<String, Long> part) {
        if (part != null) { // absent in JSON where empty
            part.forEach((name, amount) -> count(sum, name, amount));
        }
    }

    private static void count(Map<String, Long> counts, String name, long amount) {
        boolean fits = counts.containsKey(name) || counts.size() < MAX_NAMES;
        counts.merge(fits ? name : OTHER, amount, Long::sum);
    }

    private static long bytes(Observation.Endpoint endpoint) {
        return endpoint == null || endpoint.bytes() == null ? 0 : endpoint.bytes();
    }
}
