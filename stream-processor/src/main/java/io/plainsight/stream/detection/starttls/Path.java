package io.plainsight.stream.detection.starttls;

import io.plainsight.events.Observation;
import io.plainsight.stream.policy.IpAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The way by which a connection came: who it was, from which network, seen by which sensor.
 *
 * @param client address
 * @param network its network, /24 for IPv4 and /48 for IPv6, in hexadecimal
 * @param observer sensor and interface; empty when unknown
 */
record Path(String client, String network, String observer) {
    private static final int IPV4_BYTES = 3;
    private static final int IPV6_BYTES = 6;

    static Path of(Observation observation) {
        String ip = observation.source().ip();
        Observation.Observer observer = observation.observer();
        String network = IpAddress.parse(ip)
                .map(bytes ->
                        HexFormat.of().formatHex(Arrays.copyOf(bytes, bytes.length == 4 ? IPV4_BYTES : IPV6_BYTES)))
                .orElse(ip);
        return new Path(ip, network, observer == null || observer.name() == null ? "" : observer.text());
    }

    String networkScope() {
        return "network " + network;
    }

    String observerScope() {
        return "observer " + observer;
    }

    boolean isIn(String scope) {
        return scope == null || scope.equals(networkScope()) || scope.equals(observerScope());
    }
}
