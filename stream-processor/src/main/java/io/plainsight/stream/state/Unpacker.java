package io.plainsight.stream.state;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;

/** Reads what a {@link Packer} wrote, in the same order. @throws SerializationException from any method when the bytes end early */
public final class Unpacker {
    private final byte[] bytes;
    private int at;

    public Unpacker(byte[] bytes) {
        this.bytes = bytes;
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7F) << shift;
            if ((octet & 0x80) == 0) {
                return value;
            }
        }
        throw new SerializationException("a number is longer than 64 bits: at=" + at);
    }

    public int small() {
        long number = number();
        if (number != (int) number) {
            throw new SerializationException("a number is longer than 32 bits: number=" + number);
        }
        return (int) number;
    }

    public long wide() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | octet();
        }
        return value;
    }

    public double fraction() {
        return Double.longBitsToDouble(wide());
    }

    public String text() {
        int length = small();
        return length == 0 ? null : text(length - 1);
    }

    public void shorts(short[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = (short) (octet() << 8 | octet());
        }
    }

    /** A text of so many bytes. */
    String text(int length) {
        if (length < 0 || length > bytes.length - at) {
            throw new SerializationException("a text is longer than what is left: length=" + length);
        }
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    public Instant time() {
        long seconds = number();
        return Instant.ofEpochSecond(seconds, small());
    }

    /** How many parts follow: each takes a byte at least, so what claims more is broken. */
    public int count() {
        int count = small();
        if (count < 0 || count > left()) {
            throw new SerializationException("more parts than bytes are left: parts=" + count);
        }
        return count;
    }

    public int octet() {
        if (at >= bytes.length) {
            throw new SerializationException("the state ends early: length=" + bytes.length);
        }
        return bytes[at++] & 0xFF;
    }

    /** Whether the next octet is this one. */
    boolean isNext(int octet) {
        return at < bytes.length && (bytes[at] & 0xFF) == octet;
    }

    /** What is left, all of it. */
    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
        at = bytes.length;
        return rest;
    }

    /** How many bytes are left, and so the most parts that may follow. */
    int left() {
        return bytes.length - at;
    }
}
