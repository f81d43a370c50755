package io.plainsight.sensor.flowlog;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the sample data that lies beside the repository and must not be copied into it. */
final class SharedFiles {
    private SharedFiles() {}

    /** Skips the test where the samples are not at hand, but never on CI. */
    static Path require(String relative) {
        Path found = locate();
        if (found != null && Files.exists(found.resolve(relative))) {
            return found.resolve(relative);
        }
        if ("true".equals(System.getenv("CI"))) {
            return fail("sample data is missing: shared/" + relative);
        }
        assumeTrue(false, "sample data is not beside this repository: shared/" + relative);
        return null;
    }

    private static Path locate() {
        String configured = System.getProperty("plainsight.shared");
        if (configured != null) {
            return Path.of(configured);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("shared/DESIGN.md"))) {
                return at.resolve("shared");
            }
        }
        return null;
    }
}
