package io.plainsight.sensor.flowlog.s3;

import io.plainsight.sensor.flowlog.FlowLogException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
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
 * would be read again, with the same event ids. <b>File:</b> text, one entry a line, replaced as a whole.
 */
final class ObjectCheckpoint {
    /** About 30 MB; a day of 300 flow logs has fewer. */
    static final int DEFAULT_CAPACITY = 100_000;

    private static final String VERSION = "plainsight-flow-log-objects 1";

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
        if (file != null && Files.exists(file)) {
            checkpoint.load();
        }
        return checkpoint;
    }

    private void load() throws FlowLogException {
        int number = 0;
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                number++;
                String[] parts = line.split("\t", -1);
                if (number == 1 ? !line.equals(VERSION) : parts.length != 3) {
                    throw new FlowLogException(notOne(number));
                }
                if (number > 1 && parts[0].equals("look")) {
                    looks.put(unescape(parts[2]), Instant.parse(parts[1]));
                } else if (number > 1) {
                    done.put(unescape(parts[2]), parts[1]);
                }
            }
        } catch (IOException e) {
            throw new FlowLogException(file + ": the checkpoint cannot be read (" + e.getMessage() + ")", e);
        } catch (DateTimeException e) {
            throw new FlowLogException(notOne(number), e);
        }
    }

    private String notOne(int line) {
        return file + ":" + line
                + ": this is no checkpoint of flow-log objects; give another --flow-log-checkpoint, or delete"
                + " the file to read all objects again";
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
        Path target = file.toAbsolutePath();
        Files.createDirectories(target.getParent());
        Path next = target.resolveSibling(target.getFileName() + ".next");
        try (BufferedWriter out = Files.newBufferedWriter(next, StandardCharsets.UTF_8)) {
            out.write(VERSION);
            out.write('\n');
            for (Map.Entry<String, Instant> look : looks.entrySet()) {
                out.write("look\t" + look.getValue() + '\t' + escape(look.getKey()) + '\n');
            }
            for (Map.Entry<String, String> object : done.entrySet()) {
                out.write("done\t" + object.getValue() + '\t' + escape(object.getKey()) + '\n');
            }
        }
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        changed = false;
    }

    /** A key may hold any character. */
    private static String escape(String name) {
        return name.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String unescape(String text) {
        StringBuilder name = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                name.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            name.append(escaped == 't' ? '\t' : escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
        }
        return name.toString();
    }
}
