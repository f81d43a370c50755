package io.plainsight.sensor.frame;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Ascii;

/** Printable fields that a zero ends, as rlogin, rsh and rexec have them. */
public final class Fields {
    /** What {@link #end} returns while the zero is not there. */
    public static final int INCOMPLETE = -1;
    /** What {@link #end} returns when a byte cannot be, or the field is too long. */
    public static final int INVALID = -2;

    private Fields() {}

    /** Offset of the zero that ends the field at {@code from}; {@link #INCOMPLETE} or {@link #INVALID}. */
    public static int end(ByteCursor in, int from, int maxLength) {
        for (int at = from; at <= from + maxLength; at++) {
            int b = in.peek(at);
            if (b < 0) {
                return INCOMPLETE;
            }
            if (b == 0) {
                return at;
            }
            if (!Ascii.isPrintable(b)) {
                return INVALID;
            }
        }
        return INVALID;
    }
}
