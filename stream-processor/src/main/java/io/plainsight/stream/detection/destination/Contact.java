package io.plainsight.stream.detection.destination;

import io.plainsight.events.Observation;

/**
 * A host of ours used a destination: what a service's part of the topology tells the part of the host's group, once a day for
 * each pair, and again when its volume has doubled. Small, since it crosses a topic.
 *
 * @param connection the observation without handshake, certificates and what else nobody needs here
 * @param group the zone of the host
 * @param name the owner's part of the name that was asked for or looked up, with the port; null where there was none
 * @param block the /24 or /48 around the destination, with the port
 * @param system the autonomous system of the destination; -1 where it is not known
 * @param country ISO 3166-1 alpha-2 code; null where it is not known
 * @param external whether the destination is not ours
 * @param decided whether the policy says something about this host and destination
 * @param out bytes that the host sent there today, in connections of {@link ContactProcessor#COUNTED_BYTES} and more
 * @param in bytes that came back in these; 0 in flow logs, which tell one direction
 * @param beat what is regular about the connections; null where nothing is
 */
record Contact(
        Observation connection,
        String group,
        String name,
        String block,
        long system,
        String country,
        boolean external,
        boolean decided,
        long out,
        long in,
        Beat beat) {
    private static final long SECONDS_OF_A_DAY = 86_400;

    /** Days since the epoch, UTC, in packet time. */
    long day() {
        return dayOf(connection);
    }

    static long dayOf(Observation observation) {
        return Math.floorDiv(observation.timestamp().getEpochSecond(), SECONDS_OF_A_DAY);
    }

    String host() {
        return connection.source().ip();
    }

    /** What is learned of it first: the name, or the block where there is none. */
    String item() {
        return name == null ? block : name;
    }

    Contact with(long sent, long received, Beat regular) {
        return new Contact(connection, group, name, block, system, country, external, decided, sent, received, regular);
    }
}
