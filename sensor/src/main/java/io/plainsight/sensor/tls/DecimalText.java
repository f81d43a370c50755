package io.plainsight.sensor.tls;

import java.util.Arrays;

/**
 * Code points in decimal digits, as ASCII bytes.
 *
 * <p><b>Threading:</b> any.
 */
public final class DecimalText {
    /** Digits of the largest code point. */
    public static final int MAX_DIGITS = 5;

    private DecimalText() {}

    /** The values joined by {@code -}. */
    static byte[] of(int[] values) {
        byte[] text = new byte[values.length * (MAX_DIGITS + 1)];
        int end = 0;
        for (int value : values) {
            if (end > 0) {
                text[end++] = '-';
            }
            end = put(text, end, value);
        }
        return Arrays.copyOf(text, end);
    }

    /**
     * Writes {@code value} at {@code at}, where there is room for {@link #MAX_DIGITS}.
     *
     * @param value 0 to 65535
     * @return the place behind its last digit
     */
    public static int put(byte[] text, int at, int value) {
        int digits = value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : value < 10_000 ? 4 : MAX_DIGITS;
        int rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits;
    }
}
