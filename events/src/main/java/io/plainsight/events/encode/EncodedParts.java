package io.plainsight.events.encode;

import java.util.Arrays;

/**
 * Parts of observations that many connections have in common, as the same instance, with their JSON: what a kind of client
 * offers, a server's certificates, how a handshake went. Thousands of connections repeat a few hundred of them.
 *
 * <p>A part is known by its instance alone, so looking for it costs nothing that depends on what is in it. It is kept when it
 * comes the second time, and gives way to another one when it was not asked for between two others that want its place.
 *
 * <p><b>Threading:</b> one thread. <b>Bounds:</b> {@value #SLOTS} parts, of which those of more than {@value #MAX_BYTES} bytes
 * are not kept: 8 MiB at most, and what the parts hold.
 */
final class EncodedParts {
    private static final int SLOT_BITS = 11;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int MAX_BYTES = 4096;

    private final Object[] parts = new Object[SLOTS];
    private final byte[][] encoded = new byte[SLOTS][];
    /** Whether a part was asked for since another one wanted its place. */
    private final boolean[] used = new boolean[SLOTS];

    /** The JSON of this very part, null when it is not known. */
    byte[] find(Object part) {
        int slot = slot(part);
        if (parts[slot] != part) {
            return null;
        }
        used[slot] = true;
        return encoded[slot];
    }

    /** Remembers what a part became that was not found. */
    void offer(Object part, byte[] bytes, int from, int to) {
        int slot = slot(part);
        if (parts[slot] == part) {
            if (to - from <= MAX_BYTES) {
                encoded[slot] = Arrays.copyOfRange(bytes, from, to);
            }
        } else if (used[slot]) {
            used[slot] = false;
        } else {
            parts[slot] = part;
            encoded[slot] = null;
        }
    }

    private static int slot(Object part) {
        return System.identityHashCode(part) * 0x9e37_79b9 >>> Integer.SIZE - SLOT_BITS;
    }
}
