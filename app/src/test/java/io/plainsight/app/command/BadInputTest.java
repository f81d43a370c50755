package io.plainsight.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Json;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Captures and policies that are wrong: the message names file, place and remedy, and the rest is still reported. */
class BadInputTest {
    private static final int CORRUPT_PACKET = 19;

    @TempDir
    private Path directory;

    private CaptureVariants sample;
    private byte[] capture;

    @BeforeEach
    void readSample() throws IOException {
        sample = CaptureVariants.of("tls10.pcap");
        capture = sample.pcap(ByteOrder.LITTLE_ENDIAN, false);
    }

    @Test
    void shouldRefuseAnEmptyFile() throws IOException {
        Path file = write("empty.pcap", new byte[0]);

        assertRefused(Cli.run("analyze", file), file + ": empty, 0 bytes; record it again");
    }

    @Test
    void shouldRefuseAFileThatIsNoCapture() throws IOException {
        Path file = write("letter.pcap", "Dear Sir".getBytes(StandardCharsets.UTF_8));

        assertRefused(Cli.run("analyze", file), file + ": is no capture: unknown magic number 0x44656172 at byte 0;");
    }

    @Test
    void shouldRefuseAFileThatIsNotThere() {
        Path file = directory.resolve("none.pcap");

        assertRefused(Cli.run("analyze", file), file + ": no such file or directory; check the path");
    }

    @Test
    void shouldRefuseADirectoryWithoutACapture() {
        assertRefused(Cli.run("analyze", directory), directory + ": no capture below this directory; give one that");
    }

    @ParameterizedTest
    @ValueSource(strings = {"analyze", "sensor", "run"})
    void shouldRefuseTrustRootsThatAreNone(String command) throws IOException {
        Path file = write("letter.pem", "Dear Sir".getBytes(StandardCharsets.UTF_8));
        Path played = write("sample.pcap", capture);

        Cli result = command.equals("analyze")
                ? Cli.run(command, played, "--trust-roots", file)
                : command.equals("sensor")
                        ? Cli.run(command, "--pcap", played, "--trust-roots", file, "--output", "-")
                        : Cli.run(command, "--pcap", played, "--trust-roots", file, "--exit-when-done");

        assertRefused(result, "trust roots " + file + ": no PEM text in it; give a PEM bundle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"analyze", "run"})
    void shouldRefuseAnInventoryThatIsWrong(String command) throws IOException {
        Path file = write("inventory.csv", "name,not_after\na,soon\n".getBytes(StandardCharsets.UTF_8));
        Path played = write("sample.pcap", capture);

        Cli result = command.equals("analyze")
                ? Cli.run(command, played, "--inventory", file)
                : Cli.run(command, "--pcap", played, "--inventory", file, "--exit-when-done");

        assertRefused(result, "inventory " + file + ":2: \"soon\" is no time for not_after; write");
    }

    @Test
    void shouldReportWhatStandsBeforeTheEndOfATruncatedCapture() throws IOException {
        Path file = write("cut.pcap", Arrays.copyOf(capture, capture.length - 1));

        Cli result = Cli.run("analyze", file);

        int place = sample.recordAt(sample.packets() - 1);
        assertRefused(result, file + ": truncated: the record at byte " + place + " goes on past the end of the file;");
        assertThat(result.out()).contains("tls-below-minimum", (sample.packets() - 1) + " packets");
    }

    @Test
    void shouldReportWhatStandsBeforeACorruptRecord() throws IOException {
        int place = sample.recordAt(CORRUPT_PACKET);
        Arrays.fill(capture, place + 8, place + 12, (byte) 0x7f);
        Path file = write("corrupt.pcap", capture);

        Cli result = Cli.run("analyze", file);

        assertRefused(result, file + ": corrupt at byte " + place + ": captured length must be at most 262144");
        assertThat(result.out()).contains("tls-below-minimum", CORRUPT_PACKET + " packets");
    }

    @Test
    void shouldReportWhatStandsBeforeTheEndOfATruncatedGzip() throws IOException {
        byte[] packed = CaptureVariants.gzip(capture);
        Path file = write("cut.pcap.gz", Arrays.copyOf(packed, packed.length - 500));

        Cli result = Cli.run("analyze", file);

        assertRefused(result, file + ": the compressed data is damaged or cut");
        assertThat(result.out()).contains("tls-below-minimum");
    }

    @Test
    void shouldReportTheGoodOnesAmongSeveralFiles() throws IOException {
        Path bad = write("bad.pcap", new byte[] {1, 2, 3, 4});
        Path good = write("good.pcap", capture);
        Path none = directory.resolve("none.pcap");

        Cli result = Cli.run("analyze", "--format", "json", bad, none, good);

        assertRefused(result, bad + ": is no capture");
        assertThat(result.err()).contains("plainsight: " + none + ": no such file or directory");
        assertThat(Json.mapper().readTree(result.out()).get("alerts")).hasSize(2);
        assertThat(Json.mapper().readTree(result.out()).at("/input/problems")).hasSize(2);
    }

    @Test
    void shouldReportTheRestOfADirectoryOfWhichAPartMayNotBeRead() throws Exception {
        write("open.pcap", capture);
        Path closed = Files.createDirectory(directory.resolve("closed"));

        Cli result = OtherUser.runWithClosed(closed, "analyze", directory);

        assertRefused(result, closed + ": cannot be read: permission denied; give the user");
        assertThat(result.out()).contains("tls-below-minimum");
    }

    @Test
    void shouldRefuseAFileThatMayNotBeRead() throws Exception {
        Path closed = write("closed.pcap", capture);

        Cli result = OtherUser.runWithClosed(closed, "analyze", closed, CaptureVariants.sample("http.pcap"));

        assertRefused(result, closed + ": permission denied; give the user");
        assertThat(result.out()).contains("plaintext");
    }

    @Test
    void shouldRefuseAnUnknownPolicyKey() throws IOException {
        Path policy = write("policy.yaml", "name: ours\nzoness: []\n".getBytes(StandardCharsets.UTF_8));

        Cli result = Cli.run("analyze", "--policy", policy, CaptureVariants.sample("http.pcap"));

        assertRefused(result, policy + ":2:1: unknown key \"zoness\" (did you mean \"zones\"?); known here: name,");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void shouldRefuseAPolicyThatIsNoYaml() throws IOException {
        Path policy = write("policy.yaml", "zones: [a\n b: \"c".getBytes(StandardCharsets.UTF_8));

        assertRefused(Cli.run("policy", "check", policy), policy + ":2:3: not valid YAML (");
    }

    @Test
    void shouldRefuseAPolicyThatIsNotThere() {
        Path policy = directory.resolve("none.yaml");

        assertRefused(Cli.run("policy", "check", policy), policy + ": no such file; check the path");
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    static void assertRefused(Cli result, String message) {
        assertThat(result.err()).contains("plainsight: " + message).doesNotContain("Exception", "\tat ");
        assertThat(result.exitCode()).isEqualTo(2);
    }
}
