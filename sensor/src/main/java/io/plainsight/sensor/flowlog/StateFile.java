package io.plainsight.sensor.flowlog;

import com.fasterxml.jackson.core.type.TypeReference;
import io.plainsight.events.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What a source remembers over restarts, as JSON. Writing makes a new file, forces it to the disk and renames it over the old
 * one: after a crash there is the old one or the new one, whole. One thread.
 */
public final class StateFile {
    private StateFile() {}

    /**
     * Reads what was written.
     *
     * @param empty what there is before the first writing
     * @param remedy what to do when the file is something else, for the user
     * @throws FlowLogException when it is there and cannot be read; names it and the remedy
     */
    public static <T> T read(Path file, TypeReference<T> type, T empty, String remedy) throws FlowLogException {
        try {
            T state = Json.mapper().readValue(Files.readAllBytes(file), type);
            if (state == null) {
                throw new IOException("empty");
            }
            return state;
        } catch (NoSuchFileException e) {
            return empty;
        } catch (IOException e) {
            throw new FlowLogException(
                    file + ": not a checkpoint of flow logs (" + e.getClass().getSimpleName() + "); " + remedy, e);
        }
    }

    /** Replaces the file; its directory is made where it is missing. */
    public static void write(Path file, Object state) throws IOException {
        Path target = file.toAbsolutePath();
        Files.createDirectories(target.getParent());
        Path next = target.resolveSibling(target.getFileName() + ".new");
        ByteBuffer content = ByteBuffer.wrap(Json.mapper().writeValueAsBytes(state));
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
        Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
