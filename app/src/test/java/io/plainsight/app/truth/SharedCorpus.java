package io.plainsight.app.truth;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the captures made by others, which lie beside the repository and are no part of it. */
final class SharedCorpus {
    private SharedCorpus() {}

    /** The corpus; without it the calling test is skipped, or fails where the environment says {@code CI=true}. */
    static Path require() {
        String given = System.getProperty("plainsight.shared");
        Path shared = given == null ? search() : Path.of(given);
        boolean found = shared != null && Files.exists(shared.resolve("corpus/truth.jsonl"));
        if (!found && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("the shared captures must be there in CI: set -Dplainsight.shared=PATH");
        }
        assumeTrue(found, "no folder 'shared' beside the repository: set -Dplainsight.shared=PATH");
        return shared.resolve("corpus");
    }

    private static Path search() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path shared = at.resolve("shared");
            if (Files.exists(shared.resolve("DESIGN.md"))) {
                return shared;
            }
        }
        return null;
    }
}
