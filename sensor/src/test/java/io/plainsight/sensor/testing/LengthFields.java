package io.plainsight.sensor.testing;

import java.util.List;

/** Messages with one length field that lies. */
public final class LengthFields {
    private LengthFields() {}

    /** The message with the field at {@code at}, {@code width} bytes, set to 0, 1, one more than it was and its maximum. */
    public static List<byte[]> disturbed(byte[] message, int at, int width) {
        byte[] more = message.clone();
        more[at + width - 1]++;
        return List.of(
                with(message, at, width, 0, 0),
                with(message, at, width, 0, 1),
                more,
                with(message, at, width, 0xff, 0xff));
    }

    private static byte[] with(byte[] message, int at, int width, int high, int last) {
        byte[] changed = message.clone();
        for (int i = 0; i < width; i++) {
            changed[at + i] = (byte) (i == width - 1 ? last : high);
        }
        return changed;
    }
}
