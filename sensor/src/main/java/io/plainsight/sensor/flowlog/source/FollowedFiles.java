package io.plainsight.sensor.flowlog.source;

import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogFiles;
import io.plainsight.sensor.flowlog.FlowLogFiles.FlowLogFile;
import io.plainsight.sensor.flowlog.FlowLogOrigin;
import io.plainsight.sensor.flowlog.FlowLogReader;
import io.plainsight.sensor.flowlog.source.Checkpoint.Position;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows files and directories of flow logs, as {@code tail -F} does: what is appended, files that are new, renamed (the rest
 * of the old one is read first) or cut back to nothing. Lines are read as far as they are whole; everything else (gzip,
 * Parquet, JSON) is read when its size stayed the same from one look to the next.
 *
 * <p>Where it goes on is kept in a {@link Checkpoint}, saved only after what was read is delivered. A file that fails is
 * named once and left until it changes.
 *
 * <p><b>Threading:</b> one thread; {@link FlowLogReader#stop} from any ends a look early. <b>Memory:</b> the checkpoint.
 */
public final class FollowedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedFiles.class);

    private final List<Path> paths;
    private final FlowLogReader reader;
    private final Checkpoint checkpoint;
    private final ObservationSink sink;
    private final SensorCounters counters;
    private final Set<String> told = new HashSet<>();
    private Map<String, Long> sizes = new HashMap<>();

    /** @param paths may be missing yet */
    public FollowedFiles(
            List<Path> paths,
            FlowLogReader reader,
            Checkpoint checkpoint,
            ObservationSink sink,
            SensorCounters counters) {
        this.paths = List.copyOf(paths);
        this.reader = reader;
        this.checkpoint = checkpoint;
        this.sink = sink;
        this.counters = counters;
    }

    /**
     * Reads what is new, delivers it and remembers it.
     *
     * @return whether there was anything new; then there may be more at once
     * @throws IOException when the checkpoint cannot be saved
     */
    public boolean look() throws IOException {
        Map<String, Long> seen = new HashMap<>();
        boolean any = false;
        for (Path path : paths) {
            for (FlowLogFile file : files(path)) {
                any |= lookAt(file, seen);
            }
        }
        sizes = seen;
        if (any) {
            sink.flush();
            checkpoint.save();
        }
        return any;
    }

    private List<FlowLogFile> files(Path path) {
        if (!Files.exists(path)) {
            return List.of(); // it may come, or come back
        }
        try {
            FlowLogFiles found = FlowLogFiles.find(path);
            found.problems().forEach(this::tell);
            return found.files();
        } catch (FlowLogException e) {
            if (!Files.isDirectory(path)) {
                tell(e.getMessage());
            }
            return List.of();
        }
    }

    private boolean lookAt(FlowLogFile file, Map<String, Long> seen) {
        String name = file.file().toAbsolutePath().normalize().toString();
        try {
            BasicFileAttributes attributes = Files.readAttributes(file.file(), BasicFileAttributes.class);
            seen.put(name, attributes.size());
            GrowingFile growing = new GrowingFile(file.file(), attributes);
            boolean any = restOfRenamed(file, name, growing);
            Position from = known(name, growing);
            if (growing.size() == (from == null ? 0 : from.offset())) {
                return any;
            }
            Position to = read(file, growing, from, name);
            if (to == null) {
                return any;
            }
            checkpoint.put(name, to);
            return true;
        } catch (NoSuchFileException e) {
            return false; // renamed or removed since it was found; the next look sees what it became
        } catch (IOException e) {
            tell(file.file() + ": cannot be read (" + e + ")");
            return false;
        }
    }

    /** Where reading of this very file stopped, under whatever name; null when it is another, or was cut back. */
    private Position known(String name, GrowingFile file) throws IOException {
        Position position = checkpoint.of(name);
        if (position != null && file.continues(position)) {
            return position;
        }
        String before = checkpoint.named(file.identity());
        Position renamed = before == null ? null : checkpoint.of(before);
        return renamed != null && file.continues(renamed) ? renamed : null;
    }

    /** Reads the rest of the file that had this name before, which lies beside it under a name that nobody gave us. */
    private boolean restOfRenamed(FlowLogFile file, String name, GrowingFile now) throws IOException {
        Position position = checkpoint.of(name);
        if (position == null || position.identity().equals(now.identity()) || position.lines() == 0) {
            return false;
        }
        Path old = GrowingFile.beside(file.file(), position.identity());
        if (old == null) {
            return false;
        }
        GrowingFile growing = new GrowingFile(old, Files.readAttributes(old, BasicFileAttributes.class));
        if (!growing.continues(position) || growing.size() == position.offset()) {
            return false;
        }
        Position to = read(new FlowLogFile(old, file.relativePath()), growing, position, name);
        if (to == null) {
            return false;
        }
        checkpoint.put(old.toAbsolutePath().normalize().toString(), to);
        return true;
    }

    /** @return null when there is nothing to be read yet */
    private Position read(FlowLogFile file, GrowingFile growing, Position from, String name) throws IOException {
        FlowLogOrigin origin = reader.origin(file.file().toString(), file.relativePath(), growing.modified());
        if (from != null && from.lines() > 0 || reader.isLines(growing.start(), origin)) {
            return lines(origin, growing, from);
        }
        boolean settled = Long.valueOf(growing.size()).equals(sizes.get(name));
        return settled ? whole(file, growing) : null;
    }

    private Position lines(FlowLogOrigin origin, GrowingFile growing, Position from) throws IOException {
        long offset = from == null ? 0 : from.offset();
        long end = growing.endOfLines(offset);
        if (end == offset) {
            return null;
        }
        try (InputStream in = growing.between(offset, end)) {
            FlowLogReader.Resumed resumed = reader.readOn(
                    in, origin, from == null ? 0 : from.lines(), from == null ? null : from.header(), sink, counters);
            return resumed == null ? null : growing.position(end, resumed.lines(), resumed.header());
        } catch (FlowLogException e) {
            tell(e.getMessage());
            return growing.position(growing.size(), 0, null);
        }
    }

    private Position whole(FlowLogFile file, GrowingFile growing) throws IOException {
        try {
            reader.read(file.file(), file.relativePath(), sink, counters);
        } catch (FlowLogException e) {
            tell(e.getMessage());
        }
        return reader.isStopped() ? null : growing.position(growing.size(), 0, null);
    }

    private void tell(String problem) {
        if (told.size() < 1000 && told.add(problem)) {
            LOG.warn("{}", problem);
        }
    }
}
