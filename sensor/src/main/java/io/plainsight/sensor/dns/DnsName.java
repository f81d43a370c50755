package io.plainsight.sensor.dns;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Domain names on the wire (RFC 1035 sections 3.1 and 4.1.4): labels of up to 63 bytes, ended by an empty one or by a
 * pointer to an earlier place. A pointer has to point before the place where the name (or the part pointed to) began, so
 * following pointers always ends.
 */
final class DnsName {
    /** RFC 1035 section 2.3.4: a name has at most 255 bytes on the wire. */
    static final int MAX_LENGTH = 255;

    private static final int POINTER = 0xc0;
    private static final int MAX_POINTERS = 64;

    private DnsName() {}

    /**
     * Moves past the name; false when it is none, a loop included.
     *
     * @param messageStart the cursor's position at the message's first byte
     */
    static boolean skip(ByteCursor in, int messageStart) {
        return walk(in, messageStart, null) >= 0;
    }

    /** The name in lower case without the final dot, consumed; null when it is none, or none that a host has. Allocates. */
    static String read(ByteCursor in, int messageStart) {
        byte[] text = new byte[MAX_LENGTH + 1];
        int length = walk(in, messageStart, text);
        return length < 0 ? null : new String(text, 0, length, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    /** Length of the text; -1 when the bytes are no name. Leaves the cursor behind the name at its own place. */
    private static int walk(ByteCursor in, int messageStart, byte[] text) {
        int length = 0;
        int behind = -1;
        int partStart = in.position();
        for (int pointers = 0; pointers <= MAX_POINTERS; ) {
            int first = in.u8();
            if (!in.ok()) {
                return -1;
            }
            if ((first & POINTER) == POINTER) {
                int target = messageStart + ((first & 0x3f) << 8 | in.u8());
                if (!in.ok() || target >= partStart || target < messageStart + DnsMessage.HEADER_LENGTH) {
                    return -1;
                }
                behind = behind < 0 ? in.position() : behind;
                partStart = target;
                in.position(target);
                pointers++;
            } else if (first >= 0x40) {
                return -1;
            } else if (first == 0) {
                if (behind >= 0) {
                    in.position(behind);
                }
                return Math.max(0, length - 1);
            } else {
                if (length + first + 1 > MAX_LENGTH) {
                    return -1;
                }
                length = copy(in, first, text, length);
                if (length < 0) {
                    return -1;
                }
            }
        }
        return -1;
    }

    /** Copies a label and a dot, -1 for a label that no host has; moves past it only, without {@code text}. */
    private static int copy(ByteCursor in, int label, byte[] text, int length) {
        if (text == null) {
            in.skip(label);
            return length + label + 1;
        }
        for (int i = 0; i < label; i++) {
            if (!isOfHostName(in.peek(i))) {
                return -1;
            }
        }
        in.copyTo(text, length, label);
        text[length + label] = '.';
        return length + label + 1;
    }

    /** Letters, digits and hyphens (RFC 1123 section 2.1), and the underscore of services; a dot would be a lie. */
    private static boolean isOfHostName(int b) {
        return Ascii.isLetter(b) || Ascii.isDigit(b) || b == '-' || b == '_';
    }
}
