package io.plainsight.events;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * A JSON text (RFC 8259) in UTF-8, read value by value in the way that our own writers write it. Whatever is allowed but
 * unusual, and whatever is wrong, is {@link Unexpected}: another reader decides about it, so here nothing is half understood.
 *
 * <p><i>Threading:</i> one thread. <i>Lifetime:</i> one text. <i>Bounds:</i> no index is used before {@link #byteAt} has compared
 * it with the length; nesting ends at {@value #MAX_DEPTH}, numbers at {@value #MAX_DIGITS} digits.
 */
final class JsonBytes {
    private static final int MAX_DEPTH = 64;
    /** 64 bits hold all numbers of so many digits. */
    private static final int MAX_DIGITS = 18;
    /** Of a number with a fraction, far more than a double can tell apart. */
    private static final int MAX_FRACTION_BYTES = 40;

    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";
    private static final int HEX_DIGITS = 4;
    private static final char MALFORMED = '\uFFFD';
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private final byte[] bytes;
    private int at;

    /** The text is not as it was expected; another reader decides. */
    static final class Unexpected extends IOException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this; // never shown to anybody
        }
    }

    JsonBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the next byte stands. */
    int position() {
        return at;
    }

    /** To go on from a position that was read up to before. */
    void position(int position) {
        at = position;
    }

    /** The next byte that is no white space, which stays the next; -1 at the end. */
    int peek() {
        while (true) {
            int next = byteAt(at);
            if (next > ' ' || next < 0) {
                return next;
            }
            if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                return 0; // begins nothing
            }
            at++;
        }
    }

    void expect(char wanted) throws IOException {
        if (peek() != wanted) {
            throw new Unexpected();
        }
        at++;
    }

    /** Whether the next byte was this one; it is passed over then. */
    boolean take(char wanted) {
        boolean is = peek() == wanted;
        at += is ? 1 : 0;
        return is;
    }

    /** Passes over {@code word} where it is next. */
    boolean takeWord(String word) throws IOException {
        if (peek() != word.charAt(0)) {
            return false;
        }
        for (int i = 1; i < word.length(); i++) {
            if (byteAt(at + i) != word.charAt(i)) {
                throw new Unexpected();
            }
        }
        at += word.length();
        if (isPartOfWord(byteAt(at))) {
            throw new Unexpected();
        }
        return true;
    }

    private static boolean isPartOfWord(int next) {
        return next >= '0' && next <= '9' || next >= 'A' && next <= 'Z' || next >= 'a' && next <= 'z' || next >= 0x80;
    }

    /** Where the first byte stands, from {@code from} on, that may end a text or has a meaning of its own in it. */
    private int endOfPlain(int from) {
        int i = from;
        for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
            long word = (long) WORDS.get(bytes, i);
            // of each the lowest hit is a true one, and so is the lowest of all
            long controls = word - ONES * ' ' & ~word & HIGHS;
            long hits = zeros(word ^ ONES * '"') | zeros(word ^ ONES * '\\') | controls;
            if (hits != 0) {
                return i + Long.numberOfTrailingZeros(hits) / Byte.SIZE;
            }
        }
        while (byteAt(i) >= ' ' && byteAt(i) != '"' && byteAt(i) != '\\') {
            i++;
        }
        return i;
    }

    /** The highest bit of bytes that are zero, the lowest of them for certain: H. S. Warren, Hacker's Delight, 6-1. */
    private static long zeros(long word) {
        return word - ONES & ~word & HIGHS;
    }

    String text() throws IOException {
        expect('"');
        int end = endOfPlain(at);
        boolean escapes = byteAt(end) == '\\';
        while (byteAt(end) == '\\') {
            end = endOfPlain(end + 2);
        }
        if (byteAt(end) != '"') {
            throw new Unexpected();
        }
        String text = new String(bytes, at, end - at, StandardCharsets.UTF_8);
        // found in no time where the text is ASCII, which strings know
        if (text.indexOf(MALFORMED) >= 0) {
            throw new Unexpected();
        }
        at = end + 1;
        return escapes ? unescaped(text) : text;
    }

    private static String unescaped(String text) throws IOException {
        StringBuilder plain = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char next = text.charAt(i++);
            if (next != '\\') {
                plain.append(next);
                continue;
            }
            char escape = text.charAt(i++);
            int simple = ESCAPES.indexOf(escape);
            if (simple >= 0) {
                plain.append(ESCAPED.charAt(simple));
            } else if (escape == 'u' && i + HEX_DIGITS <= text.length()) {
                plain.append(hex(text, i));
                i += HEX_DIGITS;
            } else {
                throw new Unexpected();
            }
        }
        return plain.toString();
    }

    private static char hex(String text, int from) throws IOException {
        int value = 0;
        for (int i = from; i < from + HEX_DIGITS; i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                throw new Unexpected();
            }
            value = 16 * value + digit;
        }
        return (char) value;
    }

    /** A name of whatever it is; one with an escape may stand for one that is known, and Jackson has rules of its own for them. */
    String name() throws IOException {
        expect('"');
        if (byteAt(endOfPlain(at)) != '"') {
            throw new Unexpected();
        }
        at--;
        return text();
    }

    /** Which of {@code names} is next, looked for from one of them on; passes over it and its colon. -1 for another one. */
    int name(byte[][] names, int from) throws IOException {
        expect('"');
        int found = -1;
        for (int i = 0; i < names.length && found < 0; i++) {
            int candidate = from + i < names.length ? from + i : from + i - names.length;
            found = isNext(names[candidate]) ? candidate : -1;
        }
        if (found < 0) {
            at--;
            name();
        } else {
            at += names[found].length + 1;
        }
        expect(':');
        return found;
    }

    /** Names have no byte with a meaning of its own, so where the quote follows the text ends. */
    private boolean isNext(byte[] name) {
        int end = at + name.length;
        return byteAt(end) == '"' && Arrays.equals(name, 0, name.length, bytes, at, end);
    }

    long number() throws IOException {
        int next = peek();
        boolean negative = next == '-';
        at += negative ? 1 : 0;
        int begin = at;
        long number = 0;
        for (next = byteAt(at); next >= '0' && next <= '9'; next = byteAt(++at)) {
            number = 10 * number + next - '0';
            if (at - begin >= MAX_DIGITS) {
                throw new Unexpected();
            }
        }
        boolean leadingZero = at - begin > 1 && bytes[begin] == '0';
        if (at == begin || leadingZero || next == '.' || isPartOfWord(next)) {
            throw new Unexpected();
        }
        return negative ? -number : number;
    }

    int smallNumber() throws IOException {
        long number = number();
        if (number != (int) number) {
            throw new Unexpected();
        }
        return (int) number;
    }

    double fraction() throws IOException {
        peek();
        int begin = at;
        passNumber();
        return Double.parseDouble(new String(bytes, begin, at - begin, StandardCharsets.US_ASCII));
    }

    boolean truth() throws IOException {
        if (takeWord("true")) {
            return true;
        }
        if (takeWord("false")) {
            return false;
        }
        throw new Unexpected();
    }

    Instant time() throws IOException {
        expect('"');
        int end = endOfPlain(at);
        Instant time = byteAt(end) == '"' ? InstantReader.read(bytes, at, end - at) : null;
        if (time == null) {
            throw new Unexpected();
        }
        at = end + 1;
        return time;
    }

    /** Passes over a value of any kind. */
    void pass() throws IOException {
        pass(0);
    }

    private void pass(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new Unexpected();
        }
        switch (peek()) {
            case '"' -> text();
            case '{' -> {
                at++;
                for (boolean more = !take('}'); more; more = !endsOrGoesOn('}')) {
                    name();
                    expect(':');
                    pass(depth + 1);
                }
            }
            case '[' -> {
                at++;
                for (boolean more = !take(']'); more; more = !endsOrGoesOn(']')) {
                    pass(depth + 1);
                }
            }
            case 't', 'f' -> truth();
            case 'n' -> takeWord("null");
            default -> passNumber();
        }
    }

    /** Whether an object or a list is over here; after a comma it is not. */
    boolean endsOrGoesOn(char end) throws IOException {
        if (take(end)) {
            return true;
        }
        expect(',');
        return false;
    }

    private void passNumber() throws IOException {
        int begin = at;
        at += byteAt(at) == '-' ? 1 : 0;
        int digits = at;
        passDigits();
        if (at - digits > 1 && bytes[digits] == '0') {
            throw new Unexpected();
        }
        if (byteAt(at) == '.') {
            at++;
            passDigits();
        }
        if (byteAt(at) == 'e' || byteAt(at) == 'E') {
            at++;
            at += byteAt(at) == '-' || byteAt(at) == '+' ? 1 : 0;
            passDigits();
        }
        if (at - begin > MAX_FRACTION_BYTES || isPartOfWord(byteAt(at)) || byteAt(at) == '.') {
            throw new Unexpected();
        }
    }

    private void passDigits() throws IOException {
        int begin = at;
        while (byteAt(at) >= '0' && byteAt(at) <= '9') {
            at++;
        }
        if (at == begin) {
            throw new Unexpected();
        }
    }

    /** Where the byte after the next {@code ]} stands, wherever that bracket belongs to; -1 when there is none. */
    int afterBracket() {
        int i = at;
        for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
            long brackets = zeros((long) WORDS.get(bytes, i) ^ ONES * ']');
            if (brackets != 0) {
                return i + Long.numberOfTrailingZeros(brackets) / Byte.SIZE + 1;
            }
        }
        for (; i < bytes.length; i++) {
            if (bytes[i] == ']') {
                return i + 1;
            }
        }
        return -1;
    }

    /** From 0 to 255; -1 beyond the end. */
    private int byteAt(int index) {
        return index < bytes.length ? bytes[index] & 0xFF : -1;
    }
}
