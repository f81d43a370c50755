package io.plainsight.sensor.tls.fingerprint;

import java.util.Arrays;

/**
 * Fingerprints made lately, by what they are made of: clients and servers of one make say the same again and again, and a look
 * here costs a tenth of a hash.
 *
 * <p>Each has two places. What was found goes to the first, what is new into the second: a client that shuffles its extensions,
 * as Chrome does, and so is new each time, cannot push out those that come often.
 *
 * <p><b>Threading:</b> one thread. <b>Bounds:</b> {@link #PLACES} fingerprints of at most {@link #MAX_EXTENSIONS} extensions;
 * others are not kept.
 */
final class KnownFingerprints {
    private static final int PLACES = 512;
    /** Real hellos have fewer than 30. */
    private static final int MAX_EXTENSIONS = 64;

    private record Known(
            int hash, int first, int second, Object a, Object b, Object c, int[] extensions, String fingerprint) {
        boolean is(int first, int second, Object a, Object b, Object c, int[] extensions, int count) {
            return this.first == first
                    && this.second == second
                    && this.a.equals(a)
                    && this.b.equals(b)
                    && this.c.equals(c)
                    && Arrays.equals(this.extensions, 0, this.extensions.length, extensions, 0, count);
        }
    }

    private final Known[] places = new Known[PLACES];

    /** The fingerprint of these parts; null when it is not known. */
    String find(int first, int second, Object a, Object b, Object c, int[] extensions, int count) {
        int hash = hash(first, second, a, b, c, extensions, count);
        int place = hash & PLACES - 2;
        Known known = places[place];
        if (known != null && known.hash == hash && known.is(first, second, a, b, c, extensions, count)) {
            return known.fingerprint;
        }
        Known newer = places[place + 1];
        if (newer != null && newer.hash == hash && newer.is(first, second, a, b, c, extensions, count)) {
            places[place] = newer;
            places[place + 1] = known;
            return newer.fingerprint;
        }
        return null;
    }

    /** Keeps it, if it is short enough. @return the fingerprint */
    String keep(int first, int second, Object a, Object b, Object c, int[] extensions, int count, String fingerprint) {
        if (count <= MAX_EXTENSIONS) {
            int hash = hash(first, second, a, b, c, extensions, count);
            int place = hash & PLACES - 2;
            int[] own = Arrays.copyOf(extensions, count);
            places[places[place] == null ? place : place + 1] =
                    new Known(hash, first, second, a, b, c, own, fingerprint);
        }
        return fingerprint;
    }

    private static int hash(int first, int second, Object a, Object b, Object c, int[] extensions, int count) {
        int hash = ((first * 31 + second) * 31 + a.hashCode()) * 31 + b.hashCode();
        hash = hash * 31 + c.hashCode();
        for (int i = 0; i < count; i++) {
            hash = hash * 31 + extensions[i];
        }
        hash *= 0x9E3779B9; // Fibonacci hashing: the low bits of a sum of products say little
        return hash ^ hash >>> 15;
    }
}
