package io.plainsight.sensor.spool;

/**
 * One message for a topic, as bytes. The arrays belong to whoever holds the entry and are never changed.
 *
 * @param topic at most {@value RecordFormat#MAX_NAME} bytes in UTF-8
 * @param key at most {@value RecordFormat#MAX_NAME} bytes
 * @param timestampMs the message's own time, milliseconds since the epoch
 */
public record Entry(String topic, byte[] key, byte[] value, long timestampMs) {
    /** What an entry takes beside its arrays, roughly. */
    private static final int OVERHEAD_BYTES = 96;

    /** Memory that this takes, roughly. */
    public int bytes() {
        return OVERHEAD_BYTES + key.length + value.length;
    }
}
