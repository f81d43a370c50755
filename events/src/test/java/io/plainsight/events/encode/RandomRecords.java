package io.plainsight.events.encode;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Records with whatever fits their components: absent and empty values, texts that JSON must escape, numbers and times at
 * their limits. By reflection, so that a component which is added is filled from then on.
 */
final class RandomRecords {
    private static final List<String> NASTY = List.of(
            "",
            " ",
            "\"",
            "\\",
            "/",
            "a\"b\\c/d",
            "\u0000\u0001\u0007\b\t\n\u000b\f\r\u001b\u001f",
            "\u007f\u0080\u009f\u00a0\u00ff",
            "\u0100\u0141\u07ff\u0800\uffff\ufeff",
            "\u2028\u2029",
            "\u0122\u015c\u2122\u2f5c",
            "\ud83d\ude00 non-BMP \ud800\udc00\udbff\udfff",
            "\ud83d",
            "\ude00",
            "lone \ud800 and \udfff, turned \ude00\ud83d",
            "b\u00fccher.example",
            "\u4e2d\u6587",
            "</script>",
            "null",
            "0123456\"",
            "01234567\"",
            "012345678901234567890123456789\u0001",
            "0123456789012345678901234567890\u0141");
    private static final long[] NUMBERS = {
        0, 1, -1, 9, 10, 99, 100, 65535, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
    };
    private static final double[] FRACTIONS = {
        0,
        -0.0,
        1,
        0.95,
        0.1,
        1e7,
        1e-5,
        123456789.25,
        Math.PI,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };
    private static final List<Instant> TIMES = List.of(
            Instant.EPOCH,
            LocalDateTime.MIN.toInstant(ZoneOffset.UTC),
            LocalDateTime.MAX.toInstant(ZoneOffset.UTC),
            Instant.parse("2026-11-20T10:15:30.123456789Z"),
            Instant.parse("1969-12-31T23:59:59.999999999Z"),
            Instant.parse("0000-01-01T00:00:00Z"),
            Instant.parse("-0001-12-31T23:59:59.000001Z"),
            Instant.parse("0999-02-28T01:02:03.04Z"),
            Instant.parse("9999-12-31T23:59:59.999999Z"),
            Instant.parse("+10000-01-01T00:00:00Z"),
            Instant.parse("-10000-06-30T12:00:00Z"));

    private final Random random;
    /** Every how many values one is left out. */
    private final int absentEvery;

    RandomRecords(long seed) {
        random = new Random(seed);
        absentEvery = 1 + random.nextInt(6);
    }

    <T> T next(Class<T> type) {
        return type.cast(record(type));
    }

    private Object orAbsent(Type type) {
        return random.nextInt(absentEvery) == 0 ? null : value(type);
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? list(generic.getActualTypeArguments()[0])
                    : map(generic.getActualTypeArguments()[1]);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return record(plain);
        }
        if (plain.isEnum()) {
            Object[] constants = plain.getEnumConstants();
            return constants[random.nextInt(constants.length)];
        }
        if (plain == String.class) {
            return text();
        }
        if (plain == Instant.class) {
            return random.nextBoolean()
                    ? TIMES.get(random.nextInt(TIMES.size()))
                    : Instant.ofEpochSecond(
                            random.nextLong() >> 10 + random.nextInt(50), random.nextInt(1_000_000_000));
        }
        if (plain == Boolean.class) {
            return random.nextBoolean();
        }
        if (plain == Integer.class) {
            return (int) number();
        }
        if (plain == Long.class) {
            return number();
        }
        if (plain == Double.class) {
            return random.nextBoolean() ? FRACTIONS[random.nextInt(FRACTIONS.length)] : random.nextGaussian();
        }
        throw new IllegalArgumentException("no values for " + plain);
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components)
                .map(component -> orAbsent(component.getGenericType()))
                .toArray();
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot build a " + type, e);
        }
    }

    private List<Object> list(Type element) {
        List<Object> list = new ArrayList<>();
        for (int size = random.nextInt(5); size > 0; size--) {
            list.add(random.nextInt(20) == 0 ? null : value(element));
        }
        return list;
    }

    private Map<String, Object> map(Type value) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int size = random.nextInt(4); size > 0; size--) {
            map.put(text(), random.nextInt(4) == 0 ? null : value(value));
        }
        return map;
    }

    private long number() {
        return random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextLong() >> random.nextInt(64);
    }

    private String text() {
        int kind = random.nextInt(40);
        if (kind < 15) {
            return NASTY.get(random.nextInt(NASTY.size()));
        }
        int length = kind == 39 ? random.nextInt(20_000) : random.nextInt(60);
        int limit = kind < 30 ? 0x60 : kind < 35 ? 0x100 : 0x1_0000;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) (kind < 30 ? ' ' + random.nextInt(limit) : random.nextInt(limit)));
        }
        return text.toString();
    }
}
