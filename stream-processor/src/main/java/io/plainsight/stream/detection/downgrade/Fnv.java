package io.plainsight.stream.detection.downgrade;

import java.util.List;

/** 64-bit FNV-1a over texts: cheap, and the same in every process and on every run. Tells things apart, protects nothing. */
final class Fnv {
    static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Fnv() {}

    static long of(String text) {
        return with(BASIS, text);
    }

    /** By the hash of {@link String#hashCode}, which the language specifies and strings keep. */
    static long with(long hash, String text) {
        int code = text.hashCode();
        long next = hash;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            next = (next ^ (code >>> shift & 0xff)) * PRIME;
        }
        return (next ^ text.length()) * PRIME;
    }

    /** Absent lists count as empty; their ends are told apart. */
    static long with(long hash, List<String> texts) {
        long next = hash;
        if (texts != null) {
            for (String text : texts) {
                next = with(next, text);
            }
        }
        return (next ^ 0x1ff) * PRIME;
    }
}
