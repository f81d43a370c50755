package io.plainsight.sensor.text;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the captures that are shared between repositories and not part of this one. */
final class SharedCorpus {
    private SharedCorpus() {}

    /** The capture; skips the test where there is no corpus, except in CI, where that is a failure. */
    static Path file(String name) {
        Path shared = locate();
        if (shared == null) {
            if ("true".equals(System.getenv("CI"))) {
                fail("no directory shared/ with DESIGN.md beside this repository, and CI=true");
            }
            assumeTrue(false, "no directory shared/ with DESIGN.md beside this repository");
        }
        return shared.resolve("corpus").resolve(name);
    }

    private static Path locate() {
        String given = System.getProperty("plainsight.shared");
        if (given != null) {
            return Path.of(given);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path shared = at.resolve("shared");
            if (Files.exists(shared.resolve("DESIGN.md"))) {
                return shared;
            }
        }
        return null;
    }
}
