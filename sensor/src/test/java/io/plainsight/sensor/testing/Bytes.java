package io.plainsight.sensor.testing;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Writes integers of stated width, big endian unless said otherwise. */
public final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean littleEndian;

    private Bytes(boolean littleEndian) {
        this.littleEndian = littleEndian;
    }

    public static Bytes bigEndian() {
        return new Bytes(false);
    }

    public static Bytes littleEndian() {
        return new Bytes(true);
    }

    public static Bytes inOrder(boolean littleEndian) {
        return new Bytes(littleEndian);
    }

    /** Spaces are ignored. */
    public static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    public static byte[] concat(byte[]... parts) {
        Bytes all = bigEndian();
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.toArray();
    }

    public Bytes u8(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    public Bytes u16(int value) {
        return number(value, 2);
    }

    public Bytes u32(long value) {
        return number(value, 4);
    }

    public Bytes u64(long value) {
        return number(value, 8);
    }

    public Bytes put(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public Bytes zeros(int count) {
        out.writeBytes(new byte[count]);
        return this;
    }

    public byte[] toArray() {
        return out.toByteArray();
    }

    private Bytes number(long value, int width) {
        for (int i = 0; i < width; i++) {
            out.write((int) (value >>> 8 * (littleEndian ? i : width - 1 - i)));
        }
        return this;
    }
}
