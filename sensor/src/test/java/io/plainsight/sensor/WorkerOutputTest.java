package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.names.NameTable;
import io.plainsight.sensor.publish.ObservationSink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerOutputTest {
    private final List<Observation> delivered = new ArrayList<>();
    private final WorkerOutput other = new WorkerOutput(new NameTable(new SensorCounters()), observation -> {});

    @Test
    void shouldHoldBackWhatTheOthersHaveNotReached() {
        WorkerOutput output = begun(delivered::add);
        other.reached(5);

        tell(output, 1);
        tell(output, 10);
        output.reached(WorkerOutput.END);

        assertThat(delivered).hasSize(1);
        assertThat(output.finish()).isFalse();
        other.reached(WorkerOutput.END);
        assertThat(output.finish()).isTrue();
        assertThat(delivered).hasSize(2);
    }

    /** The other worker comes to its end while this one hands on what it could before that. */
    @Test
    void shouldDeliverEverythingWhenTheOthersEndWhileItFinishes() {
        WorkerOutput output = begun(observation -> {
            delivered.add(observation);
            other.reached(WorkerOutput.END);
        });

        tell(output, 1);
        tell(output, 10);
        output.reached(WorkerOutput.END);
        assertThat(delivered).isEmpty();
        other.reached(5);

        while (!output.finish()) {
            // until the other one is seen to have ended
        }
        assertThat(delivered).hasSize(2);
    }

    private WorkerOutput begun(ObservationSink sink) {
        WorkerOutput output = new WorkerOutput(new NameTable(new SensorCounters()), sink);
        output.begin();
        other.begin();
        output.join(new WorkerOutput[] {other}, () -> false);
        other.join(new WorkerOutput[] {output}, () -> false);
        return output;
    }

    private static void tell(WorkerOutput output, long place) {
        output.at(place);
        output.accept(ObservationBuilder.builder()
                .timestamp(Instant.ofEpochSecond(place))
                .build());
    }
}
