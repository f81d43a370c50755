package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.stream.detection.handshakefailure.cause.FailureCause;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Handshakes of one service in one minute of packet time.
 *
 * <p><b>Threading:</b> the stream thread of its task. <b>Bounds:</b> {@value #MAX_CLIENTS} clients by address; the others count
 * together.
 */
final class MinuteTally {
    static final int MAX_CLIENTS = 64;
    /** Whoever has no place of its own; counts as one client. */
    static final String OTHERS = "others";

    int completed;
    final Map<String, Integer> failures = new LinkedHashMap<>();
    final Map<FailureCause, Integer> causes = new EnumMap<>(FailureCause.class);
    /** How many of the failures may be packets that the sensor lost: the sum over all of 1 - certainty. */
    double doubt;

    /** @return failures of this client in this minute, this one included */
    int fail(String client, FailureCause cause, double certainty) {
        boolean place = failures.containsKey(client) || failures.size() < MAX_CLIENTS - 1;
        causes.merge(cause, 1, Integer::sum);
        doubt += 1 - certainty;
        return failures.merge(place ? client : OTHERS, 1, Integer::sum);
    }

    /** The failures of a client are not this service's. @return whether there were any */
    boolean remove(String client) {
        Integer gone = failures.remove(client);
        return gone != null;
    }

    int failed() {
        int sum = 0;
        for (int count : failures.values()) {
            sum += count;
        }
        return sum;
    }

    boolean isEmpty() {
        return completed == 0 && failures.isEmpty();
    }
}
