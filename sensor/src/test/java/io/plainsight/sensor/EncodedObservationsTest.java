package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.events.encode.ObservationEncoder;
import io.plainsight.sensor.testing.SharedFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What real connections become in JSON, against Jackson: lists that repeat included, which the encoder keeps. */
class EncodedObservationsTest {
    private final ObservationEncoder encoder = new ObservationEncoder();
    private int compared;

    @Test
    void shouldWriteOurSamplesAsJacksonDoes() {
        play(Path.of("../pcaps"));

        assertThat(compared).isGreaterThan(300);
    }

    @Test
    void shouldWriteTheSharedCorpusAsJacksonDoes() {
        play(SharedFolder.require().resolve("corpus"));

        assertThat(compared).isGreaterThan(2000);
    }

    private void play(Path captures) {
        try (Sensor sensor = new Sensor(SensorSettings.defaults("sensor"), this::compare)) {
            sensor.playCaptures(List.of(captures), false);
        }
    }

    private void compare(Observation observation) {
        try {
            String expected = Json.mapper().writeValueAsString(observation);
            assertThat(new String(encoder.encode(observation), StandardCharsets.UTF_8))
                    .isEqualTo(expected);
            compared++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
