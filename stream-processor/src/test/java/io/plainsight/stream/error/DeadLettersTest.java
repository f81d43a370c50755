package io.plainsight.stream.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Topics;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.metrics.StreamMetrics.CorruptReason;
import io.prometheus.client.CollectorRegistry;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final byte[] KEY = text("10.0.1.9:443");
    private static final byte[] SOURCE = text("{}");

    private final StreamMetrics metrics = new StreamMetrics(new CollectorRegistry());
    private final ErrorHandlerContext context = new DefaultErrorHandlerContext(
            null, "plainsight-observations", 3, 42, new RecordHeaders(), "node", new TaskId(0, 3), 0, KEY, SOURCE);

    @Test
    void shouldPassOverWhatIsTooLargeAndKeepItsSource() {
        ProductionExceptionHandler.Response response =
                tooLarge(true).handleError(context, record(), new RecordTooLargeException("2 MB"));

        assertThat(response.result()).isEqualTo(ProductionExceptionHandler.Result.RESUME);
        assertThat(response.deadLetterQueueRecords()).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTER.name());
            assertThat(letter.key()).isEqualTo(KEY);
            assertThat(letter.value()).isEqualTo(SOURCE);
            assertThat(header(letter, DeadLetters.REASON)).isEqualTo("too_large");
            assertThat(header(letter, "__streams.errors.topic")).isEqualTo("plainsight-observations");
            assertThat(header(letter, "__streams.errors.partition")).isEqualTo("3");
            assertThat(header(letter, "__streams.errors.offset")).isEqualTo("42");
            assertThat(header(letter, "__streams.errors.exception")).isEqualTo(RecordTooLargeException.class.getName());
        });
        assertThat(metrics.corruptRecords(CorruptReason.TOO_LARGE)).isEqualTo(1);
    }

    @Test
    void shouldEndTheThreadOnOtherErrorsOfSending() {
        ProductionExceptionHandler.Response response =
                tooLarge(true).handleError(context, record(), new NotLeaderOrFollowerException("moved"));

        assertThat(response.result()).isEqualTo(ProductionExceptionHandler.Result.FAIL);
        assertThat(metrics.corruptRecords(CorruptReason.TOO_LARGE)).isZero();
    }

    @Test
    void shouldOnlyCountWhereThereIsNoTopic() {
        ProductionExceptionHandler.Response response =
                tooLarge(false).handleError(context, record(), new RecordTooLargeException("2 MB"));

        assertThat(response.deadLetterQueueRecords()).isEmpty();
        assertThat(metrics.corruptRecords(CorruptReason.TOO_LARGE)).isEqualTo(1);
    }

    @Test
    void shouldCutWhatTheProducerCouldNotSend() {
        byte[] huge = new byte[DeadLetters.MAX_VALUE_BYTES + 1];

        List<ProducerRecord<byte[], byte[]>> letters = new DeadLetters(configs(true))
                .of(CorruptReason.UNREADABLE, KEY, huge, context, new IllegalStateException("no record"));

        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.value()).hasSize(DeadLetters.MAX_VALUE_BYTES);
            assertThat(header(letter, DeadLetters.FULL_LENGTH)).isEqualTo(Integer.toString(huge.length));
        });
    }

    private TooLargeHandler tooLarge(boolean kept) {
        TooLargeHandler handler = new TooLargeHandler();
        handler.configure(configs(kept));
        return handler;
    }

    private Map<String, Object> configs(boolean kept) {
        Properties properties = new Properties();
        ErrorHandling.addTo(properties, metrics);
        if (kept) {
            ErrorHandling.keepDeadLetters(properties);
        }
        Map<String, Object> configs = new HashMap<>();
        properties.forEach((key, value) -> configs.put((String) key, value));
        return configs;
    }

    private static ProducerRecord<byte[], byte[]> record() {
        return new ProducerRecord<>("plainsight-alerts", KEY, text("too much"));
    }

    private static String header(ProducerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
