package io.plainsight.sensor.ldap;

import io.plainsight.sensor.buffer.ByteCursor;

/** Reads the BER of LDAP, SNMP and Kerberos in place (RFC 4511 section 5.1: definite lengths, one-byte tags). */
public final class Ber {
    public static final int INTEGER = 0x02;
    public static final int OCTET_STRING = 0x04;
    public static final int ENUMERATED = 0x0a;
    public static final int SEQUENCE = 0x30;

    /** The length is not complete. */
    public static final int INCOMPLETE = -1;
    /** The length is indefinite, or too long for LDAP. */
    public static final int INVALID = -2;

    private static final int LONG_FORM = 0x80;
    private static final int MAX_LENGTH_BYTES = 4;

    private Ber() {}

    /** Length of the contents of the element at {@code offset}, {@link #INCOMPLETE} or {@link #INVALID}. */
    public static int length(ByteCursor in, int offset) {
        int first = in.peek(offset + 1);
        if (first < LONG_FORM) {
            return first < 0 ? INCOMPLETE : first;
        }
        int count = first - LONG_FORM;
        if (count == 0 || count > MAX_LENGTH_BYTES) {
            return INVALID;
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            int b = in.peek(offset + 2 + i);
            if (b < 0) {
                return INCOMPLETE;
            }
            value = value << 8 | b;
        }
        return value > Integer.MAX_VALUE / 2 ? INVALID : (int) value;
    }

    /** Bytes of the tag and length at {@code offset}; call when {@link #length} gave one. */
    public static int headerLength(ByteCursor in, int offset) {
        int first = in.peek(offset + 1);
        return first < LONG_FORM ? 2 : 2 + first - LONG_FORM;
    }

    /** Gives the contents of the next element to {@code into} and returns its tag; -1 when there is none. */
    public static int next(ByteCursor in, ByteCursor into) {
        int tag = in.peek(0);
        int length = length(in, 0);
        if (tag < 0 || length < 0 || length > in.remaining() - headerLength(in, 0)) {
            return -1;
        }
        in.skip(headerLength(in, 0));
        in.slice(length, into);
        return tag;
    }
}
