package io.plainsight.sensor.flow;

/**
 * Hash of a connection's key under a random secret, in some five nanoseconds.
 *
 * <p>The multilinear family {@code m + k1 x1 + k2 x2 + …} modulo 2^64 over 32-bit words with random 64-bit coefficients is
 * strongly universal in its upper half (Lemire and Kaser, "Strongly universal string hashing is fast", 2014, section 3):
 * whichever two keys somebody picks, they meet in one of 2^32 values with a chance of 1 in 2^32, as long as he does not know
 * the coefficients. That is all that is needed here: who sends packets past a passive sensor gets no answer from it, neither a
 * hash nor a time, from which he could learn them, so keys that collide can neither be computed nor searched for. A hash
 * that withstands questions, such as SipHash, costs five times as much.
 *
 * <p>A fixed bijection follows, since keys in arithmetic progression, as a scan makes them, would stay in one and crowd a
 * table with linear probing when a coefficient happens to be small.
 *
 * <p><b>Threading:</b> any.
 */
final class KeyedHash {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final long offset;
    private final long highA0;
    private final long highA1;
    private final long lowA0;
    private final long lowA1;
    private final long highB0;
    private final long highB1;
    private final long lowB0;
    private final long lowB1;
    private final long ports;
    private final long protocol;

    /** The coefficients are drawn from 128 random bits by SplitMix64, a half each for the odd and the even ones. */
    KeyedHash(long key0, long key1) {
        offset = draw(key0, 1);
        highA0 = draw(key1, 1);
        highA1 = draw(key0, 2);
        lowA0 = draw(key1, 2);
        lowA1 = draw(key0, 3);
        highB0 = draw(key1, 3);
        highB1 = draw(key0, 4);
        lowB0 = draw(key1, 4);
        lowB1 = draw(key0, 5);
        ports = draw(key1, 5);
        protocol = draw(key0, 6);
    }

    /**
     * The hash of a connection's key.
     *
     * @param portsAndProtocol port A in bits 24 to 39, port B in 8 to 23, protocol in 0 to 7
     */
    int of(long highA, long lowA, long highB, long lowB, long portsAndProtocol) {
        long sum = offset
                + lowA0 * (lowA & 0xffff_ffffL)
                + lowA1 * (lowA >>> 32)
                + lowB0 * (lowB & 0xffff_ffffL)
                + lowB1 * (lowB >>> 32)
                + ports * (portsAndProtocol >>> 8)
                + protocol * (portsAndProtocol & 0xff);
        if ((highA | highB) != 0) {
            sum += highA0 * (highA & 0xffff_ffffL)
                    + highA1 * (highA >>> 32)
                    + highB0 * (highB & 0xffff_ffffL)
                    + highB1 * (highB >>> 32);
        }
        return (int) (mix(sum) >>> 32);
    }

    private static long draw(long key, int number) {
        return mix(key + number * GOLDEN_GAMMA);
    }

    /** The output function of SplitMix64 (Steele, Lea and Flood, 2014): a bijection that spreads every bit. */
    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
