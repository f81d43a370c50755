package io.plainsight.stream.site;

import io.plainsight.events.Observation;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;

/** The way from the sensor: most records arrive within seconds, some up to a minute late and out of order, a few twice. */
final class Delivery {
    private static final int LATE_ONE_IN = 50;
    private static final int TWICE_ONE_IN = 500;

    private record Held(long due, long number, Observation observation) {}

    private final PriorityQueue<Held> held =
            new PriorityQueue<>(Comparator.comparingLong(Held::due).thenComparingLong(Held::number));
    private final Random random;
    private final Consumer<Observation> sink;
    private long number;

    Delivery(Random random, Consumer<Observation> sink) {
        this.random = random;
        this.sink = sink;
    }

    void send(Observation observation) {
        hold(observation);
        if (random.nextInt(TWICE_ONE_IN) == 0) {
            hold(observation);
        }
    }

    private void hold(Observation observation) {
        int delay = random.nextInt(LATE_ONE_IN) == 0 ? random.nextInt(60_000) : random.nextInt(2_000);
        held.add(new Held(observation.timestamp().toEpochMilli() + delay, number++, observation));
    }

    /** Hands on what has arrived by then. */
    void until(Instant time) {
        long now = time.toEpochMilli();
        while (!held.isEmpty() && held.peek().due() <= now) {
            sink.accept(held.poll().observation());
        }
    }
}
