package io.plainsight.alerting.store;

import io.plainsight.events.Posture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The latest posture figures: the total, and one record per day for at most {@link #MAX_DAYS} days, the oldest going
 * first. Any thread; listeners run on the writing thread.
 */
public final class PostureStore {
    /** The key of the figures over everything. */
    public static final String TOTAL = "total";

    /** Days kept: a year and a month, so that a month compares with the same month a year before. */
    public static final int MAX_DAYS = 400;

    private final TreeMap<String, Posture> days = new TreeMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Posture total;

    /** Takes the figures under {@code key}; null forgets them. */
    public void put(String key, Posture posture) {
        synchronized (this) {
            if (TOTAL.equals(key)) {
                total = posture;
            } else if (posture == null) {
                days.remove(key);
            } else {
                days.put(key, posture);
                if (days.size() > MAX_DAYS) {
                    days.pollFirstEntry();
                }
            }
        }
        listeners.forEach(Runnable::run);
    }

    public synchronized Optional<Posture> total() {
        return Optional.ofNullable(total);
    }

    /** Figures by day, oldest first; a copy. */
    public synchronized Map<String, Posture> days() {
        return new TreeMap<>(days);
    }

    /** Calls {@code listener} after each change. */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }
}
