package io.plainsight.sensor.spool;

/**
 * A place between two records.
 *
 * @param segment number of the segment; numbers rise and are never used again
 * @param offset bytes from the segment's beginning
 */
public record SpoolPosition(long segment, long offset) implements Comparable<SpoolPosition> {
    static final SpoolPosition START = new SpoolPosition(0, 0);

    @Override
    public int compareTo(SpoolPosition other) {
        int bySegment = Long.compare(segment, other.segment);
        return bySegment != 0 ? bySegment : Long.compare(offset, other.offset);
    }
}
