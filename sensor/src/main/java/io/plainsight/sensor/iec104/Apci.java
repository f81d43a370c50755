package io.plainsight.sensor.iec104;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.Peek;

/**
 * The control information of IEC 60870-5-104 (section 5) and the head of what it carries.
 *
 * <pre>
 *  68 | Length (8) | I: N(S) (15) 0, N(R) (15) 0 | type (8), qualifier (8), cause (6) ...
 *                  | S: 01 00, N(R) (15) 0
 *                  | U: function (8), 00 00 00
 * </pre>
 */
final class Apci {
    static final int HEADER_LENGTH = 6;

    private static final int START = 0x68;
    private static final int MIN_LENGTH = 4;
    private static final int MAX_LENGTH = 253;
    /** Type, qualifier, cause, originator, common address. */
    private static final int MIN_ASDU = 10;

    private Apci() {}

    /** Whether this may be a frame, as far as the bytes go. */
    static boolean mayBe(ByteCursor in) {
        int length = in.peek(1);
        int control = in.peek(2);
        if (!Peek.may(in, 0, START) || length >= 0 && (length < MIN_LENGTH || length > MAX_LENGTH)) {
            return false;
        }
        if (control < 0) {
            return true;
        }
        boolean even = in.peek(4) < 0 || (in.peek(4) & 1) == 0;
        if ((control & 1) == 0) {
            return even && length >= MIN_ASDU && mayBeAsdu(in);
        }
        if ((control & 3) == 1) {
            return control == 1 && length == MIN_LENGTH && Peek.may(in, 3, 0) && even;
        }
        return length == MIN_LENGTH && isFunction(control) && Peek.mayBeZero(in, 3, 3);
    }

    /** Of the whole frame, bytes; {@link Peek#NONE} while the length is not there. */
    static int length(ByteCursor in) {
        return in.peek(1) < 0 ? Peek.NONE : 2 + in.peek(1);
    }

    static boolean isUnnumbered(ByteCursor in) {
        return (in.peek(2) & 3) == 3;
    }

    static boolean carriesData(ByteCursor in) {
        return (in.peek(2) & 1) == 0;
    }

    /** STARTDT, STOPDT and TESTFR, each to act or as a confirmation. */
    private static boolean isFunction(int control) {
        return switch (control) {
            case 0x07, 0x0b, 0x13, 0x23, 0x43, 0x83 -> true;
            default -> false;
        };
    }

    /** Type and cause of transmission that the standard assigns. */
    private static boolean mayBeAsdu(ByteCursor in) {
        int type = in.peek(6);
        int cause = in.peek(8) & 0x3f;
        boolean typed = type < 0 || type >= 1 && type <= 127 && (type <= 70 || type >= 100);
        return typed && in.peek(7) != 0 && (in.peek(8) < 0 || cause >= 1 && cause <= 47);
    }
}
