package io.plainsight.sensor.publish;

import io.plainsight.events.Observation;

/** A sink for one thread that hands on to a sink of several, one call at a time. */
final class OneAtATime implements ObservationSink {
    private final ObservationSink shared;

    OneAtATime(ObservationSink shared) {
        this.shared = shared;
    }

    @Override
    public void accept(Observation observation) {
        synchronized (shared) {
            shared.accept(observation);
        }
    }

    @Override
    public void flush() {
        synchronized (shared) {
            shared.flush();
        }
    }

    @Override
    public DeliveryState state() {
        return shared.state();
    }
}
