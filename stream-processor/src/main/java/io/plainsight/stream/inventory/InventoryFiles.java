package io.plainsight.stream.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An inventory in files that may change. What proves wrong later is logged, and the last good inventory stays.
 *
 * <p><i>Threading:</i> {@link #get} may be called from any thread; the files are looked at by a thread of their own.
 * <i>Lifetime:</i> from {@link #watch} to {@link #close}.
 */
public final class InventoryFiles implements Supplier<Inventory>, AutoCloseable {
    /** How often the files are looked at. */
    public static final Duration INTERVAL = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(InventoryFiles.class);

    private final List<Path> paths;
    private final ScheduledExecutorService thread;
    private volatile Inventory inventory;
    private Map<Path, FileTime> seen;

    private InventoryFiles(List<Path> paths) throws InventoryException {
        this.paths = List.copyOf(paths);
        seen = times();
        inventory = paths.isEmpty() ? Inventory.NONE : InventoryReader.read(paths);
        thread = paths.isEmpty()
                ? null
                : Executors.newSingleThreadScheduledExecutor(task -> {
                    Thread watcher = new Thread(task, "inventory");
                    watcher.setDaemon(true);
                    return watcher;
                });
    }

    /**
     * Reads the files, and from then on whenever they change.
     *
     * @param paths as for {@link InventoryReader#read}; empty for no inventory
     * @throws InventoryException when they are wrong now
     */
    public static InventoryFiles watch(List<Path> paths) throws InventoryException {
        InventoryFiles files = new InventoryFiles(paths);
        if (files.thread != null) {
            var unused = files.thread.scheduleWithFixedDelay(
                    files::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
        return files;
    }

    @Override
    public Inventory get() {
        return inventory;
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }

    /** Reads again what has changed since the last look. */
    void look() {
        Map<Path, FileTime> now = times();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            inventory = InventoryReader.read(paths);
            LOG.info("inventory read again: certificates={}", inventory.size());
        } catch (InventoryException e) {
            LOG.warn("the changed inventory is wrong, the one before stays: {}", e.getMessage());
        }
    }

    private Map<Path, FileTime> times() {
        Map<Path, FileTime> times = new TreeMap<>();
        for (Path path : paths) {
            try {
                for (Path file : InventoryReader.files(path)) {
                    times.put(file, Files.getLastModifiedTime(file));
                }
            } catch (NoSuchFileException e) {
                times.remove(path); // gone: that is a change, and reading says what is wrong
            } catch (IOException e) {
                LOG.warn("cannot look at the inventory: path={} error={}", path, e.toString());
            }
        }
        return times;
    }
}
