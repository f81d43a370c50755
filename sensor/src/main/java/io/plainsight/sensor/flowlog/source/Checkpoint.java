package io.plainsight.sensor.flowlog.source;

import com.fasterxml.jackson.core.type.TypeReference;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers up to where each file or object was read and delivered, over restarts. What was read after the last
 * {@link #save} is read again; the ids of records are stable, so nothing counts twice.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> {@value #MAX_ENTRIES} entries; the one not touched for longest is forgotten
 * first, and would be read again if it came again.
 */
public final class Checkpoint {
    static final int MAX_ENTRIES = 100_000;

    /**
     * How far one file was read.
     *
     * @param identity tells it from another of the same name: its inode, its ETag
     * @param offset bytes read and delivered; for what is read whole, its size
     * @param check of what it begins with; the source's to define
     * @param lines before {@code offset}; 0 for what is read whole
     * @param header the header line in force at {@code offset}; null when there is none
     */
    public record Position(String identity, long offset, long check, long lines, String header) {}

    private final Path file;
    private final Map<String, Position> positions = new LinkedHashMap<>();
    private boolean changed;

    private Checkpoint(Path file) {
        this.file = file;
    }

    /**
     * @param file may be missing: nothing was read yet
     * @throws FlowLogException when it is there and cannot be read; names it and the remedy
     */
    public static Checkpoint open(Path file) throws FlowLogException {
        Checkpoint checkpoint = new Checkpoint(file);
        checkpoint.positions.putAll(StateFile.read(
                file,
                new TypeReference<Map<String, Position>>() {},
                Map.of(),
                "remove it to read everything from the beginning"));
        return checkpoint;
    }

    /** @return null when nothing of it was read */
    public Position of(String name) {
        return positions.get(name);
    }

    /** The name under which a file of this identity was known last; null when there is none. */
    String named(String identity) {
        for (Map.Entry<String, Position> entry : positions.entrySet()) {
            if (entry.getValue().identity().equals(identity)) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** Takes note; kept over a restart from the next {@link #save} on. */
    public void put(String name, Position position) {
        positions.remove(name); // so that it becomes the youngest
        positions.put(name, position);
        changed = true;
        if (positions.size() > MAX_ENTRIES) {
            Iterator<String> oldest = positions.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Call it only when everything that was read is delivered. */
    public void save() throws IOException {
        if (!changed) {
            return;
        }
        StateFile.write(file, positions);
        changed = false;
    }
}
