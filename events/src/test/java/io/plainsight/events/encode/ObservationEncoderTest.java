package io.plainsight.events.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationChainBuilder;
import io.plainsight.events.ObservationClientBuilder;
import io.plainsight.events.ObservationEventBuilder;
import io.plainsight.events.ObservationFlowBuilder;
import io.plainsight.events.ObservationPlainsightBuilder;
import io.plainsight.events.ObservationTlsBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Compares with Jackson, the reference: whoever adds a component to a record and forgets the encoder, sees it here. */
class ObservationEncoderTest {
    private static final int SEEDS = 4000;

    private final ObservationEncoder encoder = new ObservationEncoder();

    @Test
    void shouldWriteTheBytesThatJacksonWritesWhateverTheValues() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Observation observation = new RandomRecords(seed).next(Observation.class);

            assertThat(text(encoder.encode(observation))).as("seed %d", seed).isEqualTo(expected(observation));
        }
    }

    @Test
    void shouldWriteTheSameAgainFromWhatItKept() throws Exception {
        Observation observation = new RandomRecords(1).next(Observation.class);
        for (int seed = 2; observation.observer() == null || observation.log() == null; seed++) {
            observation = new RandomRecords(seed).next(Observation.class);
        }

        for (int round = 0; round < 4; round++) {
            assertThat(text(encoder.encode(observation))).isEqualTo(expected(observation));
        }
    }

    @Test
    void shouldSeeThatAListIsAnother() throws Exception {
        List<String> list = new ArrayList<>(List.of("TLS_A", "TLS_B", "TLS_C", "TLS_D", "TLS_E"));
        for (int round = 0; round < 4; round++) {
            encoder.encode(offering(list));
        }

        list.set(1, "TLS_X");
        assertThat(text(encoder.encode(offering(list)))).isEqualTo(expected(offering(list)));
        list.set(1, null);
        assertThat(text(encoder.encode(offering(list)))).isEqualTo(expected(offering(list)));
    }

    @Test
    void shouldStayRightWhileMoreListsComeThanItKeeps() throws Exception {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 2000; i++) {
                Observation observation = offering(List.of("a" + i % 700, "b" + i % 7, "c"));
                assertThat(text(encoder.encode(observation))).isEqualTo(expected(observation));
            }
        }
    }

    @Test
    void shouldWriteAChainThatBothEndsSentUnderBothNames() throws Exception {
        Observation.Chain chain =
                ObservationChainBuilder.builder().length(2).ordered(true).build();
        Observation observation = ObservationBuilder.builder()
                .plainsight(ObservationPlainsightBuilder.builder()
                        .certificates(new Observation.Certificates(chain, chain))
                        .build())
                .build();

        for (int round = 0; round < 4; round++) {
            assertThat(text(encoder.encode(observation))).isEqualTo(expected(observation));
        }
    }

    @Test
    void shouldStayRightWhileMorePartsAreSharedThanItKeeps() throws Exception {
        List<Observation.Plainsight> parts = new ArrayList<>();
        for (int seed = 0; parts.size() < 3000; seed++) {
            Observation observation = new RandomRecords(seed).next(Observation.class);
            if (observation.plainsight() != null) {
                parts.add(observation.plainsight());
            }
        }

        for (int i = 0; i < 9000; i++) {
            // some come often, most again after a long time
            int which = i % 3 == 0 ? i % 60 : i % parts.size();
            Observation observation =
                    ObservationBuilder.builder().plainsight(parts.get(which)).build();
            assertThat(text(encoder.encode(observation))).isEqualTo(expected(observation));
        }
    }

    @Test
    void shouldAppendLines() throws Exception {
        Observation first = offering(List.of("a", "b"));
        Observation second = ObservationBuilder.builder().build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        encoder.appendLine(first);
        encoder.appendLine(second);
        encoder.writeTo(out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected(first) + "\n{}\n");
        assertThat(encoder.length()).isEqualTo(out.size());
        encoder.clear();
        assertThat(encoder.length()).isZero();
    }

    @Test
    void shouldLeaveTheBufferAsItWasWhenAnObservationCannotBeWritten() {
        Map<String, String> fields = new HashMap<>();
        fields.put(null, "value");
        Observation impossible = ObservationBuilder.builder()
                .plainsight(ObservationPlainsightBuilder.builder()
                        .flow(ObservationFlowBuilder.builder().fields(fields).build())
                        .build())
                .build();
        Observation beyond = ObservationBuilder.builder()
                .log(new Observation.Log(null))
                .event(ObservationEventBuilder.builder().start(Instant.MAX).build())
                .build();
        encoder.append(offering(List.of("a", "b")));
        int before = encoder.length();

        assertThatThrownBy(() -> encoder.append(impossible)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> expected(impossible)).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> encoder.append(beyond)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> expected(beyond)).isInstanceOf(JsonProcessingException.class);

        assertThat(encoder.length()).isEqualTo(before);
    }

    @Test
    void shouldWriteWhatIsLargerThanWhatItKeeps() throws Exception {
        Observation observation = offering(List.of("x".repeat(3_000_000), "\u2028".repeat(500_000)));

        assertThat(text(encoder.encode(observation))).isEqualTo(expected(observation));
        assertThat(text(encoder.encode(offering(List.of("y"))))).isEqualTo(expected(offering(List.of("y"))));
    }

    private static Observation offering(List<String> ciphers) {
        return ObservationBuilder.builder()
                .tls(ObservationTlsBuilder.builder()
                        .client(ObservationClientBuilder.builder()
                                .supportedCiphers(ciphers)
                                .build())
                        .build())
                .build();
    }

    private static String expected(Observation observation) throws IOException {
        return text(Json.mapper().writeValueAsBytes(observation));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
