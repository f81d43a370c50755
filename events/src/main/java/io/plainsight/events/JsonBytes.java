package io.plainsight.events;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

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

    /** The end of the text that begins here, which is the quote: no byte before it has a meaning of its own. */
    private int endOfText() throws IOException {
        expect('"');
        int end = at;
        while (true) {
            int next = byteAt(end);
            if (next == '"') {
                return end;
            }
            if (next < ' ' || next == '\\') {
                throw new Unexpected();
            }
            end++;
        }
    }

    String text() throws IOException {
        int end = endOfText();
        String text = new String(bytes, at, end - at, StandardCharsets.UTF_8);
        // as many characters as bytes: all of them ASCII
        if (text.length() != end - at && text.indexOf(MALFORMED) >= 0) {
            throw new Unexpected();
        }
        at = end + 1;
        return text;
    }

    /** Which of {@code names} is next, and passes over it and its colon; -1 for one that is not among them. */
    int name(byte[][] names, int from) throws IOException {
        int end = endOfText();
        int found = -1;
        for (int i = 0; i < names.length && found < 0; i++) {
            int candidate = from + i < names.length ? from + i : from + i - names.length;
            if (is(names[candidate], end)) {
                found = candidate;
            }
        }
        if (found < 0) {
            text(end);
        }
        at = end + 1;
        expect(':');
        return found;
    }

    private boolean is(byte[] name, int end) {
        return name.length == end - at && java.util.Arrays.equals(name, 0, name.length, bytes, at, end);
    }

    /** Names that nobody asked for are held to the same rules. */
    private void text(int end) throws IOException {
        for (int i = at; i < end; i++) {
            if (bytes[i] < 0) {
                throw new Unexpected();
            }
        }
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
        int end = endOfText();
        Instant time = InstantReader.read(bytes, at, end - at);
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
                    text();
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
            long differences = (long) WORDS.get(bytes, i) ^ ONES * ']';
            // the lowest byte that is zero: Warren, Hacker's Delight, 6-1
            long zeros = differences - ONES & ~differences & HIGHS;
            if (zeros != 0) {
                return i + Long.numberOfTrailingZeros(zeros) / Byte.SIZE + 1;
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
