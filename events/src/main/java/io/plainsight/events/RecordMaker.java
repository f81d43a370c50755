package io.plainsight.events;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;

/** Makes records of one type from their components, by one call. Threading: any. */
public final class RecordMaker {
    private static final Map<Class<?>, Object> ABSENT =
            Map.of(long.class, 0L, int.class, 0, double.class, 0.0, boolean.class, false);

    private final Object[] absent;
    private final MethodHandle maker;

    /** @param type of a record, which need not be public */
    public RecordMaker(Class<?> type) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        absent = Arrays.stream(types).map(ABSENT::get).toArray();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            maker = MethodHandles.lookup()
                    .unreflectConstructor(constructor)
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every record has a constructor of its components: " + type, e);
        }
    }

    /** What stands for a component that is not there: null, or 0 and false where it cannot be null. */
    public Object absent(int component) {
        return absent[component];
    }

    /** A new array of components of which none is there. */
    public Object[] parts() {
        return absent.clone();
    }

    /** @param parts as many as the record has, each of its component's type; exceptions are those of its constructor */
    public Object make(Object[] parts) {
        try {
            return (Object) maker.invokeExact(parts);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("constructors of records throw nothing checked", e);
        }
    }
}
