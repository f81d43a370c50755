package io.plainsight.stream.state;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Writes small numbers in few bytes (base 128, lowest group first) and texts by their length. One use, one thread. */
public final class Packer {
    private static final int MAX_NUMBER_BYTES = 10;
    private static final int FIRST_BYTES = 256;
    /** What a thread keeps for its next value; larger ones are rare. */
    private static final int KEPT_BYTES = 64 << 10;

    private static final ThreadLocal<Packer> OF_THREAD = ThreadLocal.withInitial(Packer::new);

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /** The calling thread's own, empty: good until it is asked for again, so never while another value is being written. */
    static Packer ofThread() {
        Packer packer = OF_THREAD.get();
        if (packer.bytes.length > KEPT_BYTES) {
            packer.bytes = new byte[FIRST_BYTES];
        }
        packer.length = 0;
        return packer;
    }

    /** @param value from 0 to 255 */
    public Packer octet(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** @param value a negative one takes ten bytes */
    public Packer number(long value) {
        room(MAX_NUMBER_BYTES);
        byte[] into = bytes;
        int at = length;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            into[at++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        into[at++] = (byte) rest;
        length = at;
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
        if (isAscii(value)) {
            return number(value.length() + 1L).ascii(value);
        }
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        return number(encoded.length + 1L).raw(encoded);
    }

    /** To the nanosecond. */
    public Packer time(Instant value) {
        return number(value.getEpochSecond()).number(value.getNano());
    }

    static boolean isAscii(String value) {
        int all = 0;
        for (int i = 0; i < value.length(); i++) {
            all |= value.charAt(i);
        }
        return all < 0x80;
    }

    /** A text that {@link #isAscii}, as it is. */
    @SuppressWarnings("deprecation") // which is about other characters: of these, the low byte is all there is
    Packer ascii(String value) {
        int count = value.length();
        room(count);
        value.getBytes(0, count, bytes, length);
        length += count;
        return this;
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
