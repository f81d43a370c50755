package io.plainsight.events.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import io.plainsight.events.JsonSerde;
import io.plainsight.events.Observation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares what the serdes read with what Jackson's own binding reads from the same bytes. */
class RecordReaderTest {
    private static final int SEEDS = 2000;
    private static final String REFUSED = "refused";

    @Test
    void shouldReadWhatJacksonReadsWhateverTheValues() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            byte[] json = Json.mapper().writeValueAsBytes(new RandomRecords(seed).next(Observation.class));

            assertThat(read(json, Observation.class)).as("seed %d", seed).isEqualTo(expected(json, Observation.class));
        }
    }

    @Test
    void shouldReadOrRefuseDamagedTextsAsJacksonDoes() throws Exception {
        Random random = new Random(7);
        byte[] valid = Json.mapper().writeValueAsBytes(new RandomRecords(3).next(Observation.class));
        for (int round = 0; round < SEEDS; round++) {
            byte[] json = valid.clone();
            json[random.nextInt(json.length)] = (byte) "0\"{}[]:,ntf1.-e".charAt(random.nextInt(15));

            assertThat(read(json, Observation.class))
                    .as("round %d", round)
                    .isEqualTo(expected(json, Observation.class));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{} trailing",
                "null",
                "[]",
                "\"text\"",
                "{\"event\":null}",
                "{\"event\":[]}",
                "{\"event\":\"\"}",
                "{\"event\":{\"id\":7,\"category\":\"network\"}}",
                "{\"event\":{\"id\":{\"a\":1}}}",
                "{\"event\":{\"id\":\"first\",\"id\":\"second\"}}",
                "{\"event\":{\"category\":[null,1,\"a\"]}}",
                "{\"source\":{\"port\":\"443\",\"bytes\":1.0}}",
                "{\"source\":{\"port\":443.7}}",
                "{\"source\":{\"port\":99999999999}}",
                "{\"source\":{\"bytes\":99999999999999999999}}",
                "{\"tls\":{\"established\":\"true\",\"resumed\":1}}",
                "{\"plainsight\":{\"protection\":\"Protected\"}}",
                "{\"plainsight\":{\"protection\":1}}",
                "{\"plainsight\":{\"capture\":{\"lost_share\":1}}}",
                "{\"plainsight\":{\"capture\":{\"lost_share\":\"NaN\"}}}",
                "{\"unknown\":{\"deep\":[{\"a\":[1,2]}]},\"log\":{\"file\":{\"path\":\"x\"}}}",
                "{\"@timestamp\":\"2026-02-29T10:15:30.123456Z\"}",
                "{\"@timestamp\":\"2024-02-29T10:15:30.123456Z\"}",
                "{\"@timestamp\":\"2026-02-28T24:00:00.000000Z\"}",
                "{\"@timestamp\":\"2026-02-28T23:59:60.000000Z\"}",
                "{\"@timestamp\":\"2026-02-28T10:15:30Z\"}",
                "{\"@timestamp\":\"2026-02-28T10:15:30.1+02:00\"}",
                "{\"@timestamp\":\"0000-01-01T00:00:00.000000Z\"}",
                "{\"@timestamp\":\"1969-12-31T23:59:59.999999Z\"}",
                "{\"@timestamp\":1700000000}",
                "{\"event\":{\"id\":\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t\\u00e4\\uD83D\\ude00\\ud800\"}}",
                "{\"event\":{\"id\":\"\\x\"}}",
                "{\"event\":{\"id\":\"\\u12g4\"}}",
                "{\"event\":{\"id\":\"\\u\uff11234\"}}",
                "{\"event\":{\"id\":\"\\u12\"}}",
                "{\"event\":{\"id\":\"open\\",
                "{\"event\":{\"id\":\"open\\\"",
                "{\"event\":{\"i\\u0064\":\"escaped name\"}}",
                "{\"event\":{\"category\":[\"a]\",\"b\"],\"type\":[\"a]\",\"c\"]}}",
                "{\"event\":{\"category\":[\"a\"] , \"type\":[ ]} }",
                "{\"event\":{\"category\":[\"a\",]}}",
                "{\"event\":{\"category\":[\"a\"",
                "{\"@timestamp\":\"\"}"
            })
    void shouldTreatWhatIsUnusualAsJacksonDoes(String text) throws Exception {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);

        assertThat(read(json, Observation.class)).isEqualTo(expected(json, Observation.class));
    }

    /** Each of these bytes is no UTF-8, and becomes a character of its own. */
    @Test
    void shouldRefuseTextsThatAreNoUtf8() throws Exception {
        for (String text : List.of("{\"event\":{\"id\":\"a\u00ffb\"}}", "{\"c\u00ff\":1}")) {
            byte[] json = text.getBytes(StandardCharsets.ISO_8859_1);

            assertThat(read(json, Observation.class))
                    .isEqualTo(expected(json, Observation.class))
                    .isEqualTo(REFUSED);
        }
    }

    @Test
    void shouldReadAlertsWithTheirFreeValues() throws Exception {
        for (int seed = 0; seed < 200; seed++) {
            String json = "{\"plainsight\":{\"alert\":{\"count\":" + seed
                    + ",\"severity\":\"high\",\"values\":{\"a\":1.5,\"b\":[\"x\"]},\"confidence\":null}}}";

            assertThat(read(json.getBytes(StandardCharsets.UTF_8), Alert.class))
                    .isEqualTo(expected(json.getBytes(StandardCharsets.UTF_8), Alert.class));
        }
    }

    private static Object read(byte[] json, Class<?> type) {
        try {
            return String.valueOf(new JsonSerde<>(type).deserializer().deserialize("t", json));
        } catch (SerializationException e) {
            return REFUSED;
        }
    }

    private static Object expected(byte[] json, Class<?> type) {
        try {
            return String.valueOf(Json.mapper().readValue(json, (Class<?>) type));
        } catch (IOException e) {
            return REFUSED;
        }
    }
}
