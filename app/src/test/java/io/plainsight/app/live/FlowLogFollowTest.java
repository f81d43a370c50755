package io.plainsight.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.process.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the options about flow logs refuse, and what is set aside, from the command line. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FlowLogFollowTest {
    @TempDir
    Path directory;

    @Test
    void shouldRefuseToFollowNothingOrStandardInput() throws Exception {
        assertRefused("--follow needs --flow-logs", "sensor", "--output", "-", "--follow");
        assertRefused("standard input", "sensor", "--output", "-", "--follow", "--flow-logs", "-");
        assertRefused(
                "is never done, nor is --follow",
                "run",
                "--flow-logs",
                directory.toString(),
                "--follow",
                "--exit-when-done");
    }

    @Test
    void shouldRefuseAWrongFormatWithItsPlace() throws Exception {
        assertRefused(
                "column 12: \"dstaddr\" is no field",
                "sensor",
                "--output",
                "-",
                "--flow-logs",
                directory.toString(),
                "--flow-log-format",
                "${srcaddr} dstaddr");
    }

    @Test
    void shouldSetAsideWhatItCannotUnderstand() throws Exception {
        Path log = Files.writeString(
                directory.resolve("a.log"), "dstport dstaddr srcaddr\n443 10.0.0.2 10.0.0.1\nbad row\n");
        Path letters = directory.resolve("letters.ndjson");

        try (Program program = Program.start(
                "sensor", "--output", "-", "--flow-logs", log.toString(), "--dead-letter", letters.toString())) {
            assertThat(program.awaitExit()).as("%s", program).isZero();
        }

        assertThat(Files.readString(letters))
                .contains("\"line\":3", "\"reason\":\"field_count\"", "\"raw\":\"bad row\"", "a.log");
    }

    @Test
    void shouldReadByTheFormatGiven() throws Exception {
        Path log = Files.writeString(directory.resolve("a.log"), "443 10.0.0.2 10.0.0.1\n");

        try (Program program = Program.start(
                "sensor",
                "--output",
                "-",
                "--flow-logs",
                log.toString(),
                "--flow-log-format",
                "${dstport} ${dstaddr} ${srcaddr}")) {
            assertThat(program.awaitExit()).as("%s", program).isZero();
            assertThat(program.output()).singleElement().asString().contains("\"10.0.0.2\"");
        }
    }

    private void assertRefused(String message, String... arguments) throws Exception {
        try (Program program = Program.start(arguments)) {
            assertThat(program.awaitExit()).as("%s", program).isEqualTo(2);
            assertThat(program.errors()).anyMatch(line -> line.contains(message));
        }
    }
}
