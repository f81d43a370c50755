package io.plainsight.stream.learn;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Services;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Hosts of ours that are judged together, and where they went. Single-threaded. */
final class SourceGroup {
    private static final int MAX_HOSTS = 65_536;

    final String name;
    /** Address blocks; empty where the group is a zone of that name. */
    final List<String> sources;

    final Map<String, Contact> names = new TreeMap<>();
    final Map<String, Contact> addresses = new TreeMap<>();
    private final Set<String> hosts = new HashSet<>();

    SourceGroup(String name, List<String> sources) {
        this.name = name;
        this.sources = sources;
    }

    /** A host of the group was seen, wherever it went. */
    void seen(String host) {
        if (hosts.size() < MAX_HOSTS) {
            hosts.add(host);
        }
    }

    int hosts() {
        return hosts.size();
    }

    /**
     * A host of the group went out.
     *
     * @param room whether a destination that is new may be kept
     * @return whether it was new
     */
    Added add(Observation observation, boolean again, boolean room) {
        String asked = Services.serverName(observation).toLowerCase(Locale.ROOT);
        boolean byName = Domains.isValid(asked);
        Map<String, Contact> known = byName ? names : addresses;
        String destination = byName ? asked : observation.destination().ip();
        Contact contact = known.get(destination);
        if (contact == null && !room) {
            return Added.LEFT_OUT;
        }
        Added added = contact == null ? Added.NEW : Added.KNOWN;
        if (contact == null) {
            contact = new Contact();
            known.put(destination, contact);
        }
        contact.add(observation, again);
        return added;
    }

    /** What became of a destination. */
    enum Added {
        NEW,
        KNOWN,
        /** There was no room for it. */
        LEFT_OUT
    }
}
