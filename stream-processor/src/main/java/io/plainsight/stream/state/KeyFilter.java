package io.plainsight.stream.state;

import java.util.ArrayList;
import java.util.List;

/**
 * Which keys a store may hold, on the heap. Most keys that are asked for a first time were never there, and RocksDB takes
 * microseconds to say so even with filters of its own: they lie behind JNI, one for each file.
 *
 * <p>A Bloom filter whose bits for a key share a cache line (F. Putze, P. Sanders, J. Singler, "Cache-, Hash- and Space-Efficient
 * Bloom Filters", 2007). It says that a key is absent only if that key never came; one absent key in about a hundred is taken
 * for present, and so are those deleted, until a filter is made anew. When it is full, a layer of four times its size is put on
 * top: each layer has mistakes of its own, so they have to be few.
 *
 * <p><i>Threading:</i> one thread. <i>Memory:</i> 16 bits a key when full, at least 4 KiB once there is a key.
 */
final class KeyFilter {
    private static final int LINE_WORDS = 8;
    /** Of {@value #KEYS_PER_LINE} keys 512 bits: 16 for each. */
    private static final int KEYS_PER_LINE = 32;

    private static final int FIRST_LINES = 64;
    private static final int GROWTH = 4;
    private static final int MAX_LINES = 1 << 16;
    private static final int PROBES = 7;
    /** Six bits choose a bit of a word, three the word. */
    private static final int PROBE_BITS = 9;

    private final List<long[]> layers = new ArrayList<>();
    private int room;

    void add(String key) {
        long hash = hash(key);
        if (contains(hash)) {
            return; // it may be there, which is all that is to be remembered
        }
        if (room == 0) {
            int lines = layers.isEmpty() ? FIRST_LINES : GROWTH * layers.get(layers.size() - 1).length / LINE_WORDS;
            layers.add(new long[LINE_WORDS * Math.min(MAX_LINES, lines)]);
            room = KEYS_PER_LINE * Math.min(MAX_LINES, lines);
        }
        room--;
        long[] words = layers.get(layers.size() - 1);
        int line = line(hash, words);
        for (long probes = hash, i = 0; i < PROBES; i++, probes >>>= PROBE_BITS) {
            words[line + (int) (probes >>> 6 & 7)] |= 1L << (probes & 63);
        }
    }

    /** False when the key never came. */
    boolean mayContain(String key) {
        return contains(hash(key));
    }

    private boolean contains(long hash) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (contains(hash, layers.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(long hash, long[] words) {
        int line = line(hash, words);
        for (long probes = hash, i = 0; i < PROBES; i++, probes >>>= PROBE_BITS) {
            if ((words[line + (int) (probes >>> 6 & 7)] & 1L << (probes & 63)) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Where the key's line begins; layers are powers of two. Of other bits than the probes are made of. */
    private static int line(long hash, long[] words) {
        return (int) (mix(hash) & words.length / LINE_WORDS - 1) * LINE_WORDS;
    }

    /** Texts know their 32 bits already, and two keys in a million that share them do no harm. */
    private static long hash(String key) {
        return mix(key.hashCode());
    }

    /** The finaliser of SplitMix64: G. L. Steele, D. Lea, C. H. Flood, "Fast Splittable Pseudorandom Number Generators", 2014. */
    private static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
