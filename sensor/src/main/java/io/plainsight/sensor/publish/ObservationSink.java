package io.plainsight.sensor.publish;

import io.plainsight.events.Observation;

/**
 * Where observations go. {@link #accept} is called from one thread for each packet path, so from several when threads share an
 * interface; the rest from one. A sink that holds nothing back is a lambda.
 */
@FunctionalInterface
public interface ObservationSink extends AutoCloseable {
    void accept(Observation observation);

    /** Returns once everything accepted so far is delivered, or throws {@link java.io.UncheckedIOException}. */
    default void flush() {}

    @Override
    default void close() {}
}
