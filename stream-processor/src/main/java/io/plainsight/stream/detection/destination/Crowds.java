package io.plainsight.stream.detection.destination;

import io.plainsight.stream.state.Hashes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Destinations that many hosts of a group have used on one day. An {@link ItemMemory} holds {@value ItemMemory#MAX_HOSTS} hosts,
 * and that many stand for any number; so once it was told of so many, a further one that sent nothing worth counting changes
 * nothing that is judged: the destination is known, with its protocol, its network and its country. Most contacts of a large
 * site are of that kind.
 *
 * <p>On the heap alone: after a restart it is all told once more, and that changes nothing either.
 *
 * <p><i>Threading:</i> one thread. <i>Bounds:</i> {@value #MAX_PLACES} destinations, the longest unused goes.
 */
final class Crowds {
    static final int MAX_PLACES = 10_000;

    private final Map<Place, Crowd> crowds = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Crowd> eldest) {
            return size() > MAX_PLACES;
        }
    };

    /** All that is learned of a contact beside its host. */
    private record Place(String group, String name, String block, long system, String country, String protocol) {}

    /** The hosts of one day, by their hashes. */
    private static final class Crowd {
        private final long day;
        private final long[] hosts = new long[ItemMemory.MAX_HOSTS];
        private int size;

        Crowd(long day) {
            this.day = day;
        }

        boolean isFull() {
            return size == hosts.length;
        }

        void add(long host) {
            for (int i = 0; i < size; i++) {
                if (hosts[i] == host) {
                    return;
                }
            }
            hosts[size++] = host;
        }
    }

    /** Whether the contact may teach something; it is among its crowd then. */
    boolean isNews(Contact contact) {
        if (contact.out() > 0 || contact.beat() != null) {
            return true;
        }
        Place place = new Place(
                contact.group(),
                contact.name(),
                contact.block(),
                contact.system(),
                contact.country(),
                LearnedJudge.protocol(contact.connection()));
        Crowd crowd = crowds.get(place);
        if (crowd == null || crowd.day < contact.day()) {
            crowd = new Crowd(contact.day());
            crowds.put(place, crowd);
        }
        if (crowd.day > contact.day()) {
            return true;
        }
        if (crowd.isFull()) {
            return false;
        }
        crowd.add(Hashes.of(contact.host()));
        return true;
    }

    void forget() {
        crowds.clear();
    }
}
