package io.plainsight.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeLinesTest {
    private final ByteArrayOutputStream shared = new ByteArrayOutputStream();

    @Test
    void shouldHoldBackALineUntilItsEnd() throws IOException {
        WholeLines one = new WholeLines(shared);
        WholeLines other = new WholeLines(shared);

        write(one, "first\nsec");
        write(other, "other\n");
        write(one, "ond\nthird");

        assertThat(text()).isEqualTo("first\nother\nsecond\n");
    }

    @Test
    void shouldTakeSingleBytes() throws IOException {
        WholeLines lines = new WholeLines(shared);
        for (byte value : bytes("ab\nc")) {
            lines.write(value);
        }

        assertThat(text()).isEqualTo("ab\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000, 100_000})
    void shouldKeepLinesWholeBetweenThreads(int pieceLength) throws Exception {
        List<Thread> threads = new ArrayList<>();
        AtomicReference<IOException> failure = new AtomicReference<>();
        for (char name = 'a'; name < 'e'; name++) {
            byte[] all = bytes((String.valueOf(name).repeat(1500) + "\n").repeat(50));
            Thread thread = new Thread(() -> {
                try {
                    WholeLines lines = new WholeLines(shared);
                    for (int at = 0; at < all.length; at += pieceLength) {
                        lines.write(all, at, Math.min(pieceLength, all.length - at));
                    }
                } catch (IOException e) {
                    failure.set(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failure.get()).isNull();
        assertThat(text().split("\n")).hasSize(200).allMatch(line -> line.matches("a{1500}|b{1500}|c{1500}|d{1500}"));
    }

    private static void write(WholeLines lines, String text) throws IOException {
        byte[] padded = bytes("##" + text + "##");
        lines.write(padded, 2, padded.length - 4);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String text() {
        return shared.toString(StandardCharsets.US_ASCII);
    }
}
