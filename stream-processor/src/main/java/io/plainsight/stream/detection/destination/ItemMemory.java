package io.plainsight.stream.detection.destination;

import java.util.ArrayList;
import java.util.List;

/**
 * What a group knows of one destination, or of one of its own hosts. Days are since the epoch, UTC, in packet time. Immutable.
 *
 * @param last latest day that it was used
 * @param since day on which it was new to a group that had learned; -1 where it was learned
 * @param hosts the group's hosts that used it, at most {@value #MAX_HOSTS}, the latest last
 * @param protocols what was spoken there, at most {@value #MAX_PROTOCOLS}
 * @param loads the most that a host sent there, by day, at most {@value #MAX_LOADS} days, in their order
 */
record ItemMemory(long last, long since, List<Used> hosts, List<String> protocols, List<Load> loads) {
    static final int MAX_HOSTS = 16;
    static final int MAX_PROTOCOLS = 8;
    static final int MAX_LOADS = 28;

    /** Days that count for how many hosts use it. */
    static final int RARITY_DAYS = 14;

    static final ItemMemory NONE = new ItemMemory(-1, -1, List.of(), List.of(), List.of());

    ItemMemory {
        // what is empty is absent in JSON
        hosts = hosts == null ? List.of() : hosts;
        protocols = protocols == null ? List.of() : protocols;
        loads = loads == null ? List.of() : loads;
    }

    /** A host, as hash of its address, and the latest day that it used the item. */
    record Used(long host, long day) {}

    /** Bytes of a day. */
    record Load(long day, long bytes) {}

    /** Whether it was never used, or so long ago that it is forgotten. */
    boolean isUnknown(long day) {
        return last < 0 || day - last > GroupMemory.MEMORY_DAYS;
    }

    /** Whether it came up after learning, not long ago: nobody has decided about it yet. */
    boolean isNew(long day) {
        return since >= 0 && day - since <= RARITY_DAYS;
    }

    /** How many hosts used it within {@value #RARITY_DAYS} days; {@value #MAX_HOSTS} stands for that many or more. */
    long users(long day) {
        return hosts.stream().filter(used -> day - used.day() <= RARITY_DAYS).count();
    }

    boolean speaks(String protocol) {
        return protocol == null || protocols.contains(protocol) || protocols.size() >= MAX_PROTOCOLS;
    }

    /** This after a use; itself where that adds nothing. */
    ItemMemory used(long day, long host, String protocol, boolean learned) {
        boolean fresh = isUnknown(day);
        ItemMemory base = fresh ? NONE : this;
        List<Used> users = base.with(host, day);
        List<String> spoken = base.protocols;
        if (!base.speaks(protocol)) {
            spoken = new ArrayList<>(spoken);
            spoken.add(protocol);
        }
        if (!fresh && users == hosts && spoken == protocols && day <= last) {
            return this;
        }
        return new ItemMemory(
                Math.max(base.last, day), fresh ? learned ? day : -1 : since, users, List.copyOf(spoken), base.loads);
    }

    private List<Used> with(long host, long day) {
        for (Used used : hosts) {
            if (used.host() == host && used.day() >= day) {
                return hosts;
            }
        }
        List<Used> next = new ArrayList<>(hosts);
        next.removeIf(used -> used.host() == host);
        if (next.size() >= MAX_HOSTS) {
            next.remove(0);
        }
        next.add(new Used(host, day));
        return List.copyOf(next);
    }

    /** The most of a day is kept. */
    ItemMemory loaded(long day, long bytes) {
        List<Load> next = new ArrayList<>(loads);
        int at = 0;
        while (at < next.size() && next.get(at).day() < day) {
            at++;
        }
        if (at < next.size() && next.get(at).day() == day) {
            if (next.get(at).bytes() >= bytes) {
                return this;
            }
            next.set(at, new Load(day, bytes));
        } else {
            next.add(at, new Load(day, bytes));
        }
        next.removeIf(load -> load.day() < day - MAX_LOADS);
        while (next.size() > MAX_LOADS) {
            next.remove(0);
        }
        return new ItemMemory(Math.max(last, day), since, hosts, protocols, List.copyOf(next));
    }
}
