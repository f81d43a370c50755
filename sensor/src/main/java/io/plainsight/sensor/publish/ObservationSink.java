package io.plainsight.sensor.publish;

import io.plainsight.events.Observation;

/** Where observations go. Called from one thread. A sink that holds nothing back is a lambda. */
@FunctionalInterface
public interface ObservationSink extends AutoCloseable {
    void accept(Observation observation);

    /** Returns once everything accepted so far is delivered, or throws {@link java.io.UncheckedIOException}. */
    default void flush() {}

    /** What becomes of the observations taken so far; any thread. */
    default DeliveryState state() {
        return DeliveryState.IMMEDIATE;
    }

    @Override
    default void close() {}
}
