package io.plainsight.sensor.ike;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What responders chose, by the pair of SPIs: behind a NAT the association is agreed upon on port 500 and used on port 4500.
 *
 * <p><b>Threading:</b> one thread; shared by all connections of a packet path. <b>Bounds:</b> the latest {@link #CAPACITY}.
 */
final class IkeAssociations {
    static final int CAPACITY = 4096;

    /** A pair of SPIs. */
    record Spis(long initiator, long responder) {}

    private final Map<Spis, IkeOffer> chosen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Spis, IkeOffer> eldest) {
            return size() > CAPACITY;
        }
    };

    void put(Spis spis, IkeOffer choice) {
        chosen.put(spis, choice);
    }

    /** Null when it is not known. */
    IkeOffer get(Spis spis) {
        return chosen.get(spis);
    }
}
