package io.plainsight.sensor.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NdjsonSinkTest {
    @Test
    void shouldWriteOneObservationALineAndNothingElse() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NdjsonSink sink = new NdjsonSink(out, "test");

        sink.accept(Observations.tls().build());
        sink.accept(Observations.withProtocol("line\nbreak").build());
        sink.flush();

        String[] lines = out.toString(StandardCharsets.UTF_8).split("\n", -1);
        assertThat(lines).hasSize(3);
        assertThat(Json.mapper().readValue(lines[0], Observation.class))
                .isEqualTo(Observations.tls().build());
        assertThat(lines[2]).isEmpty();
    }

    @Test
    void shouldWriteNothingBeforeItIsFlushed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NdjsonSink sink = new NdjsonSink(out, "test");

        sink.accept(Observations.tls().build());

        assertThat(out.size()).isZero();
        sink.close();
        assertThat(out.size()).isPositive();
    }

    @Test
    void shouldWriteWholeLinesInLargePieces() throws Exception {
        List<String> pieces = new ArrayList<>();
        NdjsonSink sink = new NdjsonSink(
                new ByteArrayOutputStream() {
                    @Override
                    public synchronized void write(byte[] bytes, int offset, int length) {
                        pieces.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
                    }
                },
                "test");

        String line = Json.mapper().writeValueAsString(Observations.tls().build()) + "\n";
        int lines = 400_000 / line.length();
        for (int i = 0; i < lines; i++) {
            sink.accept(Observations.tls().build());
        }
        sink.close();

        assertThat(String.join("", pieces)).isEqualTo(line.repeat(lines));
        assertThat(pieces).hasSizeLessThan(8).allMatch(piece -> piece.endsWith("}\n"));
    }

    @Test
    void shouldEndCleanlyWhenTheReaderHasGone() {
        NdjsonSink sink = new NdjsonSink(failing("Broken pipe"), "test");

        sink.accept(Observations.tls().build());
        sink.flush();
        sink.accept(Observations.tls().build());
        sink.close();

        assertThat(sink.readerGone()).isTrue();
    }

    @Test
    void shouldTellWhyNothingCanBeWritten() {
        NdjsonSink sink = new NdjsonSink(failing("No space left on device"), "out.ndjson");

        sink.accept(Observations.tls().build());

        assertThatThrownBy(sink::flush)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("out.ndjson")
                .hasMessageContaining("No space left on device");
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
