package io.plainsight.sensor.dissect;

import java.nio.ByteBuffer;

/**
 * How the bytes of a connection look that matched no protocol: spread as evenly as encrypted ones, or like text. Only a note
 * for a person: compressed data is as even, and neither look is ever a verdict.
 *
 * <p>The measure is Shannon's entropy of the bytes. A sample of n random bytes stays below 8 bits because n is small;
 * {@link #RANDOM_ENTROPY} holds what n random bytes have in the mean, and a sample counts as even when it is within
 * {@link #TOLERANCE} of that. Text in any encoding, base64 included (at most 6 bits), machine code and records are well
 * below.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> one histogram. <b>Bounds:</b> {@link #MAX_BYTES} and {@link #MAX_PIECES}.
 */
public final class ContentSample {
    /** What can be said of a sample. */
    public enum Look {
        ENCRYPTED,
        TEXT,
        NOTHING
    }

    /** More bytes would not change the answer. */
    public static final int MAX_BYTES = 1024;
    /** Segments or datagrams after which a trickle is judged by what there is. */
    public static final int MAX_PIECES = 16;

    private static final int MIN_BYTES_EVEN = 128;
    private static final int MIN_BYTES_TEXT = 16;
    /** Mean entropy in bits of 128, 256, 512 and 1024 random bytes, by simulation. */
    private static final double[] RANDOM_ENTROPY = {6.55, 7.17, 7.59, 7.81};

    private static final double TOLERANCE = 0.2;
    private static final double TEXT_SHARE = 0.95;

    private final short[] histogram = new short[256];
    private int bytes;
    private int pieces;

    /** Adds a segment's or datagram's bytes, as many as are still of use. */
    public void add(ByteBuffer buffer, int offset, int length) {
        pieces++;
        int count = Math.min(length, MAX_BYTES - bytes);
        for (int i = 0; i < count; i++) {
            histogram[buffer.get(offset + i) & 0xff]++;
        }
        bytes += count;
    }

    public boolean isFull() {
        return bytes == MAX_BYTES || pieces >= MAX_PIECES;
    }

    public Look look() {
        if (bytes >= MIN_BYTES_TEXT && textShare() >= TEXT_SHARE) {
            return Look.TEXT;
        }
        if (bytes < MIN_BYTES_EVEN) {
            return Look.NOTHING;
        }
        return entropy() >= randomEntropy() - TOLERANCE ? Look.ENCRYPTED : Look.NOTHING;
    }

    private double textShare() {
        int text = histogram['\t'] + histogram['\n'] + histogram['\r'];
        for (int b = ' '; b <= '~'; b++) {
            text += histogram[b];
        }
        return (double) text / bytes;
    }

    private double entropy() {
        double sum = 0;
        for (short count : histogram) {
            if (count > 0) {
                sum += count * Math.log(count);
            }
        }
        return (Math.log(bytes) - sum / bytes) / Math.log(2);
    }

    /** Linear between the table's powers of two, on a logarithmic scale. */
    private double randomEntropy() {
        double place = Math.log((double) bytes / MIN_BYTES_EVEN) / Math.log(2);
        int below = Math.min((int) place, RANDOM_ENTROPY.length - 2);
        double share = place - below;
        return RANDOM_ENTROPY[below] * (1 - share) + RANDOM_ENTROPY[below + 1] * share;
    }
}
