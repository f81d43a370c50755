package io.plainsight.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.ReplayPosition;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressBarTest {
    private static final long SECOND = 1_000_000_000L;
    private static final ReplayPosition HALF = new ReplayPosition("a/mixed.pcap", 400_000_000, 800_000_000, 3_000_000);

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final AtomicReference<ReplayPosition> position = new AtomicReference<>();
    private final ProgressBar bar =
            new ProgressBar(new PrintStream(screen, true, StandardCharsets.UTF_8), 120, position::get, 0);

    @Test
    void shouldTellShareRatesTimeLeftAndFile() {
        assertThat(ProgressLine.text(HALF, 2 * SECOND, 120))
                .isEqualTo("[==========          ]  50%  200 MB/s  1.50 M packets/s  0:02 left  a/mixed.pcap");
    }

    @Test
    void shouldTellNoShareOfWhatHasNoLength() {
        ReplayPosition pipe = new ReplayPosition("pipe", 0, 0, 900);

        assertThat(ProgressLine.text(pipe, SECOND, 120)).isEqualTo("0B/s  900 packets/s  pipe");
    }

    @Test
    void shouldTellTheBeginningAndTheEnd() {
        assertThat(ProgressLine.text(new ReplayPosition("x", 0, 10, 0), 0, 120))
                .isEqualTo("[                    ]   0%  0B/s  0 packets/s  x");
        assertThat(ProgressLine.text(new ReplayPosition("x", 10, 10, 1), SECOND, 120))
                .isEqualTo("[====================] 100%  10B/s  1 packets/s  0:00 left  x");
    }

    @Test
    void shouldTellHours() {
        ReplayPosition slow = new ReplayPosition("x", 1_000_000, 8_000_000_000L, 1);

        assertThat(ProgressLine.text(slow, SECOND, 120)).contains("2:13:19 left");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 40, 60, 80})
    void shouldStayWithinTheScreen(int columns) {
        assertThat(ProgressLine.text(HALF, SECOND, columns)).hasSizeLessThan(columns);
    }

    @Test
    void shouldNotPassOnWhatATerminalTakesForACommand() {
        ReplayPosition hostile = new ReplayPosition("\033[2J\n.pcap", 1, 2, 3);

        assertThat(ProgressLine.text(hostile, SECOND, 120)).endsWith("?[2J?.pcap");
    }

    @Test
    void shouldDrawOverItselfAndLeaveNothingBehind() {
        position.set(HALF);

        bar.draw(SECOND);
        bar.draw(2 * SECOND);
        bar.close();

        String text = screen.toString(StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("\n").endsWith("a/mixed.pcap\033[K\r\033[K");
        assertThat(text.split("\r")).hasSize(4);
    }

    @Test
    void shouldShowNothingBeforeTheFirstFileAndAfterTheEnd() {
        bar.draw(1);
        position.set(new ReplayPosition(null, 0, 0, 0));
        bar.draw(2);
        bar.close();
        position.set(HALF);
        bar.draw(3);

        assertThat(screen.size()).isZero();
    }
}
