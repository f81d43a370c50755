package io.plainsight.sensor.capture;

import java.util.Arrays;

/**
 * The interfaces that a section of a pcapng file has described so far, and the meaning of their time stamps
 * (draft-ietf-opsawg-pcapng section 4.2).
 *
 * <p><b>Bounds:</b> {@link #MAX_INTERFACES} a section; more make {@link #add} answer false.
 */
final class PcapngInterfaces {
    /** The obsolete packet block names its interface in 16 bits; no writer comes near. */
    static final int MAX_INTERFACES = 65_536;
    /** if_tsresol when the option is absent: 10^-6. */
    static final int DEFAULT_RESOLUTION = 6;

    private static final int BINARY_RESOLUTION = 0x80;
    private static final long NANOSECONDS_PER_SECOND = 1_000_000_000L;
    private static final int NANOSECOND_DIGITS = 9;
    /** 10^18 is the greatest power of ten in a long. */
    private static final int MAX_DECIMAL_DIGITS = NANOSECOND_DIGITS + 18;

    private int count;
    private int[] linkTypes = new int[4];
    private int[] snapLengths = new int[4];
    private int[] resolutions = new int[4];
    private long[] offsetsSeconds = new long[4];

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    /**
     * Takes the next interface.
     *
     * @param resolution the option if_tsresol, 0 to 255
     * @param offsetSeconds the option if_tsoffset
     * @return false when there are too many
     */
    boolean add(int linkType, int snapLength, int resolution, long offsetSeconds) {
        if (count == MAX_INTERFACES) {
            return false;
        }
        if (count == linkTypes.length) {
            linkTypes = Arrays.copyOf(linkTypes, 2 * count);
            snapLengths = Arrays.copyOf(snapLengths, 2 * count);
            resolutions = Arrays.copyOf(resolutions, 2 * count);
            offsetsSeconds = Arrays.copyOf(offsetsSeconds, 2 * count);
        }
        linkTypes[count] = linkType;
        snapLengths[count] = snapLength;
        resolutions[count] = resolution;
        offsetsSeconds[count] = offsetSeconds;
        count++;
        return true;
    }

    int linkType(int index) {
        return linkTypes[index];
    }

    /** 0 for no limit. */
    int snapLength(int index) {
        return snapLengths[index];
    }

    /** Nanoseconds since the Unix epoch for a time stamp of interface {@code index}. */
    long timestampNs(int index, long ticks) {
        return offsetsSeconds[index] * NANOSECONDS_PER_SECOND + nanoseconds(ticks, resolutions[index]);
    }

    static long nanoseconds(long ticks, int resolution) {
        if ((resolution & BINARY_RESOLUTION) != 0) {
            return binary(ticks, resolution & ~BINARY_RESOLUTION);
        }
        if (resolution <= NANOSECOND_DIGITS) {
            return ticks * powerOfTen(NANOSECOND_DIGITS - resolution);
        }
        // 64 bits of finer ticks than 10^-27 s do not make a nanosecond
        return resolution <= MAX_DECIMAL_DIGITS
                ? Long.divideUnsigned(ticks, powerOfTen(resolution - NANOSECOND_DIGITS))
                : 0;
    }

    private static long binary(long ticks, int bits) {
        if (bits == 0) {
            return ticks * NANOSECONDS_PER_SECOND;
        }
        long seconds = bits < Long.SIZE ? ticks >>> bits : 0;
        long fraction = bits < Long.SIZE ? ticks & ((1L << bits) - 1) : ticks;
        // the product below must not overflow: 32 bits of fraction and 30 bits of 10^9
        int excess = bits - Integer.SIZE;
        if (excess > 0) {
            fraction = excess < Long.SIZE ? fraction >>> excess : 0;
        }
        return seconds * NANOSECONDS_PER_SECOND + (fraction * NANOSECONDS_PER_SECOND >>> Math.min(bits, Integer.SIZE));
    }

    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
