package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Alert;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Handshakes of one service in one minute of packet time. Immutable.
 *
 * @param failures failures by client address; beyond {@value #MAX_CLIENTS} clients under {@value #OTHERS}
 * @param causes failures by cause
 * @param connections hashes of the latest connections counted, so that a repeated record does not count again
 * @param evidence the latest failures
 * @param raised whether a spike was raised in this minute
 * @param doubt how many of the failures may be packets that the sensor lost: the sum over all of 1 - certainty
 */
record OutcomeBucket(
        int completed,
        Map<String, Integer> failures,
        Map<String, Integer> causes,
        List<Long> connections,
        List<Alert.Evidence> evidence,
        boolean raised,
        double doubt) {
    static final int MAX_CLIENTS = 64;
    static final int MAX_CAUSES = 16;
    static final int MAX_CONNECTIONS = 128;
    static final int MAX_EVIDENCE = 10;
    static final String OTHERS = "others";

    OutcomeBucket {
        // absent in JSON where empty
        failures = failures == null ? Map.of() : failures;
        causes = causes == null ? Map.of() : causes;
        connections = connections == null ? List.of() : connections;
        evidence = evidence == null ? List.of() : evidence;
    }

    static final OutcomeBucket EMPTY = new OutcomeBucket(0, null, null, null, null, false, 0);

    boolean counted(long connection) {
        return connections.contains(connection);
    }

    OutcomeBucket withCompleted(long connection) {
        return new OutcomeBucket(
                completed + 1,
                failures,
                causes,
                latest(connections, connection, MAX_CONNECTIONS),
                evidence,
                raised,
                doubt);
    }

    OutcomeBucket withFailure(String client, String cause, long connection, Alert.Evidence failure, double certainty) {
        return new OutcomeBucket(
                completed,
                increment(failures, client, MAX_CLIENTS),
                increment(causes, cause, MAX_CAUSES),
                latest(connections, connection, MAX_CONNECTIONS),
                latest(evidence, failure, MAX_EVIDENCE),
                raised,
                doubt + 1 - certainty);
    }

    OutcomeBucket withRaised() {
        return new OutcomeBucket(completed, failures, causes, connections, evidence, true, doubt);
    }

    int failed() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Map<String, Integer> increment(Map<String, Integer> counts, String key, int cap) {
        Map<String, Integer> next = new LinkedHashMap<>(counts);
        next.merge(next.containsKey(key) || next.size() < cap ? key : OTHERS, 1, Integer::sum);
        return next;
    }

    private static <T> List<T> latest(List<T> list, T item, int cap) {
        List<T> next = new ArrayList<>(list.size() < cap ? list : list.subList(list.size() - cap + 1, list.size()));
        next.add(item);
        return next;
    }
}
