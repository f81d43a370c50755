package io.plainsight.events.encode;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Lists of texts that come again and again (cipher suites, groups, clauses of standards), with their JSON.
 *
 * <p>A list takes the place that its length and three of its elements give it. The same instance is known at once, an equal
 * one after a look at its elements, which is quick where they are the same instances. What is kept is immutable, so a list
 * that changes is no longer equal. A list is kept when it comes the second time, so that those that come once cost nothing.
 *
 * <p><b>Threading:</b> one thread. <b>Bounds:</b> {@value #SLOTS} lists of at most {@value #MAX_BYTES} bytes; a newer one
 * takes its place from an older one.
 */
final class EncodedLists {
    private static final int SLOTS = 256;
    private static final int MAX_BYTES = 4096;

    private final int[] seen = new int[SLOTS];
    private final Object[] lists = new Object[SLOTS];
    private final byte[][] encoded = new byte[SLOTS][];

    /** The JSON of an equal list, null when there is none. */
    byte[] find(List<?> list) {
        if (list.size() < 2) {
            return null; // written as fast as found
        }
        int slot = slot(hash(list));
        Object known = lists[slot];
        return known != null && (known == list || equal((List<?>) known, list)) ? encoded[slot] : null;
    }

    /** Remembers what a list became, if that is worth it. */
    void offer(List<?> list, byte[] bytes, int from, int to) {
        if (list.size() < 2 || to - from > MAX_BYTES) {
            return;
        }
        int hash = hash(list);
        int slot = slot(hash);
        if (seen[slot] != hash) {
            seen[slot] = hash;
        } else if (hasNoNull(list)) {
            lists[slot] = List.copyOf(list); // the same instance where that is immutable already
            encoded[slot] = Arrays.copyOfRange(bytes, from, to);
        }
    }

    private static boolean equal(List<?> known, List<?> list) {
        int size = list.size();
        if (known.size() != size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (!known.get(i).equals(list.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasNoNull(List<?> list) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) == null) {
                return false;
            }
        }
        return true;
    }

    private static int hash(List<?> list) {
        int size = list.size();
        int hash = size;
        hash = 31 * hash + Objects.hashCode(list.get(0));
        hash = 31 * hash + Objects.hashCode(list.get(size >> 1));
        hash = 31 * hash + Objects.hashCode(list.get(size - 1));
        return hash;
    }

    private static int slot(int hash) {
        return hash * 0x9e37_79b9 >>> 24;
    }
}
