package io.plainsight.sensor.publish;

import io.plainsight.events.Observation;

/** Counts observations on their way to another sink. */
public final class CountingSink implements ObservationSink {
    private final ObservationSink next;
    private final PublishMetrics metrics;

    public CountingSink(ObservationSink next, PublishMetrics metrics) {
        this.next = next;
        this.metrics = metrics;
    }

    @Override
    public void accept(Observation observation) {
        metrics.onObservation(observation);
        next.accept(observation);
    }

    @Override
    public ObservationSink forThread() {
        return new CountingSink(next.forThread(), metrics);
    }

    @Override
    public void flush() {
        next.flush();
    }

    @Override
    public DeliveryState state() {
        return next.state();
    }

    @Override
    public void close() {
        next.close();
    }
}
