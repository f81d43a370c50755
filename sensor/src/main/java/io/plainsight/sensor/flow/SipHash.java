package io.plainsight.sensor.flow;

/**
 * SipHash (Aumasson and Bernstein, 2012) over whole 64-bit words with 1 compression and 3 finalisation rounds, as Rust's
 * hash maps use it: keyed, so that nobody outside can make connections that collide, and about 20 ns for a connection's key.
 */
final class SipHash {
    private final long key0;
    private final long key1;
    private final int compressionRounds;
    private final int finalRounds;

    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private int words;

    SipHash(long key0, long key1) {
        this(key0, key1, 1, 3);
    }

    SipHash(long key0, long key1, int compressionRounds, int finalRounds) {
        this.key0 = key0;
        this.key1 = key1;
        this.compressionRounds = compressionRounds;
        this.finalRounds = finalRounds;
    }

    SipHash begin() {
        v0 = key0 ^ 0x736f6d6570736575L;
        v1 = key1 ^ 0x646f72616e646f6dL;
        v2 = key0 ^ 0x6c7967656e657261L;
        v3 = key1 ^ 0x7465646279746573L;
        words = 0;
        return this;
    }

    /** @param word eight bytes of the message, the first in the lowest bits */
    SipHash add(long word) {
        words++;
        v3 ^= word;
        rounds(compressionRounds);
        v0 ^= word;
        return this;
    }

    long end() {
        long last = words * 8L << 56;
        add(last);
        v2 ^= 0xff;
        rounds(finalRounds);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void rounds(int count) {
        long a = v0;
        long b = v1;
        long c = v2;
        long d = v3;
        for (int i = 0; i < count; i++) {
            a += b;
            c += d;
            b = Long.rotateLeft(b, 13) ^ a;
            d = Long.rotateLeft(d, 16) ^ c;
            a = Long.rotateLeft(a, 32);
            c += b;
            a += d;
            b = Long.rotateLeft(b, 17) ^ c;
            d = Long.rotateLeft(d, 21) ^ a;
            c = Long.rotateLeft(c, 32);
        }
        v0 = a;
        v1 = b;
        v2 = c;
        v3 = d;
    }
}
