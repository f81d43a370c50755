package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Alert;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.handshakefailure.cause.CauseGroup;
import java.time.Instant;

/**
 * One handshake as the stages behind the service's own need it.
 *
 * @param service its key
 * @param entity the service as an analyst reads it
 * @param client address
 * @param clientZone zone of the client
 * @param cause id of the failure's cause; null when the handshake completed
 * @param evidence null when the handshake completed
 * @param traffic the observation, by which the policy tells whether it accepts a failure; null when the handshake completed
 */
record Outcome(
        String service,
        Alert.Entity entity,
        String client,
        String clientZone,
        Instant at,
        String cause,
        CauseGroup group,
        Alert.Evidence evidence,
        Observation traffic) {
    private static final String CLIENT = "client|";
    private static final String GROUP = "group|";

    boolean completed() {
        return cause == null;
    }

    String byClient() {
        return CLIENT + client;
    }

    String byGroup() {
        return GROUP + group.id();
    }

    static boolean isByClient(String key) {
        return key.startsWith(CLIENT);
    }

    long seconds() {
        return Math.max(0, at.getEpochSecond());
    }
}
