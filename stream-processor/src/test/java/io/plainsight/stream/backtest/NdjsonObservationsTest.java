package io.plainsight.stream.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.Observation;
import io.plainsight.events.Topics;
import io.plainsight.stream.Observations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NdjsonObservationsTest {
    @TempDir
    Path directory;

    private final Reading reading = new Reading(TimeRange.ALL);
    private final List<Observation> read = new ArrayList<>();

    @Test
    void shouldReadWhatASensorWrites() throws IOException {
        Observation first = Observations.tls().build();
        Observation second = Observations.plaintext("http").build();

        reading.read(file(line(first), "", line(second)), read::add);

        assertThat(read).containsExactly(first, second);
        assertThat(reading.share()).isEqualTo(1);
        assertThat(reading.input().problems()).isEmpty();
    }

    @Test
    void shouldNameEachLineThatIsNoObservationAndReadTheOthers() throws IOException {
        reading.read(file("{", line(Observations.tls().build()), "{\"event\":{}}", "[]"), read::add);

        assertThat(read).hasSize(1);
        assertThat(reading.input().unreadable()).isEqualTo(3);
        assertThat(reading.input().problems()).hasSize(3);
        assertThat(reading.input().problems().get(0)).contains("observations.ndjson:1: no observation");
        assertThat(reading.input().problems().get(1))
                .contains("observations.ndjson:3: an observation without @timestamp");
    }

    @Test
    void shouldRememberOnlyTheFirstProblems() throws IOException {
        String[] lines = new String[1_000];
        Arrays.fill(lines, "{");

        reading.read(file(lines), read::add);

        assertThat(reading.input().unreadable()).isEqualTo(1_000);
        assertThat(reading.input().problems()).hasSize(20);
    }

    @Test
    void shouldSayThatAFileCannotBeRead() {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() -> reading.read(NdjsonObservations.of(missing), read::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read the observations " + missing);
    }

    private NdjsonObservations file(String... lines) throws IOException {
        return NdjsonObservations.of(
                Files.writeString(directory.resolve("observations.ndjson"), String.join("\n", lines) + "\n"));
    }

    private static String line(Observation observation) {
        return new String(Topics.OBSERVATIONS.value().serializer().serialize("", observation), StandardCharsets.UTF_8);
    }
}
