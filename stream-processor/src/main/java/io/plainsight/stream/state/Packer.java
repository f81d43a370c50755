package io.plainsight.stream.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes small numbers in few bytes (base 128, lowest group first) and texts by their length. One use, one thread. */
public final class Packer {
    private static final int MAX_NUMBER_BYTES = 10;

    private byte[] bytes = new byte[256];
    private int length;

    /** @param value from 0 to 255 */
    Packer octet(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** @param value not negative */
    public Packer number(long value) {
        room(MAX_NUMBER_BYTES);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    /** Any number, in eight bytes. */
    public Packer wide(long value) {
        room(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    public Packer fraction(double value) {
        return wide(Double.doubleToRawLongBits(value));
    }

    /** @param value may be null */
    public Packer text(String value) {
        if (value == null) {
            return number(0);
        }
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        return number(encoded.length + 1L).raw(encoded);
    }

    public Packer shorts(short[] values) {
        room(values.length * Short.BYTES);
        for (short value : values) {
            bytes[length++] = (byte) (value >>> 8);
            bytes[length++] = (byte) value;
        }
        return this;
    }

    /** As they are; whoever reads them has to know how many. */
    Packer raw(byte[] values) {
        room(values.length);
        System.arraycopy(values, 0, bytes, length, values.length);
        length += values.length;
        return this;
    }

    public byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
