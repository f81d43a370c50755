package io.plainsight.stream.learn;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was seen of one destination, or one service. <i>Bounds:</i> {@value #MAX_HOSTS} hosts by name, {@value #MAX_PROTOCOLS}
 * protocols; beyond that "and more". Single-threaded.
 */
final class Contact {
    static final int MAX_HOSTS = 256;
    private static final int MAX_PROTOCOLS = 8;

    final PortSet ports = new PortSet();
    private final Set<String> hosts = new HashSet<>();
    private final Set<String> protocols = new TreeSet<>();
    private long connections;
    private boolean inClear;
    private Instant first;
    private Instant last;

    /** @param again whether the connection was counted before */
    void add(Observation observation, boolean again) {
        connections += again ? 0 : 1;
        ports.add(observation.destination().port());
        if (hosts.size() < MAX_HOSTS) {
            hosts.add(observation.source().ip());
        }
        if (protocols.size() < MAX_PROTOCOLS) {
            protocols.add(protocol(observation));
        }
        inClear |= observation.plainsight() != null && observation.plainsight().protection() == Protection.PLAINTEXT;
        seen(observation.timestamp());
    }

    /** Everything that was seen of another one, for both are told as one. */
    void add(Contact other) {
        connections += other.connections;
        hosts.addAll(other.hosts);
        protocols.addAll(other.protocols);
        inClear |= other.inClear;
        seen(other.first);
        seen(other.last);
    }

    private void seen(Instant time) {
        first = first == null || time.isBefore(first) ? time : first;
        last = last == null || time.isAfter(last) ? time : last;
    }

    long connections() {
        return connections;
    }

    /** {@code 41 connections of 3 hosts by tls, 2026-11-20 10:15 to 2026-11-20 11:20}. */
    String text(String whose) {
        String by = hosts.size() >= MAX_HOSTS ? MAX_HOSTS + " or more" : Integer.toString(hosts.size());
        return connections + (connections == 1 ? " connection of " : " connections of ") + by + " " + whose
                + (hosts.size() == 1 ? "" : "s") + " by " + String.join(", ", protocols) + (inClear ? ", in clear" : "")
                + ", " + minutes(first) + (minutes(first).equals(minutes(last)) ? "" : " to " + minutes(last));
    }

    private static String minutes(Instant time) {
        return time.toString().substring(0, "2026-11-20T10:15".length()).replace('T', ' ');
    }

    private static String protocol(Observation observation) {
        Observation.Network network = observation.network();
        if (network == null) {
            return "unknown";
        }
        String name = network.protocol() != null ? network.protocol() : network.transport();
        return name == null ? "unknown" : name.toLowerCase(Locale.ROOT);
    }
}
