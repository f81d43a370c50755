package io.plainsight.app.run;

import io.plainsight.app.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A spool for one playing of files. It is deleted at the end, unless something in it was not delivered: then whoever named it
 * in a message must find it.
 */
public record TemporarySpool(Path path) implements AutoCloseable {
    private static final String SEGMENTS = "*.spool";

    /** Makes one that is this user's alone. */
    public static TemporarySpool make() {
        try {
            return new TemporarySpool(Files.createTempDirectory("plainsight-spool-"));
        } catch (IOException e) {
            throw new UserException("cannot make a temporary directory: " + e + "; name one with --spool", e);
        }
    }

    /** To be called after the spool is closed. */
    @Override
    public void close() throws IOException {
        try (var segments = Files.newDirectoryStream(path, SEGMENTS)) {
            if (segments.iterator().hasNext()) {
                return;
            }
        }
        try (Stream<Path> files = Files.list(path)) {
            List<Path> all = files.toList();
            for (Path file : all) {
                Files.delete(file);
            }
        }
        Files.delete(path);
    }
}
