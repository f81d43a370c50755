package io.plainsight.sensor.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes bytes as specifications lay them out. */
public final class Wire {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Hexadecimal digits; spaces are for reading. */
    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    public Wire add(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public Wire bytes(String digits) {
        return add(hex(digits));
    }

    public Wire text(String latin1) {
        return add(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Wire zeros(int count) {
        return add(new byte[count]);
    }

    public Wire u8(int value) {
        out.write(value);
        return this;
    }

    public Wire u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public Wire u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    public Wire u16le(int value) {
        return u8(value).u8(value >>> 8);
    }

    public Wire u32le(long value) {
        return u16le((int) value).u16le((int) (value >>> 16));
    }

    /** XDR's opaque: length, bytes, padding to four. */
    public Wire opaque(byte[] bytes) {
        return u32(bytes.length).add(bytes).zeros(-bytes.length & 3);
    }

    public Wire ua(String text) {
        return u32le(text.length()).text(text);
    }

    public byte[] done() {
        return out.toByteArray();
    }
}
