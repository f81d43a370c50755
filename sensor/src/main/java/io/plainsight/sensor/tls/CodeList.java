package io.plainsight.sensor.tls;

import java.util.List;

/**
 * The code points that a hello lists in one field (suites, groups, versions …), GREASE included, and what is made of them: their
 * names, and their digits for fingerprints. Immutable; made by {@link CodeLists}, which gives equal lists the same instance
 * for as long as it remembers them, so that a client seen before costs nothing but a look.
 *
 * <p><b>Threading:</b> any. What is made later is the same whoever makes it, so a race only makes it twice.
 */
public final class CodeList {
    private final int[] values;
    private final CodeLists kind;
    private final CodeList withoutGrease;
    private final int hash;
    /** Null until wanted; immutable itself. */
    private List<String> names;
    /** Null until wanted; never changed once it is set. */
    private Digits digits;

    /** Safe to see without a lock, for its field is final. */
    private record Digits(byte[] ascii) {}

    /** @param withoutGrease the same list without GREASE; null when this one has none */
    CodeList(int[] values, CodeLists kind, CodeList withoutGrease) {
        this.values = values;
        this.kind = kind;
        this.hash = CodeLists.hash(values, values.length);
        this.withoutGrease = withoutGrease == null ? this : withoutGrease;
    }

    public int size() {
        return values.length;
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    /** @param index 0 to {@link #size()} - 1, in the order sent */
    public int get(int index) {
        return values[index];
    }

    public boolean contains(int wanted) {
        for (int value : values) {
            if (value == wanted) {
                return true;
            }
        }
        return false;
    }

    /** This list without GREASE values (RFC 8701). */
    public CodeList withoutGrease() {
        return withoutGrease;
    }

    /** The values' names as observations have them; the same instance each time. */
    public List<String> names() {
        List<String> made = names;
        if (made == null) {
            made = withoutGrease == this ? kind.namesOf(values) : withoutGrease.names();
            names = made;
        }
        return made;
    }

    /** The values in decimal, joined by {@code -}, as JA3 has them; the array must not be changed. */
    public byte[] digits() {
        Digits made = digits;
        if (made == null) {
            made = new Digits(DecimalText.of(values));
            digits = made;
        }
        return made.ascii;
    }

    /** A copy. */
    public int[] toArray() {
        return values.clone();
    }

    boolean is(int[] other, int count) {
        if (values.length != count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (values[i] != other[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other == this || other instanceof CodeList list && is(list.values, list.values.length);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
