package io.plainsight.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSerdeTest {
    private final JsonSerde<Alert> serde = new JsonSerde<>(Alert.class);

    @Test
    void shouldReadWhatItWrote() {
        Alert alert = FullRecords.filled(Alert.class);

        byte[] bytes = serde.serializer().serialize("t", alert);

        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(alert);
    }

    @Test
    void shouldPassTombstonesThrough() {
        assertThat(serde.serializer().serialize("t", null)).isNull();
        assertThat(serde.deserializer().deserialize("t", null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "not json",
                "[]",
                "7",
                "{\"@timestamp\":\"yesterday\"}",
                "{\"plainsight\":{\"alert\":{\"severity\":\"dreadful\"}}}",
                "{\"event\":\"text\"}"
            })
    void shouldRefuseWhatIsNoRecord(String garbage) {
        assertThatThrownBy(() -> serde.deserializer().deserialize("alerts", garbage.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("not a Alert on topic alerts");
    }

    @Test
    void shouldRefuseTruncatedRecordsAtEveryLength() {
        byte[] bytes = serde.serializer().serialize("t", FullRecords.filled(Alert.class));
        Deserializer<Alert> deserializer = serde.deserializer();

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> deserializer.deserialize("t", cut)).isInstanceOf(SerializationException.class);
        }
    }

    @Test
    void shouldFailInOneWayOnlyWhateverTheBytes() {
        Random random = new Random(42);
        byte[] valid = serde.serializer().serialize("t", FullRecords.filled(Alert.class));
        Deserializer<Alert> deserializer = serde.deserializer();

        for (int round = 0; round < 2000; round++) {
            byte[] bytes = valid.clone();
            for (int i = 0; i < 3; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                deserializer.deserialize("t", bytes);
            } catch (SerializationException e) {
                assertThat(e).hasMessageContaining("on topic t");
            }
        }
    }
}
