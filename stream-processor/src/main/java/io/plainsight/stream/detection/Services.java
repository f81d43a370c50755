package io.plainsight.stream.detection;

import io.plainsight.events.Alert;
import io.plainsight.events.Observation;
import io.plainsight.stream.policy.Traffic;
import io.plainsight.stream.policy.Traffic.Side;
import io.plainsight.stream.policy.Zones;

/** Reads from an observation whom it is about. */
public final class Services {
    private Services() {}

    /**
     * The name that the client asked for in its hello; empty when there is none. A looked-up name does not count: one client has
     * looked it up in sight of a sensor and the other has not.
     */
    public static String requestedName(Observation observation) {
        return Traffic.requestedName(observation);
    }

    /** The name that the client asked for or had looked up, from the endpoint or the SNI; empty when there is none. */
    public static String serverName(Observation observation) {
        return Traffic.serverName(observation);
    }

    /** {@code 10.0.1.9:443 (db.internal)}. */
    public static String text(Observation observation) {
        String endpoint = observation.destination().text();
        String name = serverName(observation);
        return name.isEmpty() || name.equals(observation.destination().ip()) ? endpoint : endpoint + " (" + name + ")";
    }

    public static Alert.Entity entity(Observation observation, Zones zones) {
        return new Alert.Entity("service", text(observation), zones.of(observation, Side.DESTINATION));
    }

    /** Whether one end is not ours, so that the bytes cross networks that we do not control. */
    public static boolean leavesOurNetworks(Observation observation, Zones zones) {
        return !zones.isInternal(observation, Side.SOURCE) || !zones.isInternal(observation, Side.DESTINATION);
    }

    /** Whether the destination was heard at all: where one direction is captured, silence says nothing about it. */
    public static boolean sawDestination(Observation observation) {
        Long packets = observation.destination().packets();
        return packets == null || packets > 0;
    }

    /** Whether both ends are the same host. */
    public static boolean staysOnHost(Observation observation) {
        return Zones.isLoopback(observation.source().ip())
                && Zones.isLoopback(observation.destination().ip());
    }

    public static boolean hasAction(Observation observation, String action) {
        return action.equals(observation.event().action());
    }
}
