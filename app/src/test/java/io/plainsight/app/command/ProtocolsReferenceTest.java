package io.plainsight.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/protocols.md is what {@code plainsight protocols} prints, behind an introduction. */
class ProtocolsReferenceTest {
    private static final Path DOCUMENT = Catalogue.directory().resolveSibling("docs/protocols.md");

    @Test
    void shouldListWhatTheSensorRecognises() throws IOException {
        Cli result = Cli.run("protocols");

        assertThat(result.exitCode()).isZero();
        String document = Files.readString(DOCUMENT);
        assertThat(document.substring(document.indexOf("\n|") + 1))
                .as("the table in docs/protocols.md; 'plainsight protocols' prints what it should be")
                .isEqualTo(result.out());
    }
}
