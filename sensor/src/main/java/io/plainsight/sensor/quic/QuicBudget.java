package io.plainsight.sensor.quic;

/**
 * What all connections together may cost: decryptions of Initial packets per second of packet time, and bytes of CRYPTO
 * frames that wait for others. Without it a flood of spoofed Initials would cost what a server spends on them, at the
 * sensor's expense.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> a few numbers.
 */
final class QuicBudget {
    /** About a third of a processor: deriving keys and opening one packet takes some 30 microseconds. */
    static final int DECRYPTIONS_PER_SECOND = 10_000;

    static final long MAX_HELD_BYTES = 32L * 1024 * 1024;

    private static final long SECOND_NS = 1_000_000_000L;

    private long windowStartNs = Long.MIN_VALUE;
    private int spent;
    private long held;

    /** Takes one decryption of the second that {@code timestampNs} lies in; false when they are used up. */
    boolean takeDecryption(long timestampNs) {
        long elapsed = timestampNs - windowStartNs;
        if (windowStartNs == Long.MIN_VALUE || elapsed >= SECOND_NS || elapsed <= -SECOND_NS) {
            windowStartNs = timestampNs;
            spent = 0;
        }
        if (spent >= DECRYPTIONS_PER_SECOND) {
            return false;
        }
        spent++;
        return true;
    }

    /** Asks for memory. */
    boolean hold(int bytes) {
        if (held + bytes > MAX_HELD_BYTES) {
            return false;
        }
        held += bytes;
        return true;
    }

    void giveBack(int bytes) {
        held -= bytes;
    }

    /** Bytes held now. */
    long held() {
        return held;
    }
}
