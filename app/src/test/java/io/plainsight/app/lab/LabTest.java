package io.plainsight.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attacks on real programs, captured live: each must be told on the side where it can be seen, and each innocent twin on none. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabTest {
    private List<Lab.Seen> seen = List.of();

    @BeforeAll
    void attack(@TempDir Path directory) throws Exception {
        Command.requireRoot();
        Tools.require();
        // servers that give up root must reach their keys
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Keys keys = new Keys(directory, "Laboratory");
        keys.leaf(Keys.NAME);
        keys.database(Keys.NAME);
        Tools.buildGoPeer(directory);
        TlsCases tls = new TlsCases(keys);
        try (LabNetwork network = new LabNetwork(directory);
                Lab lab = new Lab(network)) {
            tls.serve(network);
            new UpgradingServers(directory, keys).serve(network);
            List<Case> cases = new ArrayList<>(tls.all());
            cases.addAll(new StarttlsCases(keys).all());
            for (Case one : cases) {
                lab.play(one);
            }
            seen = lab.judge();
        }
    }

    @AfterAll
    void print() throws IOException {
        if (!seen.isEmpty()) {
            String table = Table.of(seen);
            System.out.println(table);
            Files.writeString(Path.of("target", "proving-ground.md"), table);
        }
    }

    List<Lab.Seen> cases() {
        return new ArrayList<>(seen);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldTellWhatCanBeSeenAndNothingElse(Lab.Seen one) {
        assertThat(one.connections())
                .as("connections seen; said: %s", one.said())
                .isGreaterThanOrEqualTo(one.what().calls().size());
        if (one.what().isInnocent()) {
            // not by how the client exits: the JDK hangs up with user_canceled, which is an error to GnuTLS
            assertThat(one.established())
                    .as("handshakes completed; said: %s", one.said())
                    .isGreaterThanOrEqualTo(one.what().calls().size());
        }
        assertThat(one.clientSide())
                .as("client's side; said: %s", one.said())
                .isEqualTo(one.what().clientSide());
        assertThat(one.serverSide())
                .as("server's side; said: %s", one.said())
                .isEqualTo(one.what().serverSide());
    }
}
