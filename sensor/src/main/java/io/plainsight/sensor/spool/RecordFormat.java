package io.plainsight.sensor.spool;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A record's bytes, big-endian:
 *
 * <pre>
 *  0      4      8       12    20         28          36            44     46    48
 *  +------+------+-------+-----+----------+-----------+-------------+------+-----+-------+-----+-------+
 *  | mark | crc  | body  | run | sequence | spooledMs | timestampMs | topic| key | topic | key | value |
 *  |      | 32C  | bytes |     |          |           |             | bytes|bytes|       |     |       |
 *  +------+------+-------+-----+----------+-----------+-------------+------+-----+-------+-----+-------+
 *                |&lt;------------------------ covered by the checksum ---------------------------------&gt;|
 * </pre>
 *
 * <p>A reader that has lost its place looks for the mark. None of its bytes occurs in UTF-8, so no text that somebody sent
 * over the wire, and that now stands in an observation, can pass for a record's beginning.
 */
final class RecordFormat {
    static final int HEADER_BYTES = 48;
    /** Longest body; larger than what a broker takes by default (1 MiB) and than any observation. */
    static final int MAX_BODY_BYTES = 8 << 20;
    /** Longest topic and key; Kafka's topics have at most 249 bytes, keys are addresses. */
    static final int MAX_NAME = 4096;

    private static final byte[] MARK = {(byte) 0xFF, (byte) 0xC0, (byte) 0xFE, (byte) 0xF8};
    private static final int CRC_OFFSET = 4;
    private static final int BODY_LENGTH_OFFSET = 8;
    private static final int RUN_OFFSET = 12;
    private static final int SEQUENCE_OFFSET = 20;
    private static final int SPOOLED_OFFSET = 28;
    private static final int TIMESTAMP_OFFSET = 36;
    private static final int TOPIC_LENGTH_OFFSET = 44;
    private static final int KEY_LENGTH_OFFSET = 46;

    private RecordFormat() {}

    /** Bytes that the entry takes, or -1 when it is too large for any record. */
    static int sizeOf(Entry entry) {
        int topic = entry.topic().getBytes(StandardCharsets.UTF_8).length;
        long body = (long) topic + entry.key().length + entry.value().length;
        boolean fits = body <= MAX_BODY_BYTES && topic <= MAX_NAME && entry.key().length <= MAX_NAME;
        return fits ? HEADER_BYTES + (int) body : -1;
    }

    /** Appends a record to {@code out}, a heap buffer that has room for it. */
    static void write(Entry entry, long run, long sequence, long spooledMs, ByteBuffer out) {
        int start = out.position();
        byte[] topic = entry.topic().getBytes(StandardCharsets.UTF_8);
        out.put(MARK)
                .putInt(0)
                .putInt(topic.length + entry.key().length + entry.value().length)
                .putLong(run)
                .putLong(sequence)
                .putLong(spooledMs)
                .putLong(entry.timestampMs())
                .putShort((short) topic.length)
                .putShort((short) entry.key().length)
                .put(topic)
                .put(entry.key())
                .put(entry.value());
        int size = out.position() - start;
        out.putInt(start + CRC_OFFSET, checksum(out.array(), out.arrayOffset() + start, size));
    }

    /** The size of the record that claims to begin at {@code at}, header included; -1 when none does. */
    static int claimedSize(byte[] bytes, int at) {
        if (!Arrays.equals(bytes, at, at + MARK.length, MARK, 0, MARK.length)) {
            return -1;
        }
        ByteBuffer in = view(bytes);
        int body = in.getInt(at + BODY_LENGTH_OFFSET);
        int topic = Short.toUnsignedInt(in.getShort(at + TOPIC_LENGTH_OFFSET));
        int key = Short.toUnsignedInt(in.getShort(at + KEY_LENGTH_OFFSET));
        boolean plausible = body >= 0 && body <= MAX_BODY_BYTES && topic <= MAX_NAME && key <= MAX_NAME;
        return plausible && topic + key <= body ? HEADER_BYTES + body : -1;
    }

    static boolean isIntact(byte[] bytes, int at, int size) {
        return view(bytes).getInt(at + CRC_OFFSET) == checksum(bytes, at, size);
    }

    /** Reads a record that is intact. */
    static SpooledRecord read(byte[] bytes, int at, int size, SpoolPosition end) {
        ByteBuffer in = view(bytes);
        int topicAt = at + HEADER_BYTES;
        int keyAt = topicAt + Short.toUnsignedInt(in.getShort(at + TOPIC_LENGTH_OFFSET));
        int valueAt = keyAt + Short.toUnsignedInt(in.getShort(at + KEY_LENGTH_OFFSET));
        Entry entry = new Entry(
                new String(bytes, topicAt, keyAt - topicAt, StandardCharsets.UTF_8),
                Arrays.copyOfRange(bytes, keyAt, valueAt),
                Arrays.copyOfRange(bytes, valueAt, at + size),
                in.getLong(at + TIMESTAMP_OFFSET));
        return new SpooledRecord(
                in.getLong(at + RUN_OFFSET),
                in.getLong(at + SEQUENCE_OFFSET),
                in.getLong(at + SPOOLED_OFFSET),
                entry,
                end);
    }

    /** The next place from {@code from} on where a record may begin; {@code to} when there is none. */
    static int nextMark(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            int known = Math.min(MARK.length, to - at);
            if (Arrays.equals(bytes, at, at + known, MARK, 0, known)) {
                return at;
            }
        }
        return to;
    }

    private static int checksum(byte[] bytes, int at, int size) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at + BODY_LENGTH_OFFSET, size - BODY_LENGTH_OFFSET);
        return (int) crc.getValue();
    }

    private static ByteBuffer view(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
    }
}
