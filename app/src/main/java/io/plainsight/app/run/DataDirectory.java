package io.plainsight.app.run;

import io.plainsight.app.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where broker and stream state lie. A directory that was made for one run is deleted at its end. */
record DataDirectory(Path path, boolean temporary) implements AutoCloseable {
    private static final Path DEFAULT = Path.of("data");

    /**
     * Opens the directory that was asked for, else the default one for live capture, else a temporary one: what is played
     * from files can be played again.
     */
    static DataDirectory open(Path asked, boolean live) {
        try {
            if (asked == null && !live) {
                return new DataDirectory(Files.createTempDirectory("plainsight-"), true);
            }
            return new DataDirectory(Files.createDirectories(asked == null ? DEFAULT : asked), false);
        } catch (IOException e) {
            throw new UserException(
                    "cannot make the data directory " + (asked == null ? "" : asked) + ": " + e
                            + "; name one that you may write to with --data",
                    e);
        }
    }

    String description() {
        return temporary
                ? "kept for this run only (--data DIR keeps alerts over restarts)"
                : path.toAbsolutePath().toString();
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + path, e);
        }
    }
}
