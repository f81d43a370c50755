package io.plainsight.stream.posture;

import io.plainsight.events.PostureKeys;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What figures are about.
 *
 * @param period {@link PostureKeys#TOTAL}, a day or an hour
 * @param zone null for all zones together
 * @param service null for all services of the zone together
 */
record Scope(String period, String zone, String service) {

    /** These figures of an hour and all that they are part of: the zone and all zones, the day and all times. */
    Set<Scope> andAllAbove() {
        Set<Scope> scopes = new LinkedHashSet<>();
        for (String wider : List.of(period, PostureKeys.dayOf(period), PostureKeys.TOTAL)) {
            scopes.add(new Scope(wider, zone, service));
            scopes.add(new Scope(wider, zone, null));
            scopes.add(new Scope(wider, null, null));
        }
        return scopes;
    }

    /** The key on the topic. */
    String key(boolean live) {
        String key = PostureKeys.key(period, live);
        if (zone == null) {
            return key;
        }
        String ofZone = PostureKeys.zone(key, zone);
        return service == null ? ofZone : PostureKeys.service(ofZone, service);
    }
}
