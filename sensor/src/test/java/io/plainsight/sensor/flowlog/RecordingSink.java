package io.plainsight.sensor.flowlog;

import io.plainsight.events.Observation;
import io.plainsight.sensor.publish.ObservationSink;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is given. */
final class RecordingSink implements ObservationSink {
    final List<Observation> observations = new ArrayList<>();

    @Override
    public void accept(Observation observation) {
        observations.add(observation);
    }

    @Override
    public void flush() {
        // nothing is under way
    }

    @Override
    public void close() {
        // nothing is open
    }

    Observation only() {
        if (observations.size() != 1) {
            throw new AssertionError("expected one observation, got " + observations.size());
        }
        return observations.get(0);
    }
}
