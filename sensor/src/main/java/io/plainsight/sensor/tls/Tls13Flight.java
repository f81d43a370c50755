package io.plainsight.sensor.tls;

import java.util.Arrays;
import java.util.List;

/**
 * Lengths of the first encrypted records of one side behind a TLS 1.3 ServerHello, from which {@link Tls13ClientAuth} tells
 * what was in them.
 *
 * <p><b>Memory:</b> one small array. <b>Bounds:</b> {@link #MAX_RECORDS}; later records are counted as {@link #overflowed}.
 */
final class Tls13Flight {
    /** A flight has at most five messages; the rest is room for a certificate of several records, or for data behind it. */
    static final int MAX_RECORDS = 8;

    private final int[] lengths = new int[MAX_RECORDS];
    private int count;
    private boolean overflowed;

    void add(int length) {
        if (count < MAX_RECORDS) {
            lengths[count++] = length;
        } else {
            overflowed = true;
        }
    }

    /** Records kept, 0 to {@link #MAX_RECORDS}. */
    int count() {
        return count;
    }

    /** Bytes of record {@code index}, any number, as the record's header gives them; -1 where there is none. */
    int length(int index) {
        return index >= 0 && index < count ? lengths[index] : -1;
    }

    /** All that are kept, in their order; null where there are none. */
    List<Integer> lengths() {
        return count == 0 ? null : Arrays.stream(lengths, 0, count).boxed().toList();
    }

    /** Whether there were more records than are kept. */
    boolean overflowed() {
        return overflowed;
    }
}
