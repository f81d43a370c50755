package io.plainsight.events.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.JsonSerde;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationEventBuilder;
import io.plainsight.events.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

class ObservationSerdeTest {
    private final ObservationSerde serde = new ObservationSerde();

    @Test
    void shouldBeWhatTheTopicsOfObservationsUse() {
        assertThat(List.of(Topics.OBSERVATIONS.value(), Topics.REPLAY.value()))
                .allMatch(ObservationSerde.class::isInstance);
    }

    @Test
    void shouldReadWhatItWrote() {
        Observation observation = observation("id-1");

        byte[] bytes = serde.serializer().serialize("t", observation);

        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(observation);
        assertThat(bytes)
                .isEqualTo(new JsonSerde<>(Observation.class).serializer().serialize("t", observation));
    }

    @Test
    void shouldPassTombstonesThrough() {
        assertThat(serde.serializer().serialize("t", null)).isNull();
        assertThat(serde.deserializer().deserialize("t", null)).isNull();
    }

    @Test
    void shouldSayWhereAnObservationCouldNotBeWritten() {
        Observation beyond = ObservationBuilder.builder().timestamp(Instant.MAX).build();

        assertThatThrownBy(() -> serde.serializer().serialize("t", beyond))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("topic t");
    }

    @Test
    void shouldServeSeveralThreads() {
        Serializer<Observation> shared = serde.serializer();

        List<String> ids = IntStream.range(0, 20_000)
                .parallel()
                .mapToObj(i -> shared.serialize("t", observation("id-" + i)))
                .map(bytes ->
                        serde.deserializer().deserialize("t", bytes).event().id())
                .toList();

        assertThat(ids)
                .isEqualTo(IntStream.range(0, 20_000).mapToObj(i -> "id-" + i).toList());
    }

    private static Observation observation(String id) {
        return ObservationBuilder.builder()
                .timestamp(Instant.EPOCH)
                .event(ObservationEventBuilder.builder().id(id).build())
                .build();
    }

    @Test
    void shouldRefuseToReadWhatIsFarTooLong() {
        byte[] spaces = " ".repeat(ObservationSerde.MAX_BYTES + 1).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> new ObservationSerde().deserializer().deserialize("t", spaces))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("an observation of 1048577 bytes on topic t, at most 1048576");
    }
}
