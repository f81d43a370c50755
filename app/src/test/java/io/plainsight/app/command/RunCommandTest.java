package io.plainsight.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plainsight run} with everything that belongs to it, the broker among them. */
class RunCommandTest {
    @TempDir
    private Path directory;

    @Test
    void shouldDeliverTheAlertsOfTheGoodFilesAndSayWhichIsBad() throws Exception {
        Files.copy(CaptureVariants.sample("http.pcap"), directory.resolve("a.pcap"));
        Path bad = Files.writeString(directory.resolve("b.pcap"), "no capture");
        Files.copy(CaptureVariants.sample("tls10.pcap"), directory.resolve("c.pcap"));

        Cli result = Cli.run("run", "--pcap", directory, "--exit-when-done", "--console", "127.0.0.1:0");

        BadInputTest.assertRefused(result, bad + ": is no capture");
        assertThat(result.out())
                .contains("10.20.70.10:80")
                .contains("tls-below-minimum")
                .contains("weak-cipher-suite")
                .doesNotContain("\u001b");
    }
}
