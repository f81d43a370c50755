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
    /** Failures that the stages by client heard of; a scanner's too, which are none of the service's. */
    final Map<String, Integer> told = new LinkedHashMap<>();

    final Map<FailureCause, Integer> causes = new EnumMap<>(FailureCause.class);
    /** How many of the failures may be packets that the sensor lost: the sum over all of 1 - certainty. */
    double doubt;

    void fail(String client, FailureCause cause, double certainty) {
        count(failures, client);
        causes.merge(cause, 1, Integer::sum);
        doubt += 1 - certainty;
    }

    /**
     * Whether the stages by client hear of one more failure of this client. That depends on nothing but this service's own
     * handshakes: not on when word of a scanner arrives, so that its alert counts the same however stages run beside each other.
     */
    boolean tell(String client, int most) {
        if (told.getOrDefault(client, 0) >= most) {
            return false;
        }
        return count(told, client) <= most;
    }

    private static int count(Map<String, Integer> counts, String client) {
        boolean place = counts.containsKey(client) || counts.size() < MAX_CLIENTS - 1;
        return counts.merge(place ? client : OTHERS, 1, Integer::sum);
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
        return completed == 0 && failures.isEmpty() && told.isEmpty();
    }
}
