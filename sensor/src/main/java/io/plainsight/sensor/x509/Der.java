package io.plainsight.sensor.x509;

import io.plainsight.sensor.buffer.ByteCursor;

/** Distinguished Encoding Rules (ITU-T X.690): one element at a time, lengths checked against the enclosing element. */
final class Der {
    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int ENUMERATED = 0x0a;
    static final int UTF8_STRING = 0x0c;
    static final int UTC_TIME = 0x17;
    static final int GENERALIZED_TIME = 0x18;
    static final int UNIVERSAL_STRING = 0x1c;
    static final int BMP_STRING = 0x1e;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private static final int LONG_FORM = 0x80;
    private static final int MAX_LENGTH_BYTES = 4;
    /** The longest object identifier in use has about 20 arcs. */
    private static final int MAX_OID_TEXT = 256;

    private Der() {}

    /** Context-specific tag {@code number}, primitive. */
    static int context(int number) {
        return 0x80 | number;
    }

    /** Context-specific tag {@code number}, constructed. */
    static int constructed(int number) {
        return 0xa0 | number;
    }

    /**
     * Reads one element and points {@code content} at its value.
     *
     * @return the tag; -1 when the element does not fit, and both cursors fail
     */
    static int next(ByteCursor in, ByteCursor content) {
        int tag = in.u8();
        int length = in.u8();
        if (length >= LONG_FORM) {
            int bytes = length - LONG_FORM;
            if (bytes == 0 || bytes > MAX_LENGTH_BYTES) {
                length = -1; // indefinite, or beyond any certificate
            } else {
                length = 0;
                for (int i = 0; i < bytes; i++) {
                    length = length << 8 | in.u8();
                }
            }
        }
        in.slice(in.ok() ? length : -1, content);
        return in.ok() ? tag : -1;
    }

    /** Reads one element that must have {@code tag}; otherwise fails like {@link #next}. */
    static boolean expect(ByteCursor in, int tag, ByteCursor content) {
        if (in.peek(0) != tag) {
            in.slice(-1, content);
            return false;
        }
        return next(in, content) == tag;
    }

    /** Passes over an element with {@code tag} if it is next. */
    static void skipOptional(ByteCursor in, int tag, ByteCursor scratch) {
        if (in.peek(0) == tag) {
            next(in, scratch);
        }
    }

    /** The content of an OBJECT IDENTIFIER in dotted form, consumed. */
    static String oid(ByteCursor in) {
        StringBuilder text = new StringBuilder();
        long arc = 0;
        boolean first = true;
        while (in.remaining() > 0 && text.length() < MAX_OID_TEXT) {
            int octet = in.u8();
            arc = arc << 7 | octet & 0x7f;
            if ((octet & 0x80) == 0) {
                if (first) {
                    long root = Math.min(arc / 40, 2);
                    text.append(root).append('.').append(arc - root * 40);
                    first = false;
                } else {
                    text.append('.').append(arc);
                }
                arc = 0;
            }
        }
        return text.toString();
    }
}
