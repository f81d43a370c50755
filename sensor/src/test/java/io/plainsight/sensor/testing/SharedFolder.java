package io.plainsight.sensor.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of captures made by others, which lies beside the repository and is no part of it. */
public final class SharedFolder {
    private SharedFolder() {}

    /** The folder; without it the calling test is skipped, or fails where the environment says {@code CI=true}. */
    public static Path require() {
        Path found = locate();
        if (found == null && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("the shared folder must be there in CI: set -Dplainsight.shared=PATH");
        }
        assumeTrue(found != null, "no folder 'shared' beside the repository: set -Dplainsight.shared=PATH");
        return found;
    }

    private static Path locate() {
        String property = System.getProperty("plainsight.shared");
        if (property != null) {
            return Path.of(property);
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
