package io.plainsight.sensor.text;

import io.plainsight.sensor.buffer.ByteCursor;
import java.util.Arrays;

/** Base64 (RFC 4648 section 4) on the wire, where anything may stand instead. Stateless. */
public final class Base64Bytes {
    /** The value of a byte outside the alphabet. */
    private static final byte FOREIGN = -1;

    private static final byte[] VALUES = values();
    private static final int BITS = 6;

    private Base64Bytes() {}

    /**
     * Decodes up to the first byte that is not of the alphabet, such as the padding; consumes what it decodes.
     *
     * @return whole bytes, at most three quarters of what {@code in} holds
     */
    public static byte[] decode(ByteCursor in) {
        byte[] bytes = new byte[(int) (in.remaining() * (long) BITS / Byte.SIZE)];
        int length = 0;
        int bits = 0;
        int have = 0;
        while (in.remaining() > 0 && VALUES[in.peek(0)] != FOREIGN) {
            bits = bits << BITS | VALUES[in.u8()];
            have += BITS;
            if (have >= Byte.SIZE) {
                have -= Byte.SIZE;
                bytes[length++] = (byte) (bits >>> have);
            }
        }
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private static byte[] values() {
        byte[] values = new byte[1 << Byte.SIZE];
        Arrays.fill(values, FOREIGN);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }
}
