package io.plainsight.stream.detection.downgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.stream.state.Sightings;
import io.plainsight.stream.state.StateStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class MemorySerdeTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123456Z");

    private final TracksSerde tracks = new TracksSerde();
    private final ClientMemorySerde clients = new ClientMemorySerde();

    @Test
    void shouldReadTheTracksThatItWrote() {
        Random random = new Random(5);
        for (int run = 0; run < 500; run++) {
            Tracks written = Tracks.NONE;
            for (Dimension dimension : Dimension.values()) {
                if (random.nextBoolean()) {
                    written = written.with(dimension, track(random));
                }
            }
            if (random.nextBoolean()) {
                written = written.issued("CN=Ä " + run, instant(random));
            }

            Tracks read = roundTrip(tracks, written);

            for (Dimension dimension : Dimension.values()) {
                assertThat(read.get(dimension)).isEqualTo(written.get(dimension));
            }
            assertThat(read.issuer()).isEqualTo(written.issuer());
            assertThat(read.issuerAt()).isEqualTo(written.issuerAt());
        }
    }

    /** Another order of dimensions or facts would give what stores hold another meaning: then the version has to change. */
    @Test
    void shouldKeepThePlacesOfWhatStoresHold() {
        Track low = new Track(
                new Sightings(List.of(
                        new Sightings.Span("can:5", Instant.ofEpochSecond(1), Instant.ofEpochSecond(2, 3), 4),
                        new Sightings.Span("proven:0", Instant.ofEpochSecond(5), Instant.ofEpochSecond(5), 6),
                        new Sightings.Span("below:4", Instant.ofEpochSecond(7), Instant.ofEpochSecond(7), 300))),
                List.of(new Track.Low(Instant.ofEpochSecond(8), 9, true)),
                Track.EVERYBODY,
                2);
        Tracks written = Tracks.NONE
                .with(Dimension.ENCRYPTION, low)
                .with(Dimension.PROTOCOL, Track.NONE.with(1, 1, Instant.ofEpochSecond(1), 1, false, false))
                .issued("ca", Instant.ofEpochSecond(10));

        assertThat(HexFormat.of().formatHex(tracks.serializer().serialize("t", written)))
                .isEqualTo("0242" + "03" + "050100020304" + "86050006" + "90070" + "0ac02" + "01" + "0800"
                        + "0000000000000009" + "01" + "01" + "0000000000000000" + "02" + "01" + "81010001" + "00"
                        + "00" + "00" + "036361" + "0a00");
    }

    @Test
    void shouldReadTheClientsThatItWrote() {
        ClientMemory.Attempt refused =
                new ClientMemory.Attempt(NOW, -1, "a.test", "1.3", false, "reset_by_server", "x");
        ClientMemory.Attempt lower = new ClientMemory.Attempt(NOW, 7, "", "1.2", true, null, "y");
        for (ClientMemory written : List.of(
                ClientMemory.NONE,
                new ClientMemory("1.3", NOW, NOW.plusSeconds(1), null, null),
                new ClientMemory("1.2", NOW, NOW, refused, lower),
                new ClientMemory(null, null, null, refused, null))) {
            assertThat(roundTrip(clients, written)).isEqualTo(written);
        }
        assertThat(clients.serializer().serialize("t", null)).isNull();
        assertThat(clients.deserializer().deserialize("t", null)).isNull();
    }

    @Test
    void shouldRefuseWhatIsOfAnotherVersionOrEndsEarly() {
        byte[] before = StateStores.compact(ClientMemory.class)
                .serializer()
                .serialize("t", new ClientMemory("1.3", NOW, NOW, null, null));
        assertThatThrownBy(() -> clients.deserializer().deserialize("t", before))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("another version");
        assertThatThrownBy(() -> tracks.deserializer().deserialize("t", before))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("another version");

        byte[] whole = tracks.serializer().serialize("t", Tracks.NONE.with(Dimension.VERSION, track(new Random(1))));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> tracks.deserializer().deserialize("t", cut))
                    .isInstanceOf(SerializationException.class);
        }
    }

    private static <T> T roundTrip(Serde<T> serde, T value) {
        return serde.deserializer().deserialize("t", serde.serializer().serialize("t", value));
    }

    private static Track track(Random random) {
        List<Sightings.Span> spans = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            Instant first = instant(random);
            Instant last = random.nextBoolean() ? first : first.plus(Duration.ofNanos(random.nextLong(1L << 50)));
            spans.add(new Sightings.Span(
                    Track.fact(random.nextInt(Track.FACTS)),
                    first,
                    last,
                    1 + random.nextLong(1L << random.nextInt(40))));
        }
        List<Track.Low> lows = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            lows.add(new Track.Low(instant(random), random.nextLong(), random.nextBoolean()));
        }
        Long raised = random.nextInt(3) == 0 ? (Long) random.nextLong() : null;
        return new Track(new Sightings(spans), lows, raised, random.nextInt(4));
    }

    private static Instant instant(Random random) {
        return NOW.plus(Duration.ofNanos(random.nextLong())); // centuries around, before 1970 too
    }
}
