package io.plainsight.events.encode;

import java.nio.charset.StandardCharsets;

/**
 * Numbers in JSON. Fractions are few (they say how sure something is), so their text is made once.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> the texts of {@value #SLOTS} fractions.
 */
final class NumberText {
    /** Of {@link Long#MIN_VALUE}. */
    static final int MAX_LENGTH = 20;

    private static final int SLOTS = 16;

    private final long[] fractions = new long[SLOTS];
    private final byte[][] texts = new byte[SLOTS][];

    /** @return where the number ends; {@value #MAX_LENGTH} bytes must be free */
    static int write(long value, byte[] to, int from) {
        if (value < 0) {
            if (value == Long.MIN_VALUE) {
                String text = Long.toString(value);
                AsciiText.copy(text, text.length(), to, from);
                return from + text.length();
            }
            to[from] = '-';
            return write(-value, to, from + 1);
        }
        int end = from + 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            end++;
        }
        int at = end;
        long rest = value;
        do {
            long tenth = rest / 10;
            to[--at] = (byte) ('0' + (rest - 10 * tenth));
            rest = tenth;
        } while (rest > 0);
        return end;
    }

    /** A fraction with a comma after it; what is no number goes as text. */
    byte[] of(double fraction) {
        long bits = Double.doubleToRawLongBits(fraction);
        int slot = (int) ((bits * 0x9e37_79b9_7f4a_7c15L) >>> 60);
        byte[] text = texts[slot];
        if (text == null || fractions[slot] != bits) {
            String number = Double.toString(fraction);
            text = (Double.isFinite(fraction) ? number + ',' : '"' + number + "\",")
                    .getBytes(StandardCharsets.US_ASCII);
            texts[slot] = text;
            fractions[slot] = bits;
        }
        return text;
    }
}
