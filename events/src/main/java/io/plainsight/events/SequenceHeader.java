package io.plainsight.events;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Numbers the observations of one run of a sensor, so that one that is sent twice can be told from two.
 *
 * <p>A run takes a random number and counts its observations from 1. Within a partition the numbers of a run arrive in rising
 * order; one that is not above the highest seen was there before. A message without this header is nobody's repeat.
 *
 * @param run random, of 64 bits; another one at each start of a sensor
 * @param sequence 1 and up
 */
public record SequenceHeader(long run, long sequence) {
    /** The header's name; its value is the run and the sequence, 8 bytes each, big-endian. */
    public static final String NAME = "plainsight-sequence";

    private static final int BYTES = 2 * Long.BYTES;

    /** As a header of a message. */
    public Header header() {
        return new RecordHeader(
                NAME, ByteBuffer.allocate(BYTES).putLong(run).putLong(sequence).array());
    }

    /** The last one among {@code headers}; null when there is none, or none of the right length. */
    public static SequenceHeader of(Headers headers) {
        Header header = headers.lastHeader(NAME);
        if (header == null || header.value() == null || header.value().length != BYTES) {
            return null;
        }
        ByteBuffer value = ByteBuffer.wrap(header.value());
        return new SequenceHeader(value.getLong(), value.getLong());
    }
}
