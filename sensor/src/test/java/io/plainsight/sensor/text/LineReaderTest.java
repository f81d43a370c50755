package io.plainsight.sensor.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.buffer.ByteCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    @Test
    void shouldCutAtLineEndsAndKeepTheRest() {
        ByteCursor in = bytes("a\r\n\nbc\n\r\nrest");

        assertThat(lines(new LineReader(), in)).containsExactly("a", "", "bc", "");
        assertThat(in.latin1()).isEqualTo("rest");
    }

    @Test
    void shouldGiveTheHeadOfALongLineAndSkipItsTail() {
        String head = "x".repeat(LineReader.MAX_LINE);

        assertThat(lines(new LineReader(), bytes(head + "tail\r\nnext\r\n"))).containsExactly(head, "next");
    }

    @Test
    void shouldGiveALineOfExactlyTheCap() {
        String line = "x".repeat(LineReader.MAX_LINE - 2);

        assertThat(lines(new LineReader(), bytes(line + "\r\nnext\r\n"))).containsExactly(line, "next");
    }

    @Test
    void shouldBeginBehindTheNextLineEndAfterResync() {
        LineReader reader = new LineReader();
        reader.resync();

        assertThat(lines(reader, bytes("half\r\nwhole\r\n"))).containsExactly("whole");
    }

    private static List<String> lines(LineReader reader, ByteCursor in) {
        List<String> lines = new ArrayList<>();
        ByteCursor line = new ByteCursor();
        while (reader.next(in, line)) {
            lines.add(line.latin1());
        }
        return lines;
    }

    private static ByteCursor bytes(String text) {
        return new ByteCursor().wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
