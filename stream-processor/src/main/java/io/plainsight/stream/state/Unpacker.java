package io.plainsight.stream.detection.handshakefailure;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;

/** Reads what a {@link Packer} wrote, in the same order. @throws SerializationException from any method when the bytes end early */
final class Unpacker {
    private final byte[] bytes;
    private int at;

    Unpacker(byte[] bytes) {
        this.bytes = bytes;
    }

    long number() {
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

    int small() {
        return Math.toIntExact(number());
    }

    long wide() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | octet();
        }
        return value;
    }

    double fraction() {
        return Double.longBitsToDouble(wide());
    }

    String text() {
        int length = small();
        if (length == 0) {
            return null;
        }
        if (length - 1 > bytes.length - at) {
            throw new SerializationException("a text is longer than what is left: length=" + (length - 1));
        }
        String text = new String(bytes, at, length - 1, StandardCharsets.UTF_8);
        at += length - 1;
        return text;
    }

    void shorts(short[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = (short) (octet() << 8 | octet());
        }
    }

    private int octet() {
        if (at >= bytes.length) {
            throw new SerializationException("the state ends early: length=" + bytes.length);
        }
        return bytes[at++] & 0xFF;
    }
}
