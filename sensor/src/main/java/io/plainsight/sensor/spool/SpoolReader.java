package io.plainsight.sensor.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a spool in order, up to its growing end. Damage is passed over and counted: by the gap that it leaves in the
 * sequence, or as one where there is nothing to compare with.
 *
 * <p><b>Threading:</b> one thread.
 */
public final class SpoolReader {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolReader.class);

    private final SegmentQueue segments;
    private final SpoolListener listener;
    private RecordScanner scanner;
    private SpoolPosition position;
    private boolean known;
    private long run;
    private long sequence;
    /** Whether bytes were passed over since the last record. */
    private boolean damaged;

    SpoolReader(SegmentQueue segments, SpoolPosition from, SpoolListener listener) {
        this.segments = segments;
        this.listener = listener;
        this.position = from;
    }

    /** Where the next record is looked for: all before it was given, or is not there any more. */
    public SpoolPosition position() {
        return position;
    }

    /** The next records; empty when there are none at this moment. */
    public List<SpooledRecord> next(int most) {
        while (true) {
            List<SpooledRecord> records = read(most);
            long first = segments.readTo(position);
            if (!records.removeIf(record -> record.end().segment() < first)) {
                return records;
            }
            known = false;
            if (!records.isEmpty()) {
                return records;
            }
        }
    }

    private List<SpooledRecord> read(int most) {
        List<SpooledRecord> records = new ArrayList<>();
        while (records.size() < most) {
            SpooledRecord next = next();
            if (next == null) {
                break;
            }
            records.add(next);
        }
        return records;
    }

    private SpooledRecord next() {
        while (true) {
            if (scanner == null && !open()) {
                return null;
            }
            // asked first: what was appended before the segment was sealed is then read
            boolean sealed = segments.isSealed(scanner.segment());
            SpooledRecord next = scan();
            if (next != null) {
                count(next);
                return next;
            }
            if (scanner != null && !sealed) {
                return null;
            }
            if (scanner != null) {
                leave();
            }
        }
    }

    /** Opens the segment at the position, or the next one that is there. */
    private boolean open() {
        Segment segment = segments.from(position.segment());
        if (segment == null) {
            return false;
        }
        if (segment.number() > position.segment()) {
            position = new SpoolPosition(segment.number(), 0);
        }
        scanner = new RecordScanner(segment, position.offset());
        return true;
    }

    private SpooledRecord scan() {
        long skippedBefore = scanner.skippedBytes();
        try {
            SpooledRecord next = scanner.next();
            if (scanner.skippedBytes() > skippedBefore) {
                damaged = true;
                LOG.warn(
                        "spool is damaged, passed over {} bytes before {} of {}",
                        scanner.skippedBytes() - skippedBefore,
                        scanner.position().offset(),
                        scanner.segment());
            }
            position = scanner.position();
            return next;
        } catch (IOException e) {
            if (segments.firstNumber() <= scanner.segment().number()) {
                damaged = true;
                listener.onDiskFailure();
                segments.seal(scanner.segment()); // what comes next must not follow what is passed over
                LOG.error("a spool segment cannot be read, its rest is passed over: {}", scanner.segment(), e);
            }
            leave();
            return null;
        }
    }

    private void leave() {
        long number = scanner.segment().number();
        if (segments.firstNumber() > number) {
            known = false; // it was delivered, or had to make room and was counted then, and others behind it too
        }
        position = new SpoolPosition(number + 1, 0);
        scanner = null;
    }

    private void count(SpooledRecord next) {
        boolean comparable = known && run == next.run();
        long missing = comparable ? next.sequence() - sequence - 1 : damaged ? 1 : 0;
        if (missing > 0) {
            listener.onLost(LossReason.CORRUPT, missing);
        }
        known = true;
        run = next.run();
        sequence = next.sequence();
        damaged = false;
    }
}
