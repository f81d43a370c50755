package io.plainsight.sensor.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaDeadLettersTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final KafkaDeadLetters letters = new KafkaDeadLetters(producer);

    @Test
    void shouldSendTheRecordAsItCameAndSayWhyAndWhere() {
        assertThat(letters.send("a.log", 7, "number", "srcport is no number", "2 x y"))
                .isTrue();

        assertThat(producer.history()).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTER.name());
            assertThat(text(letter.key())).isEqualTo("a.log");
            assertThat(text(letter.value())).isEqualTo("2 x y");
            assertThat(text(letter.headers().lastHeader(KafkaDeadLetters.REASON).value()))
                    .isEqualTo("number");
            assertThat(text(letter.headers().lastHeader(KafkaDeadLetters.DETAIL).value()))
                    .isEqualTo("srcport is no number");
            assertThat(text(letter.headers().lastHeader(KafkaDeadLetters.FILE).value()))
                    .isEqualTo("a.log");
            assertThat(text(letter.headers().lastHeader(KafkaDeadLetters.LINE).value()))
                    .isEqualTo("7");
        });
    }

    @Test
    void shouldGoOnWhenKafkaCannotTakeIt() {
        producer.sendException = new KafkaException("no broker");

        assertThat(letters.send("a.log", 7, "number", "srcport is no number", "2 x y"))
                .isFalse();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
