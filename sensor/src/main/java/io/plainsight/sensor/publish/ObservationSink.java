package io.plainsight.sensor.publish;

import io.plainsight.events.Observation;

/** Where observations go. Called from one thread; see {@link #forThread} for more. A sink that holds nothing back is a lambda. */
@FunctionalInterface
public interface ObservationSink extends AutoCloseable {
    void accept(Observation observation);

    /** Returns once everything accepted so far is delivered, or throws {@link java.io.UncheckedIOException}. */
    default void flush() {}

    /**
     * A sink for one more thread, to the same end; flushed by its thread, closed by nobody. As it stands, calls of several
     * threads wait for one another; a sink that can do better says so.
     */
    default ObservationSink forThread() {
        return new OneAtATime(this);
    }

    /** What becomes of the observations taken so far; any thread. */
    default DeliveryState state() {
        return DeliveryState.IMMEDIATE;
    }

    @Override
    default void close() {}
}
