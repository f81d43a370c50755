package io.plainsight.sensor.metrics;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Frames of types that the decoder does not know, by the type's value, so that an operator sees what the sensor is blind to.
 *
 * <p><b>Threading:</b> one thread writes, any reads. <b>Memory:</b> allocated once. <b>Bounds:</b> the first {@link #CAPACITY}
 * values are told apart, all further ones are counted together: what arrives is not ours to choose.
 */
public final class UnknownTypes {
    public static final int CAPACITY = 64;
    /** A value that no type has. */
    private static final int FREE = -1;

    private final AtomicIntegerArray values = new AtomicIntegerArray(CAPACITY);
    /** The last one counts what found no place. */
    private final AtomicLongArray counts = new AtomicLongArray(CAPACITY + 1);

    public UnknownTypes() {
        for (int i = 0; i < CAPACITY; i++) {
            values.setPlain(i, FREE);
        }
    }

    /** Hears of each value that has a count. */
    public interface Reader {
        void onType(int value, long count);
    }

    /** Counts a frame; {@code value} is 0 or more. */
    public void count(int value) {
        int place = 0;
        while (place < CAPACITY && values.getPlain(place) != value) {
            if (values.getPlain(place) == FREE) {
                values.setRelease(place, value);
                break;
            }
            place++;
        }
        counts.lazySet(place, counts.getPlain(place) + 1);
    }

    public void forEach(Reader reader) {
        for (int place = 0; place < CAPACITY; place++) {
            int value = values.getAcquire(place);
            if (value == FREE) {
                return;
            }
            reader.onType(value, counts.get(place));
        }
    }

    /** Frames of values that found no place. */
    public long others() {
        return counts.get(CAPACITY);
    }
}
