package io.plainsight.stream.state;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many values the stores of a process may keep on the heap beyond what each of them may keep anyway. Whoever needs it takes
 * it, and gives it back when it forgets.
 *
 * <p><i>Threading:</i> any. <i>Bounds:</i> stores stop growing when nothing is left, so at most one value a store is held more.
 */
final class Room {
    /** For stores that keep what each may keep, and no more. */
    static final Room NONE = new Room(0);

    /** With the key and all that holds it in its place, of a small value; see {@link StateStores#manySmall}. */
    private static final int BYTES_OF_VALUE = 512;

    private static final int SHARE_OF_HEAP = 8;
    private static final Room OF_PROCESS = new Room(
            (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / BYTES_OF_VALUE));

    private final AtomicInteger left;

    Room(int values) {
        left = new AtomicInteger(values);
    }

    /** An eighth of the heap, for all stores of the process together. */
    static Room ofProcess() {
        return OF_PROCESS;
    }

    /** Whether there was room for one more. */
    boolean take() {
        if (left.get() <= 0) {
            return false;
        }
        if (left.decrementAndGet() < 0) {
            left.incrementAndGet();
            return false;
        }
        return true;
    }

    void giveBack(int values) {
        if (values > 0) {
            left.addAndGet(values);
        }
    }
}
