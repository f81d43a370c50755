package io.plainsight.sensor.flowlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    @Test
    void shouldReadLinesWithAnyEndAndWithoutOne() throws IOException {
        LineReader lines = reader("a\r\n\nb\u00e9\nlast");

        assertThat(next(lines)).isEqualTo("a");
        assertThat(next(lines)).isEmpty();
        assertThat(next(lines)).isEqualTo("b\u00e9");
        assertThat(next(lines)).isEqualTo("last");
        assertThat(next(lines)).isNull();
    }

    @Test
    void shouldTakeALineOfExactlyTheCap() throws IOException {
        LineReader lines = reader("x".repeat(LineReader.MAX_LINE_BYTES) + "\nnext");

        assertThat(next(lines)).hasSize(LineReader.MAX_LINE_BYTES);
        assertThat(lines.tooLong()).isFalse();
    }

    @Test
    void shouldCutALineOverTheCapAndGoOnBehindIt() throws IOException {
        LineReader lines = reader("x".repeat(3 * LineReader.MAX_LINE_BYTES) + "\nnext");

        assertThat(next(lines)).hasSize(LineReader.MAX_LINE_BYTES);
        assertThat(lines.tooLong()).isTrue();
        assertThat(next(lines)).isEqualTo("next");
        assertThat(lines.tooLong()).isFalse();
    }

    @Test
    void shouldReadFromAStreamThatGivesOneByteAtATime() throws IOException {
        byte[] text = "ab\ncd\n".getBytes(StandardCharsets.UTF_8);
        InputStream slow = new ByteArrayInputStream(text) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1));
            }
        };
        LineReader lines = new LineReader(slow);

        assertThat(next(lines)).isEqualTo("ab");
        assertThat(next(lines)).isEqualTo("cd");
        assertThat(next(lines)).isNull();
    }

    /** The next line; null at the end. */
    private static String next(LineReader lines) throws IOException {
        return lines.next() ? lines.text() : null;
    }

    private static LineReader reader(String text) {
        return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
