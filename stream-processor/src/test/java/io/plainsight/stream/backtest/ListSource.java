package io.plainsight.stream.backtest;

import io.plainsight.events.Observation;
import io.plainsight.stream.Observations;
import java.util.List;
import java.util.stream.Stream;

/** Observations that a test made. */
public record ListSource(List<Observation> observations) implements RetainedSource {
    public static ListSource of(Observations... observations) {
        return new ListSource(Stream.of(observations).map(Observations::build).toList());
    }

    @Override
    public String description() {
        return "a list";
    }

    @Override
    public void read(Reading reading) {
        observations.forEach(reading::accept);
    }
}
