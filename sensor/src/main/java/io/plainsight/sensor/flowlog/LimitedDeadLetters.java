package io.plainsight.sensor.flowlog;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets so many letters pass in each second, and as many at once at the beginning. Any thread. */
final class LimitedDeadLetters implements DeadLetters {
    private final DeadLetters letters;
    private final int perSecond;
    private final LongSupplier nanoTime;
    private long second;
    private int taken;

    LimitedDeadLetters(DeadLetters letters, int perSecond, LongSupplier nanoTime) {
        this.letters = letters;
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.second = second();
    }

    @Override
    public boolean accept(RefusedRecord record) {
        return take() && letters.accept(record);
    }

    private synchronized boolean take() {
        long now = second();
        if (now != second) {
            second = now;
            taken = 0;
        }
        return taken++ < perSecond;
    }

    private long second() {
        return TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong());
    }
}
