package io.plainsight.sensor.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a spool, oldest first: where the next one goes, and which one makes room.
 *
 * <p><b>Threading:</b> any; the lock is held while a batch is written, and while a segment that is dropped is counted, but never
 * while a disk is forced.
 */
final class SegmentQueue {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentQueue.class);
    private static final long RETRY_DISK_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_MEMORY_SEGMENT_BYTES = 1 << 20;
    private static final int MEMORY_SEGMENTS = 4;

    private final SpoolSettings settings;
    private final SpoolDirectory directory;
    private final SpoolListener listener;
    private final Spool.Files files;
    private final int memorySegmentBytes;
    private final Deque<Segment> segments = new ArrayDeque<>();
    /** The last segment, when it still takes records. */
    private Segment active;

    private long nextNumber;
    private boolean diskRefuses;
    private long retryAtNs;
    private boolean namesUnsynced;
    /** Up to where a reader has come. */
    private SpoolPosition read = SpoolPosition.START;

    /** @param lastNumber number of a segment that was used before and may be gone */
    SegmentQueue(
            SpoolSettings settings,
            SpoolDirectory directory,
            SpoolListener listener,
            Spool.Files files,
            long lastNumber)
            throws IOException {
        this.settings = settings;
        this.directory = directory;
        this.listener = listener;
        this.files = files;
        this.memorySegmentBytes =
                Math.max(1, Math.min(MAX_MEMORY_SEGMENT_BYTES, settings.memoryBytes() / MEMORY_SEGMENTS));
        FileSegment last = null;
        for (long number : directory.segments()) {
            last = FileSegment.open(number, directory.segment(number));
            segments.add(last);
        }
        if (last != null) {
            cut(last);
        }
        nextNumber = Math.max(lastNumber, last == null ? 0 : last.number()) + 1;
    }

    /** Takes off what was half written when the last run died. */
    private void cut(FileSegment last) throws IOException {
        RecordScanner scanner = new RecordScanner(last, 0);
        SpoolPosition end = scanner.position();
        while (scanner.next() != null) {
            end = scanner.position();
        }
        long torn = last.size() - end.offset();
        if (torn > 0) {
            last.truncate(end.offset());
            listener.onLost(LossReason.TORN, 1);
            LOG.warn("cut a half-written record off the spool: file={} bytes={}", last, torn);
        }
    }

    /** Appends whole records; never throws. */
    synchronized void append(ByteBuffer records, SpoolPosition acknowledged) {
        if (!records.hasRemaining()) {
            return;
        }
        if (mayTryDisk()) {
            try {
                makeRoom(true, records.remaining(), settings.limitBytes(), LossReason.SPOOL_FULL, acknowledged);
                file(records.remaining()).append(records);
                diskTakes();
                return;
            } catch (IOException e) {
                diskRefuses(e);
                records.rewind();
            }
        }
        try {
            makeRoom(false, records.remaining(), settings.memoryBytes(), LossReason.DISK, acknowledged);
            memory(records.remaining()).append(records);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private boolean mayTryDisk() {
        return !diskRefuses || System.nanoTime() - retryAtNs >= 0;
    }

    private Segment file(int bytes) throws IOException {
        if (active == null || !active.isFile() || active.size() + bytes > settings.segmentBytes()) {
            Segment made = files.create(nextNumber, directory.segment(nextNumber));
            namesUnsynced = true;
            begin(made);
        }
        return active;
    }

    private Segment memory(int bytes) {
        if (active == null || active.isFile() || active.size() + bytes > memorySegmentBytes) {
            begin(new HeapSegment(nextNumber));
        }
        return active;
    }

    private void begin(Segment segment) {
        nextNumber++;
        segments.add(segment);
        active = segment;
    }

    private void diskRefuses(IOException reason) {
        if (!diskRefuses) {
            LOG.error(
                    "spool directory {} cannot be written to, observations are held in memory until it can: {}",
                    directory.path(),
                    reason.toString());
        }
        diskRefuses = true;
        retryAtNs = System.nanoTime() + RETRY_DISK_NS;
        listener.onDiskFailure();
    }

    private void diskTakes() {
        if (diskRefuses) {
            diskRefuses = false;
            LOG.warn("spool directory {} can be written to again", directory.path());
        }
    }

    synchronized boolean hasRoom(int bytes) {
        // a disk that refused may refuse the next batch too, which must then fit into memory
        long limit = diskRefuses ? settings.memoryBytes() : settings.limitBytes();
        return segments.isEmpty() || bytes(!diskRefuses) + bytes <= limit;
    }

    /** Drops the oldest segments until there is room; the active one stays, since it is new. */
    private void makeRoom(boolean disk, int bytes, long limit, LossReason reason, SpoolPosition acknowledged) {
        while (segments.size() > 1 && bytes(disk) + bytes > limit) {
            Segment oldest = segments.removeFirst();
            long lost = countUnread(oldest, acknowledged);
            if (lost > 0) {
                listener.onLost(reason, lost);
            }
            delete(oldest);
        }
    }

    private long countUnread(Segment segment, SpoolPosition acknowledged) {
        SpoolPosition from = read.compareTo(acknowledged) > 0 ? read : acknowledged;
        if (from.segment() > segment.number()) {
            return 0;
        }
        RecordScanner scanner = new RecordScanner(segment, from.segment() == segment.number() ? from.offset() : 0);
        long count = 0;
        try {
            while (scanner.next() != null) {
                count++;
            }
        } catch (IOException e) {
            listener.onDiskFailure();
            LOG.warn("a spool segment that had to go could not be counted: {}", segment, e);
        }
        return count;
    }

    private long bytes(boolean disk) {
        long bytes = 0;
        for (Segment segment : segments) {
            bytes += segment.isFile() == disk ? segment.size() : 0;
        }
        return bytes;
    }

    synchronized long bytesAfter(SpoolPosition position) {
        long bytes = 0;
        for (Segment segment : segments) {
            if (segment.number() > position.segment()) {
                bytes += segment.size() - segment.dataStart();
            } else if (segment.number() == position.segment()) {
                bytes += segment.size() - Math.max(segment.dataStart(), position.offset());
            }
        }
        return bytes;
    }

    synchronized SpoolPosition end() {
        for (Iterator<Segment> newest = segments.descendingIterator(); newest.hasNext(); ) {
            Segment segment = newest.next();
            if (segment.size() > segment.dataStart()) {
                return new SpoolPosition(segment.number(), segment.size());
            }
        }
        return SpoolPosition.START;
    }

    synchronized long firstNumber() {
        Segment first = segments.peekFirst();
        return first == null ? nextNumber : first.number();
    }

    /** The first segment with this number or a higher one; null when there is none. */
    synchronized Segment from(long number) {
        for (Segment segment : segments) {
            if (segment.number() >= number) {
                return segment;
            }
        }
        return null;
    }

    /** Whether nothing will be appended to the segment any more. */
    synchronized boolean isSealed(Segment segment) {
        return segment != active;
    }

    /** Appends no more to the segment. */
    synchronized void seal(Segment segment) {
        if (segment == active) {
            active = null;
        }
    }

    /**
     * The reader has come so far. What it read of segments before the number returned does not count: they went meanwhile, and
     * those records were counted as lost.
     */
    synchronized long readTo(SpoolPosition position) {
        read = position;
        return firstNumber();
    }

    void removeBefore(long number) {
        List<Segment> removed = new ArrayList<>();
        synchronized (this) {
            while (!segments.isEmpty() && segments.peekFirst().number() < number) {
                Segment first = segments.removeFirst();
                seal(first);
                removed.add(first);
            }
        }
        removed.forEach(this::delete); // takes the kernel some time, for which nobody should wait
    }

    synchronized void clear() {
        while (!segments.isEmpty()) {
            delete(segments.removeFirst());
        }
        active = null;
    }

    private void delete(Segment segment) {
        try {
            segment.delete();
        } catch (IOException e) {
            listener.onDiskFailure();
            LOG.warn("a spool segment could not be deleted, delete it by hand: {}", segment, e);
        }
    }

    /** Forces all that was appended so far to the disk. Appending goes on meanwhile. */
    void sync() {
        List<Segment> all;
        boolean names;
        synchronized (this) {
            all = new ArrayList<>(segments);
            names = namesUnsynced;
            namesUnsynced = false;
        }
        try {
            for (Segment segment : all) {
                sync(segment);
            }
            if (names) {
                directory.sync();
            }
        } catch (IOException e) {
            listener.onDiskFailure();
            LOG.warn("spool could not be forced to the disk: directory={}", directory.path(), e);
        }
    }

    private static void sync(Segment segment) throws IOException {
        try {
            segment.sync();
        } catch (ClosedChannelException e) {
            LOG.debug("delivered and deleted meanwhile: {}", segment);
        }
    }

    synchronized void close() {
        for (Segment segment : segments) {
            try {
                segment.close();
            } catch (IOException e) {
                LOG.warn("a spool segment was not closed in order: {}", segment, e);
            }
        }
        active = null;
    }
}
