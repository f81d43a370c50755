package io.plainsight.sensor.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.sensor.testing.CaptureBytes;
import io.plainsight.sensor.testing.RestrictedJava;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFinderTest {
    private static final byte[] PCAP = CaptureBytes.pcap().toArray();
    private static final byte[] PCAPNG = CaptureBytes.pcapng(true).toArray();

    @TempDir
    private Path directory;

    @Test
    void shouldGiveAFileAsItself() throws Exception {
        Path file = write("some/name.txt", new byte[] {1});

        FoundCaptures found = CaptureFinder.find(file);

        assertThat(found.captures()).containsExactly(new CaptureFile(file, "name.txt"));
    }

    @Test
    void shouldFindCapturesInOrderOfTheirRelativePathsAndReportTheRest() throws Exception {
        write("b/one", PCAP);
        write("b.pcap", PCAPNG);
        write("a/z/deep.dump", CaptureBytes.gzip(PCAP));
        write("a-1.pcap", PCAP);
        write("README.md", new byte[] {'#'});
        write("b/catalogue.json.gz", CaptureBytes.gzip(new byte[] {'{', '}', ' ', ' '}));
        write("empty", new byte[0]);

        FoundCaptures found = CaptureFinder.find(directory);

        assertThat(found.captures())
                .extracting(CaptureFile::relativePath)
                .containsExactly("a-1.pcap", "a/z/deep.dump", "b.pcap", "b/one");
        assertThat(found.skipped()).containsExactly("README.md", "b/catalogue.json.gz", "empty");
    }

    @Test
    void shouldKeepWhatIsCalledACaptureSoThatItsDamageIsReported() throws Exception {
        write("empty.pcap", new byte[0]);
        write("packed.PCAPNG.zst", new byte[] {1, 2, 3, 4});

        FoundCaptures found = CaptureFinder.find(directory);

        assertThat(found.captures()).hasSize(2);
        assertThat(found.skipped()).isEmpty();
    }

    @Test
    void shouldFollowLinksButNotInCircles() throws Exception {
        Path real = write("real/a.pcap", PCAP);
        Files.createSymbolicLink(directory.resolve("link.pcap"), real);
        Files.createSymbolicLink(directory.resolve("real/up"), directory);
        Files.createSymbolicLink(directory.resolve("nowhere"), directory.resolve("none"));

        FoundCaptures found = CaptureFinder.find(directory);

        assertThat(found.captures()).extracting(CaptureFile::relativePath).containsExactly("link.pcap", "real/a.pcap");
        assertThat(found.skipped()).containsExactly("nowhere", "real/up");
    }

    @Test
    void shouldNameAMissingPath() {
        assertThatThrownBy(() -> CaptureFinder.find(directory.resolve("none")))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("no such file or directory");
    }

    @Test
    void shouldNameADirectoryThatCannotBeReadAndFindTheRest() throws Exception {
        write("a.pcap", PCAP);
        write("z.pcap", PCAP);
        Path closed = Files.createDirectory(directory.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

        String output = RestrictedJava.run("dac_override,dac_read_search", Find.class, directory.toString());

        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        assertThat(output)
                .contains(closed + ": cannot be read: permission denied")
                .contains("relativePath=a.pcap")
                .contains("relativePath=z.pcap");
    }

    @Test
    void shouldRefuseADirectoryWithoutACapture() throws Exception {
        write("README.md", new byte[] {'#'});

        assertThatThrownBy(() -> CaptureFinder.find(directory))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("no capture below this directory");
    }

    @Test
    void shouldNameAFileThatCannotBeRead() throws Exception {
        Path closed = write("closed.pcap", PCAP);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

        String output = RestrictedJava.run("dac_override,dac_read_search", Open.class, closed.toString());

        assertThat(output).contains(closed.toString()).contains("permission denied");
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    /** Prints what finding captures below its argument gives. */
    static final class Find {
        public static void main(String[] arguments) {
            try {
                System.out.println(CaptureFinder.find(Path.of(arguments[0])));
            } catch (CaptureException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    /** Prints why its argument cannot be opened. */
    static final class Open {
        public static void main(String[] arguments) {
            try (PacketSource source = CaptureFiles.open(Path.of(arguments[0]))) {
                System.out.println("opened " + source);
            } catch (CaptureException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
