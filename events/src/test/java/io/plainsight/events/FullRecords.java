package io.plainsight.events;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Records with every component filled, so that a component that gets lost on the way shows. */
final class FullRecords {
    static final Instant TIME = Instant.parse("2026-11-20T10:15:30.123456Z");

    private FullRecords() {}

    static <T> T filled(Class<T> type) {
        return type.cast(value(type, type.getSimpleName()));
    }

    private static Object value(Type type, String name) {
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            Object element = last == Object.class ? name : value(last, name);
            return generic.getRawType() == List.class ? List.of(element) : Map.of("key-of-" + name, element);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return construct(plain);
        }
        if (plain.isEnum()) {
            return plain.getEnumConstants()[0];
        }
        if (plain == String.class) {
            return name;
        }
        if (plain == Instant.class) {
            return TIME;
        }
        if (plain == Boolean.class) {
            return true;
        }
        if (plain == Integer.class) {
            return 7;
        }
        if (plain == Long.class || plain == long.class) {
            return 7L;
        }
        if (plain == double.class || plain == Double.class) {
            return 0.5;
        }
        throw new IllegalArgumentException("no sample value for " + plain);
    }

    private static Object construct(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components)
                .map(component -> value(component.getGenericType(), component.getName()))
                .toArray();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot build a " + type, e);
        }
    }
}
