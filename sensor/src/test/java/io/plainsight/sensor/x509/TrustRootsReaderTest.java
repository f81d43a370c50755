package io.plainsight.sensor.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustRootsReaderTest {
    @TempDir
    private Path directory;

    @Test
    void shouldReadABundleWithCommentsBetween() throws Exception {
        Path file = write("roots.pem", "# ours\n" + pem("chain-root") + "\nOther root\n" + pem("chain-other"));

        assertThat(TrustRootsReader.read(file.toString()).size()).isEqualTo(2);
    }

    @Test
    void shouldReadADirectoryOnceEach() throws Exception {
        write("a.pem", pem("chain-root"));
        write("b.CRT", pem("chain-other"));
        write("c.cer", pem("chain-root"));
        write("key.txt", "no certificate");

        assertThat(TrustRootsReader.read(directory.toString()).size()).isEqualTo(2);
    }

    @Test
    void shouldReadWhatTheMachineTrusts() throws Exception {
        assertThat(TrustRootsReader.read("system").isEmpty()).isFalse();
    }

    @Test
    void shouldNameFilePlaceAndRemedy() throws Exception {
        Path missing = directory.resolve("missing.pem");
        Path text = write("text.pem", "hello\n");
        Path key = write("key.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        Path bad =
                write("bad.pem", pem("chain-root") + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        int badLine = pem("chain-root").split("\n").length + 1;
        Path cut = write("cut.pem", "\n" + pem("chain-root").replace("-----END CERTIFICATE-----\n", ""));

        assertProblem(missing, "cannot be read", "give a PEM bundle");
        assertProblem(text, "no PEM text", "give a PEM bundle");
        assertProblem(key, "no certificate in it", "give a PEM bundle");
        assertProblem(bad, "at line " + badLine + " is no X.509 certificate", "remove it");
        assertProblem(cut, "at line 2", "cut short");
    }

    private static void assertProblem(Path file, String what, String remedy) {
        assertThatThrownBy(() -> TrustRootsReader.read(file.toString()))
                .isInstanceOf(TrustRootsException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(what)
                .hasMessageContaining(remedy);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String pem(String name) {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(TestCertificates.made(name))
                + "\n-----END CERTIFICATE-----\n";
    }
}
