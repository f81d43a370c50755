package io.plainsight.stream.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class CompactSerdeTest {
    private enum Colour {
        RED,
        GREEN
    }

    private record Part(String text, Colour colour, Part next) {}

    private record Whole(
            long big,
            Long maybe,
            int small,
            Integer perhaps,
            double share,
            boolean yes,
            Boolean unsure,
            String text,
            Instant at,
            List<Part> parts,
            Set<String> words,
            Map<Colour, Long> counts,
            Map<String, Object> values) {}

    private record Before(String name, List<Long> numbers) {}

    private record After(String name, List<Long> numbers, String more, long count, Long maybe, Part part) {}

    private record Inside(Before before, After after) {}

    private record Grown(After before, After after) {}

    private final CompactSerde<Whole> serde = new CompactSerde<>(Whole.class);

    @Test
    void shouldReadWhatWasWritten() {
        for (int seed = 0; seed < 500; seed++) {
            Whole whole = random(new Random(seed));

            assertThat(roundTrip(whole)).as("seed %d", seed).isEqualTo(whole);
        }
    }

    @Test
    void shouldKeepApartWhatIsAbsentAndWhatIsEmpty() {
        Whole absent = new Whole(0, null, 0, null, 0, false, null, null, null, null, null, null, null);
        Whole empty =
                new Whole(0, 0L, 0, 0, 0, false, false, "", Instant.EPOCH, List.of(), Set.of(), Map.of(), Map.of());

        assertThat(roundTrip(absent)).isEqualTo(absent);
        assertThat(roundTrip(empty)).isEqualTo(empty);
        assertThat(serde.serializer().serialize("t", null)).isNull();
        assertThat(serde.deserializer().deserialize("t", null)).isNull();
    }

    @Test
    void shouldReadRecordsFromBeforeTheyGrew() {
        byte[] old = new CompactSerde<>(Before.class).serializer().serialize("t", new Before("a", List.of(1L, -1L)));

        assertThat(new CompactSerde<>(After.class).deserializer().deserialize("t", old))
                .isEqualTo(new After("a", List.of(1L, -1L), null, 0, null, null));
    }

    @Test
    void shouldPassOverWhatANewerVersionAdded() {
        Part part = new Part("x".repeat(300), Colour.RED, new Part("y", null, null));
        After grown = new After("a", List.of(1L), "more", 7, -8L, part);
        byte[] bytes = new CompactSerde<>(Grown.class).serializer().serialize("t", new Grown(grown, grown));

        assertThat(new CompactSerde<>(Inside.class).deserializer().deserialize("t", bytes))
                .isEqualTo(new Inside(new Before("a", List.of(1L)), grown));
    }

    @Test
    void shouldReadTheJsonThatStoresHeldBefore() {
        Before value = new Before("a", List.of(1L, 2L));
        byte[] json = new JsonSerde<>(Before.class).serializer().serialize("t", value);

        assertThat(new CompactSerde<>(Before.class).deserializer().deserialize("t", json))
                .isEqualTo(value);
    }

    @Test
    void shouldTakeAFractionOfTheRoomOfJson() {
        Whole whole = new Whole(1, 2L, 3, 4, 5, true, false, "six", Instant.EPOCH, null, null, null, null);
        byte[] json = new JsonSerde<>(Whole.class).serializer().serialize("t", whole);

        assertThat(serde.serializer().serialize("t", whole)).hasSizeLessThan(json.length / 2);
    }

    @Test
    void shouldRefuseWhateverIsCutOffOrDamaged() {
        byte[] whole = serde.serializer().serialize("t", random(new Random(2)));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);

            assertThatThrownBy(() -> serde.deserializer().deserialize("t", cut))
                    .as("length %d", length)
                    .isInstanceOf(SerializationException.class);
        }
        Random random = new Random(3);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                serde.deserializer().deserialize("t", damaged);
            } catch (SerializationException e) {
                assertThat(e).isNotNull(); // refused in the one way that is handled
            }
        }
    }

    @Test
    void shouldSayWhatItCannotRead() {
        assertThatThrownBy(() -> serde.deserializer().deserialize("t", "neither".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Whole");
    }

    private Whole roundTrip(Whole whole) {
        return serde.deserializer().deserialize("t", serde.serializer().serialize("t", whole));
    }

    private static Whole random(Random random) {
        List<Part> parts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            parts.add(new Part(text(random), Colour.GREEN, random.nextBoolean() ? null : new Part(null, null, null)));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("text", text(random));
        values.put("int", random.nextInt());
        values.put("long", random.nextLong());
        values.put("double", random.nextDouble());
        values.put("truth", random.nextBoolean());
        values.put("time", Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)));
        values.put("list", List.of(1, "two", List.of(3L)));
        values.put("map", Map.of("key", List.of()));
        return new Whole(
                random.nextLong(),
                random.nextBoolean() ? null : Long.MIN_VALUE,
                random.nextInt(),
                random.nextBoolean() ? null : Integer.MIN_VALUE,
                random.nextDouble(),
                random.nextBoolean(),
                random.nextBoolean(),
                text(random),
                Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                parts,
                Set.of(text(random)),
                Map.of(Colour.RED, random.nextLong()),
                values);
    }

    private static String text(Random random) {
        return "bücher 中 \ud83d\ude00 ".repeat(random.nextInt(12)) + random.nextInt();
    }
}
