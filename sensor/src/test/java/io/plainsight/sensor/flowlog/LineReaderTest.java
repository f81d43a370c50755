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

        assertThat(lines.next()).isEqualTo("a");
        assertThat(lines.next()).isEmpty();
        assertThat(lines.next()).isEqualTo("b\u00e9");
        assertThat(lines.next()).isEqualTo("last");
        assertThat(lines.next()).isNull();
    }

    @Test
    void shouldTakeALineOfExactlyTheCap() throws IOException {
        LineReader lines = reader("x".repeat(LineReader.MAX_LINE_BYTES) + "\nnext");

        assertThat(lines.next()).hasSize(LineReader.MAX_LINE_BYTES);
        assertThat(lines.tooLong()).isFalse();
    }

    @Test
    void shouldCutALineOverTheCapAndGoOnBehindIt() throws IOException {
        LineReader lines = reader("x".repeat(3 * LineReader.MAX_LINE_BYTES) + "\nnext");

        assertThat(lines.next()).hasSize(LineReader.MAX_LINE_BYTES);
        assertThat(lines.tooLong()).isTrue();
        assertThat(lines.next()).isEqualTo("next");
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

        assertThat(lines.next()).isEqualTo("ab");
        assertThat(lines.next()).isEqualTo("cd");
        assertThat(lines.next()).isNull();
    }

    private static LineReader reader(String text) {
        return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
