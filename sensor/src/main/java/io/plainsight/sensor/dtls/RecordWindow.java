package io.plainsight.sensor.dtls;

/**
 * Whether clear records of one side are missing in sight of the sensor, by their sequence numbers. A resumed handshake is
 * recognised by what the server does not send, so it is believed only where nothing was lost.
 *
 * <p><b>Memory:</b> two numbers. <b>Bounds:</b> {@value #SIZE} records; more are taken for a loss.
 */
final class RecordWindow {
    private static final int SIZE = 63;

    private long first = -1;
    private long seen;
    private boolean exceeded;

    /** Counts from the record with {@code sequenceNumber} on; later calls change nothing. */
    void begin(long sequenceNumber) {
        if (first < 0) {
            first = sequenceNumber;
        }
    }

    void add(long sequenceNumber) {
        if (first >= 0 && sequenceNumber >= first) {
            long distance = sequenceNumber - first;
            if (distance < SIZE) {
                seen |= 1L << distance;
            } else {
                exceeded = true;
            }
        }
    }

    /** Whether one is missing between the first and the last. */
    boolean hasHole() {
        return exceeded || (seen & seen + 1) != 0;
    }
}
