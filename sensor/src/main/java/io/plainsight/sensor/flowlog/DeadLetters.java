package io.plainsight.sensor.flowlog;

/** Where refused records are set aside, so that people can look at them and read them again. Any thread. */
@FunctionalInterface
public interface DeadLetters {
    int PER_SECOND = 1000;

    /** Keeps nothing: records are counted only. */
    DeadLetters NONE = record -> false;

    /**
     * Takes a record; never waits for long and never fails.
     *
     * @return whether it is kept; false when too many came at once, or it cannot be written
     */
    boolean accept(RefusedRecord record);

    /** These letters, of which at most {@value #PER_SECOND} a second are kept: a bad file may have millions. */
    static DeadLetters limited(DeadLetters letters) {
        return new LimitedDeadLetters(letters, PER_SECOND, System::nanoTime);
    }
}
