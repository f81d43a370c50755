package io.plainsight.sensor.nats;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Ascii;

/** Looks up a key in a line of flat JSON, in place. Keys are given in upper case with their quotes. */
final class Json {
    private Json() {}

    static boolean isTrue(ByteCursor line, String key) {
        return Ascii.matchesAt(line, value(line, key), "TRUE");
    }

    /** Whether the key holds a string that is not empty. */
    static boolean hasText(ByteCursor line, String key) {
        int value = value(line, key);
        return value > 0 && line.peek(value) == '"' && line.peek(value + 1) != '"';
    }

    /** Offset of the key's value; -1 when the key is not there. */
    private static int value(ByteCursor line, String key) {
        int at = Ascii.indexOf(line, key, 0);
        if (at < 0) {
            return -1;
        }
        at = skipSpaces(line, at + key.length());
        return line.peek(at) == ':' ? skipSpaces(line, at + 1) : -1;
    }

    private static int skipSpaces(ByteCursor line, int at) {
        int next = at;
        while (line.peek(next) == ' ') {
            next++;
        }
        return next;
    }
}
