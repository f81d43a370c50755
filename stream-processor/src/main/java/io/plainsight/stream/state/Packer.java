package io.plainsight.stream.detection.handshakefailure;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes small numbers in few bytes (base 128, lowest group first) and texts by their length. One use. */
final class Packer {
    private byte[] bytes = new byte[256];
    private int length;

    /** @param value not negative */
    Packer number(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    /** Any number, in eight bytes. */
    Packer wide(long value) {
        room(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    Packer fraction(double value) {
        return wide(Double.doubleToRawLongBits(value));
    }

    /** @param value may be null */
    Packer text(String value) {
        if (value == null) {
            return number(0);
        }
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        number(encoded.length + 1L);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        return this;
    }

    Packer shorts(short[] values) {
        room(values.length * Short.BYTES);
        for (short value : values) {
            bytes[length++] = (byte) (value >>> 8);
            bytes[length++] = (byte) value;
        }
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
