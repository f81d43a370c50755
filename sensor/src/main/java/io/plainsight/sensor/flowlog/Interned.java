package io.plainsight.sensor.flowlog;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Remembers what pieces of text stand for: a flow log names the same addresses and interfaces over and over. A newer text
 * takes the place of an older one.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> {@value #ENTRIES} texts of at most {@value #MAX_BYTES} bytes.
 */
public final class Interned<T> {
    static final int ENTRIES = 4096;
    static final int MAX_BYTES = 128;

    private final Function<String, T> maker;
    private final byte[][] texts = new byte[ENTRIES][];
    private final Object[] values = new Object[ENTRIES];

    /** @param maker what a text stands for; may answer null, and is then asked again */
    public Interned(Function<String, T> maker) {
        this.maker = maker;
    }

    /** What the UTF-8 text stands for. */
    @SuppressWarnings("unchecked") // the maker alone puts values there
    public T of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > MAX_BYTES) {
            return maker.apply(new String(bytes, from, length, StandardCharsets.UTF_8));
        }
        int hash = length;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        int slot = (hash ^ hash >>> 15) * 0x9e3779b1 >>> 20;
        byte[] known = texts[slot];
        if (known != null && matches(known, bytes, from, length)) {
            return (T) values[slot];
        }
        T value = maker.apply(new String(bytes, from, length, StandardCharsets.UTF_8));
        if (value != null) {
            byte[] text = new byte[length];
            System.arraycopy(bytes, from, text, 0, length);
            texts[slot] = text;
            values[slot] = value;
        }
        return value;
    }

    private static boolean matches(byte[] known, byte[] bytes, int from, int length) {
        if (known.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known[i] != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}
