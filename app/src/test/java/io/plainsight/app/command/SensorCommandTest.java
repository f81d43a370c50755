package io.plainsight.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code plainsight sensor} on captures. */
class SensorCommandTest {
    private static final Path SAMPLES = CaptureVariants.sample("tls10.pcap").getParent();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"2", "3", "auto"})
    void shouldWriteTheSameLinesOnSeveralThreads(String threads) throws Exception {
        Path one = directory.resolve("one.ndjson");
        Path several = directory.resolve("several.ndjson");

        Cli first = Cli.run("sensor", "--pcap", SAMPLES, "--name", "tap", "--output", one);
        Cli second = Cli.run("sensor", "--pcap", SAMPLES, "--name", "tap", "--threads", threads, "--output", several);

        assertThat(first.exitCode()).isZero();
        assertThat(second.exitCode()).isZero();
        assertThat(second.err()).isEmpty();
        List<String> lines = Files.readAllLines(one);
        assertThat(lines).hasSizeGreaterThan(100);
        assertThat(Files.readAllLines(several)).containsExactlyInAnyOrderElementsOf(lines);
    }

    @Test
    void shouldKeepTheOrderOfTheCaptureOnOneThread() throws Exception {
        Cli first = Cli.run("sensor", "--pcap", SAMPLES, "--name", "tap", "--output", "-");
        Cli second = Cli.run("sensor", "--pcap", SAMPLES, "--name", "tap", "--threads", "1", "--output", "-");

        assertThat(second.out()).isEqualTo(first.out()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65", "two", ""})
    void shouldRefuseOtherNumbersOfThreads(String threads) {
        Cli refused = Cli.run("sensor", "--pcap", SAMPLES, "--threads=" + threads, "--output", "-");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("--threads").contains("expected 1 to 64, or auto: '" + threads + "'");
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void shouldSayOfAFullDiskThatItIsFullOnSeveralThreads() {
        Path full = Path.of("/dev/full");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full), "no /dev/full on this system");

        Cli lost = Cli.run("sensor", "--pcap", SAMPLES, "--threads", "2", "--output", full);

        assertThat(lost.exitCode()).isEqualTo(2);
        assertThat(lost.err()).contains("cannot write observations to /dev/full");
    }

    @Test
    void shouldNameWhatIsDamagedOnSeveralThreads() throws Exception {
        byte[] capture = Files.readAllBytes(CaptureVariants.sample("tls10.pcap"));
        Path cut = directory.resolve("cut.pcap");
        Files.write(cut, java.util.Arrays.copyOf(capture, capture.length - 1));

        Cli played = Cli.run("sensor", "--pcap", cut, "--threads", "2", "--output", "-");

        assertThat(played.exitCode()).isEqualTo(2);
        assertThat(played.err()).contains(cut + ": truncated: the record at byte");
        assertThat(played.out()).contains("\"flow_ended\"");
    }
}
