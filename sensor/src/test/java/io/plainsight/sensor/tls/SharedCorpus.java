package io.plainsight.sensor.tls;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the shared test captures, which stay outside the repository. */
final class SharedCorpus {
    private SharedCorpus() {}

    /** The corpus's directory; skips the test when it is absent, but fails under continuous integration. */
    static Path path() {
        String given = System.getProperty("plainsight.shared");
        Path shared = given == null ? search() : Path.of(given);
        boolean found = shared != null && Files.exists(shared.resolve("corpus/truth.jsonl"));
        if (!found && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("the shared captures are needed: set -Dplainsight.shared=DIR");
        }
        assumeTrue(found, "no shared captures here: set -Dplainsight.shared=DIR");
        return shared.resolve("corpus");
    }

    private static Path search() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("shared/DESIGN.md"))) {
                return at.resolve("shared");
            }
        }
        return null;
    }
}
