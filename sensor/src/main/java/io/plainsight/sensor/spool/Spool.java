package io.plainsight.sensor.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries on disk in the order of their arrival, until they are acknowledged. Bounded: when the limit is reached the oldest
 * segment goes, and what it held and nobody has read is counted.
 *
 * <p><i>Identity.</i> Each opening of a spool is a run with a random number of its own, and a run numbers its records from 1.
 * Run and sequence stay with a record for good, so whoever receives it twice can tell; a number is never given again, not
 * even when a power cut took records of which Kafka already knew.
 *
 * <p><i>Durability.</i> What {@link #append} has written survives the end of the process at any moment. {@link #syncIfBehind}
 * forces to the disk what has waited since its last call.
 *
 * <p><i>Disk failures.</i> While the disk refuses (full, broken), entries are held in memory within a budget of its own, in
 * the same order, and the disk is tried again every second; {@link #append} never throws.
 *
 * <p><b>Threading:</b> one thread appends and tidies, one reads ({@link SpoolReader}) and acknowledges, any asks.
 */
public final class Spool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final int MAX_BATCH_BYTES = 256 << 10;

    private final SpoolDirectory directory;
    private final PositionFile positionFile;
    private final SpoolListener listener;
    private final LongSupplier wallMs;
    private final SegmentQueue segments;
    private final long run = new SecureRandom().nextLong();
    private final long limitBytes;

    private final ByteBuffer batch;
    private long sequence;

    private volatile SpoolPosition acknowledged;
    private SpoolPosition persisted;
    /** The end as of the last call of {@link #syncIfBehind}. */
    private SpoolPosition endAtLastSync = SpoolPosition.START;

    /**
     * Opens a spool, with everything that earlier runs left in it.
     *
     * @throws SpoolException when the directory cannot be used, is used by another process, or holds a newer version's files
     */
    public static Spool open(SpoolSettings settings, SpoolListener listener) throws SpoolException {
        return open(settings, listener, System::currentTimeMillis, FileSegment::new);
    }

    /** Makes the file of a new segment. */
    @FunctionalInterface
    interface Files {
        Segment create(long number, Path file) throws IOException;
    }

    static Spool open(SpoolSettings settings, SpoolListener listener, LongSupplier wallMs, Files files)
            throws SpoolException {
        SpoolDirectory directory = SpoolDirectory.open(settings.directory());
        try {
            return new Spool(settings, directory, listener, wallMs, files);
        } catch (IOException e) {
            try {
                directory.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e instanceof SpoolException known
                    ? known
                    : new SpoolException(
                            "cannot read the spool directory " + settings.directory() + ": " + e
                                    + "; give this user its files, or another --spool",
                            e);
        }
    }

    private Spool(
            SpoolSettings settings, SpoolDirectory directory, SpoolListener listener, LongSupplier wallMs, Files files)
            throws IOException {
        this.directory = directory;
        this.listener = listener;
        this.wallMs = wallMs;
        this.limitBytes = settings.limitBytes();
        this.batch = ByteBuffer.allocate(Math.min(MAX_BATCH_BYTES, settings.segmentBytes()));
        this.positionFile = new PositionFile(directory.positionFile());
        this.acknowledged = positionFile.read();
        this.persisted = acknowledged;
        this.segments = new SegmentQueue(settings, directory, listener, files, acknowledged.segment());
        segments.removeBefore(acknowledged.segment());
    }

    /** Where it lies. */
    public Path path() {
        return directory.path();
    }

    public long limitBytes() {
        return limitBytes;
    }

    /**
     * Writes entries, all of them, wherever there is room. When this returns they survive the end of the process, unless the
     * disk refused them. An entry that no record can hold is lost and counted.
     */
    public void append(List<Entry> entries) {
        ByteBuffer out = batch.clear();
        long now = wallMs.getAsLong();
        for (Entry entry : entries) {
            int size = RecordFormat.sizeOf(entry);
            if (size < 0) {
                listener.onLost(LossReason.REFUSED, 1);
                continue;
            }
            if (size > out.remaining()) {
                segments.append(out.flip(), acknowledged);
                out = size <= batch.capacity() ? batch.clear() : ByteBuffer.allocate(size);
            }
            RecordFormat.write(entry, run, ++sequence, now, out);
        }
        segments.append(out.flip(), acknowledged);
    }

    /** Whether so many bytes of entries can be appended without anything being dropped. */
    public boolean hasRoom(int bytes) {
        return segments.hasRoom(bytes);
    }

    /** A reader from what is not acknowledged on; one at a time. */
    public SpoolReader reader() {
        segments.readTo(acknowledged);
        return new SpoolReader(segments, acknowledged, listener);
    }

    /** Everything before {@code position} is delivered; segments that lie before it are deleted. */
    public void acknowledge(SpoolPosition position) {
        if (position.compareTo(acknowledged) > 0) {
            acknowledged = position;
            segments.removeBefore(position.segment());
        }
    }

    /** Everything before it is delivered. */
    public SpoolPosition acknowledged() {
        return acknowledged;
    }

    /** The place behind everything that was appended. */
    public SpoolPosition end() {
        return segments.end();
    }

    /** Whether a record that ended there is gone, because its segment had to make room. */
    public boolean isGone(SpoolPosition end) {
        return end.segment() < segments.firstNumber();
    }

    /** Whether everything is acknowledged. */
    public boolean isDrained() {
        return acknowledged.compareTo(end()) >= 0;
    }

    /** Bytes that wait to be acknowledged, on disk and in memory. */
    public long waitingBytes() {
        return segments.bytesAfter(acknowledged);
    }

    /** Deletes what is delivered although its segment is not full, so that nothing lies around while nothing happens. */
    public void tidy() {
        if (isDrained()) {
            segments.clear();
        }
    }

    /** Writes the acknowledged position where it has changed. To be called a few times a second, from one thread. */
    public void persist() {
        SpoolPosition position = acknowledged;
        if (position.equals(persisted)) {
            return;
        }
        try {
            positionFile.write(position);
            persisted = position;
        } catch (IOException e) {
            listener.onDiskFailure(); // the next call tries again; until then a crash would let more be sent twice
            LOG.debug("spool position was not written", e);
        }
    }

    /**
     * Forces everything to the disk when something of before the last call is still not acknowledged: while Kafka is well,
     * nothing ever is, and the disk is spared. To be called once per sync interval, from one thread; may take long.
     */
    public void syncIfBehind() {
        if (acknowledged.compareTo(endAtLastSync) < 0) {
            segments.sync();
        }
        endAtLastSync = end();
    }

    /** Leaves what is not acknowledged to the next run, on the disk for certain; deletes everything when nothing is. */
    @Override
    public void close() {
        tidy();
        persist();
        segments.sync();
        segments.close();
        try {
            directory.close();
        } catch (IOException e) {
            LOG.warn("spool directory was not released in order: directory={}", path(), e);
        }
    }
}
