package io.plainsight.sensor.flowlog.s3;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which objects have been delivered, over restarts.
 *
 * <p>Of each location it keeps when the last complete look began, and the objects delivered from folders that are still looked
 * into. Not the last key of a day: several flow logs share a day's folder and their names sort by flow log before time, so that
 * new objects come before old ones.
 *
 * <p><b>Threading:</b> one thread. <b>Bounds:</b> {@code capacity} objects; the one delivered first is forgotten, counted, and
 * would be read again, with the same event ids.
 */
final class ObjectCheckpoint {
    /** About 30 MB; a day of 300 flow logs has fewer. */
    static final int DEFAULT_CAPACITY = 100_000;

    private static final String REMEDY =
            "give another --flow-log-checkpoint, or delete the file to read all objects again";

    /** What the file holds. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record State(
            @JsonProperty(required = true) Map<String, Instant> looks,
            @JsonProperty(required = true) Map<String, String> done) {}

    private final Path file;
    private final int capacity;
    private final Map<String, Instant> looks = new LinkedHashMap<>();
    /** From the object's whole name to its etag, in the order of delivery. */
    private final Map<String, String> done = new LinkedHashMap<>();

    private long forgotten;
    private boolean changed;

    private ObjectCheckpoint(Path file, int capacity) {
        this.file = file;
        this.capacity = capacity;
    }

    /**
     * Goes on from a file, or begins one.
     *
     * @param file null to remember nothing beyond this process
     * @throws FlowLogException when the file cannot be read, or is something else
     */
    static ObjectCheckpoint open(Path file, int capacity) throws FlowLogException {
        ObjectCheckpoint checkpoint = new ObjectCheckpoint(file, capacity);
        if (file != null) {
            State state = StateFile.read(file, new TypeReference<>() {}, new State(Map.of(), Map.of()), REMEDY);
            checkpoint.looks.putAll(state.looks);
            checkpoint.done.putAll(state.done);
        }
        return checkpoint;
    }

    /** When the last complete look at the location began; {@link Instant#MIN} before the first. */
    Instant lastLook(S3Location where) {
        return looks.getOrDefault(where.toString(), Instant.MIN);
    }

    boolean isDone(S3Location where, StoredObject object) {
        return object.etag().equals(done.get(where.nameOf(object.key())));
    }

    void done(S3Location where, StoredObject object) {
        changed = true;
        done.put(where.nameOf(object.key()), object.etag());
        if (done.size() > capacity) {
            Iterator<String> oldest = done.keySet().iterator();
            oldest.next();
            oldest.remove();
            forgotten++;
        }
    }

    /**
     * Everything that was there when a look began has been delivered.
     *
     * @param closed tells whether a folder is not looked into any more; what lies in it need not be remembered
     */
    void looked(S3Location where, Instant began, Predicate<String> closed) {
        changed = true;
        looks.put(where.toString(), began);
        String own = where.toString();
        int keyStart = where.nameOf("").length();
        done.keySet().removeIf(name -> name.startsWith(own) && closed.test(name.substring(keyStart)));
    }

    /** How many objects were forgotten before their time since the last call. */
    long takeForgotten() {
        long taken = forgotten;
        forgotten = 0;
        return taken;
    }

    /** Writes what has changed; a crash leaves the old file or the new one. */
    void save() throws IOException {
        if (file == null || !changed) {
            return;
        }
        StateFile.write(file, new State(looks, done));
        changed = false;
    }
}
