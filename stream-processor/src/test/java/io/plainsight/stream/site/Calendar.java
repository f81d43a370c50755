package io.plainsight.stream.site;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What is going to happen at the site. */
final class Calendar {
    private record Entry(Instant at, long number, Runnable what) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparingLong(Entry::number));
    private long number;

    void at(Instant time, Runnable what) {
        entries.add(new Entry(time, number++, what));
    }

    /** Lets happen whatever is due by then. */
    void until(Instant time) {
        while (!entries.isEmpty() && !entries.peek().at().isAfter(time)) {
            entries.poll().what().run();
        }
    }
}
