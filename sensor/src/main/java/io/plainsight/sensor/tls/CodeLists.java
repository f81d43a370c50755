package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The lists of one kind that hellos showed lately. Clients of one make send the same lists again and again: each is kept once,
 * with all that is made of it.
 *
 * <p><b>Threading:</b> any, without locks: entries are immutable, and two threads that put one in at the same time lose one of
 * them, which is made again. <b>Bounds:</b> {@link #PLACES} lists of at most {@link #MAX_KEPT} values, about 1 MiB a kind at
 * worst; a longer list is made each time, and what is new takes the second of its two places, so that lists of a sender who
 * never repeats himself do not push out those that come often.
 */
public final class CodeLists {
    static final int PLACES = 512;
    /** Real hellos stay below; OpenSSL's longest list of suites has about 170. */
    static final int MAX_KEPT = 192;

    public static final CodeLists CIPHER_SUITES = new CodeLists(each(CipherSuite::name));
    public static final CodeLists GROUPS = new CodeLists(each(NamedGroup::name));
    public static final CodeLists SIGNATURE_ALGORITHMS = new CodeLists(each(SignatureScheme::name));
    public static final CodeLists VERSIONS = new CodeLists(CodeLists::versions);
    public static final CodeLists COMPRESSION_METHODS = new CodeLists(each(CompressionMethod::name));
    public static final CodeLists PSK_MODES = new CodeLists(PskMode::names);
    public static final CodeLists POINT_FORMATS = new CodeLists(each(Integer::toString));
    /** No values, of no kind in particular. */
    public static final CodeList NONE = new CodeList(new int[0], CIPHER_SUITES, null);

    private final CodeList[] places = new CodeList[PLACES];
    private final Function<int[], List<String>> namesOf;

    private CodeLists(Function<int[], List<String>> namesOf) {
        this.namesOf = namesOf;
    }

    /** The list with these values. */
    public CodeList of(int... values) {
        return of(values, values.length);
    }

    /** The list with the first {@code count} of these values, which are copied where they are new. */
    CodeList of(int[] values, int count) {
        if (count == 0) {
            return NONE;
        }
        if (count > MAX_KEPT) {
            return make(values, count);
        }
        int place = hash(values, count) & PLACES - 2;
        CodeList first = places[place];
        if (first != null && first.is(values, count)) {
            return first;
        }
        CodeList second = places[place + 1];
        if (second != null && second.is(values, count)) {
            places[place] = second;
            places[place + 1] = first;
            return second;
        }
        CodeList made = make(values, count);
        places[first == null ? place : place + 1] = made;
        return made;
    }

    /** Takes the rest of {@code in} as 16-bit values, at most as many as {@code scratch} takes; an odd last byte is left. */
    CodeList u16(ByteCursor in, int[] scratch) {
        int count = Math.min(in.remaining() / 2, scratch.length);
        for (int i = 0; i < count; i++) {
            scratch[i] = in.u16();
        }
        return of(scratch, count);
    }

    /** Takes the rest of {@code in} as 8-bit values, at most as many as {@code scratch} takes. */
    CodeList u8(ByteCursor in, int[] scratch) {
        int count = Math.min(in.remaining(), scratch.length);
        for (int i = 0; i < count; i++) {
            scratch[i] = in.u8();
        }
        return of(scratch, count);
    }

    List<String> namesOf(int[] values) {
        return namesOf.apply(values);
    }

    static int hash(int[] values, int count) {
        int hash = count;
        for (int i = 0; i < count; i++) {
            hash = hash * 31 + values[i];
        }
        hash *= 0x9E3779B9; // Fibonacci hashing: the low bits of a sum of products say little
        return hash >>> 15;
    }

    private CodeList make(int[] values, int count) {
        int[] own = Arrays.copyOf(values, count);
        int[] plain = new int[count];
        int length = 0;
        for (int value : own) {
            if (!Grease.is(value)) {
                plain[length++] = value;
            }
        }
        return new CodeList(own, this, length == count ? null : of(plain, length));
    }

    private static Function<int[], List<String>> each(IntFunction<String> name) {
        return values -> {
            List<String> names = new ArrayList<>(values.length);
            for (int value : values) {
                names.add(name.apply(value));
            }
            return List.copyOf(names);
        };
    }

    /** Known versions only, in the client's order, each once. */
    private static List<String> versions(int[] values) {
        return Arrays.stream(values)
                .filter(version -> TlsVersion.text(version) != null)
                .mapToObj(TlsVersion::text)
                .distinct()
                .toList();
    }
}
