package io.plainsight.alerting.store;

import io.plainsight.events.Posture;
import io.plainsight.events.PostureKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The latest posture figures of live traffic and of played files: the total of each, and one record per day for at most
 * {@link #MAX_DAYS} days, the oldest going first. Any thread; listeners run on the writing thread.
 */
public final class PostureStore {
    /** Days kept: a year and a month, so that a month compares with the same month a year before. */
    public static final int MAX_DAYS = 400;

    private final Period live = new Period();
    private final Period replay = new Period();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /**
     * One consistent look.
     *
     * @param live whether the figures are about live traffic, not about played files
     * @param days figures by day, oldest first; a copy
     */
    public record Figures(boolean live, Optional<Posture> total, Map<String, Posture> days) {}

    /**
     * Takes the figures under {@code key}, see {@link PostureKeys}; null forgets them. Hours, zones and services are passed
     * over.
     */
    public void put(String key, Posture posture) {
        if (!PostureKeys.isTotal(key) && !PostureKeys.isDay(key)) {
            return;
        }
        synchronized (this) {
            Period period = PostureKeys.isLive(key) ? live : replay;
            if (PostureKeys.isTotal(key)) {
                period.total = posture;
            } else {
                period.putDay(PostureKeys.period(key), posture);
            }
        }
        listeners.forEach(Runnable::run);
    }

    /** The figures of live traffic; those of played files while there is none. */
    public synchronized Figures figures() {
        boolean isLive = live.total != null || replay.total == null;
        Period period = isLive ? live : replay;
        return new Figures(isLive, Optional.ofNullable(period.total), new TreeMap<>(period.days));
    }

    /** Calls {@code listener} after each change. */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    private static final class Period {
        private final TreeMap<String, Posture> days = new TreeMap<>();
        private Posture total;

        void putDay(String day, Posture posture) {
            if (posture == null) {
                days.remove(day);
                return;
            }
            days.put(day, posture);
            if (days.size() > MAX_DAYS) {
                days.pollFirstEntry();
            }
        }
    }
}
