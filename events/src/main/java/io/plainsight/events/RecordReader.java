package io.plainsight.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the records of this project from Jackson's tokens, in about half of the time that Jackson's own binding takes: field
 * names are looked up once, and each record is made by one call. Types that are more than plain are left to
 * {@link Json#mapper}, and so is a whole text in which anything is unexpected, so what is read, and what is refused, is
 * exactly what the mapper reads and refuses.
 *
 * <p><i>Threading:</i> immutable once made.
 *
 * @param <T> a record
 */
final class RecordReader<T> {
    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();
    private static final Map<Class<?>, Object> ABSENT =
            Map.of(long.class, 0L, int.class, 0, double.class, 0.0, boolean.class, false);

    private final RecordValue root;
    private final ObjectReader mapper;

    /** The tokens are not those that were expected; the mapper decides. */
    private static final class Unexpected extends IOException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this; // never shown to anybody
        }
    }

    /** Reads the value whose first token is the current one, and leaves its last token current. */
    private interface Value {
        Object read(JsonParser in) throws IOException;
    }

    RecordReader(Class<T> type) {
        mapper = Json.mapper().readerFor(type);
        root = (RecordValue) new Values().of(type);
    }

    /** Whether this type is one that is read here. */
    static boolean isPlain(Class<?> type) {
        return type.isRecord()
                && isPlain((AnnotatedElement) type)
                && Arrays.stream(type.getDeclaredMethods()).allMatch(RecordReader::isPlain)
                && Arrays.stream(type.getDeclaredFields()).allMatch(RecordReader::isPlain)
                && Arrays.stream(type.getDeclaredConstructors()).allMatch(RecordReader::isPlain);
    }

    private static boolean isPlain(AnnotatedElement element) {
        for (Annotation annotation : element.getAnnotations()) {
            boolean foreign = annotation.annotationType().getName().startsWith("com.fasterxml.jackson.");
            if (foreign && !(annotation instanceof JsonProperty)) {
                return false;
            }
        }
        return true;
    }

    T read(byte[] json) throws IOException {
        try (JsonParser in = Json.mapper().getFactory().createParser(json)) {
            if (in.nextToken() == JsonToken.START_OBJECT) {
                @SuppressWarnings("unchecked") // the root was made for this type
                T value = (T) root.read(in);
                return value;
            }
        } catch (IOException | RuntimeException e) {
            // whatever it is, the mapper below says it in its own words, or reads the text after all
        }
        return mapper.readValue(json);
    }

    private static final class RecordValue implements Value {
        private final Map<String, Integer> positions = new HashMap<>();
        /** As the parser interns them. */
        private final String[] names;

        private final Object[] absent;
        private final Value[] values;
        private final MethodHandle maker;

        RecordValue(Class<?> type, Values known) {
            known.put(type, this); // before its parts, which may hold it again
            RecordComponent[] components = type.getRecordComponents();
            absent = new Object[components.length];
            values = new Value[components.length];
            names = new String[components.length];
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                names[i] = name(components[i]).intern();
                positions.put(names[i], i);
                absent[i] = ABSENT.get(types[i]);
                values[i] = known.of(components[i].getGenericType());
            }
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

        /** Fields mostly stand in the order of the components, as our own writers have it, some of them left out. */
        @SuppressWarnings("StringEquality") // both are interned; what differs all the same is looked up
        private int position(String name, int from) {
            for (int i = from; i < names.length; i++) {
                if (names[i] == name) {
                    return i;
                }
            }
            return positions.getOrDefault(name, -1);
        }

        private static String name(RecordComponent component) {
            JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
            return given == null || given.value().isEmpty() ? SNAKE_CASE.translate(component.getName()) : given.value();
        }

        @Override
        public Object read(JsonParser in) throws IOException {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                throw new Unexpected();
            }
            Object[] parts = absent.clone();
            int next = 0;
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                int position = position(name, next);
                next = position + 1;
                JsonToken token = in.nextToken();
                if (position < 0) {
                    in.skipChildren();
                } else if (token != JsonToken.VALUE_NULL) {
                    parts[position] = values[position].read(in);
                } else if (absent[position] != null) {
                    throw new Unexpected();
                } else {
                    parts[position] = null;
                }
            }
            if (in.currentToken() != JsonToken.END_OBJECT) {
                throw new Unexpected();
            }
            try {
                return (Object) maker.invokeExact(parts);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IOException("constructors of records throw nothing checked", e);
            }
        }
    }

    /** How each type is read; records that are met again are made once. */
    private static final class Values {
        private final Map<Type, Value> known = new HashMap<>();

        Values() {
            known.put(String.class, RecordReader::text);
            known.put(Instant.class, RecordReader::time);
            known.put(Long.class, RecordReader::longNumber);
            known.put(long.class, RecordReader::longNumber);
            known.put(Integer.class, RecordReader::intNumber);
            known.put(int.class, RecordReader::intNumber);
            known.put(Double.class, RecordReader::doubleNumber);
            known.put(double.class, RecordReader::doubleNumber);
            known.put(Boolean.class, RecordReader::truth);
            known.put(boolean.class, RecordReader::truth);
        }

        void put(Type type, Value value) {
            known.put(type, value);
        }

        Value of(Type type) {
            Value value = known.get(type);
            if (value == null) {
                value = make(type);
                known.put(type, value);
            }
            return value;
        }

        private Value make(Type type) {
            if (type instanceof Class<?> plain && isPlain(plain)) {
                return new RecordValue(plain, this);
            }
            if (type instanceof Class<?> words && words.isEnum() && isPlain((AnnotatedElement) words)) {
                return constants(words);
            }
            if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
                return list(of(generic.getActualTypeArguments()[0]));
            }
            if (type instanceof ParameterizedType generic
                    && generic.getRawType() == Map.class
                    && generic.getActualTypeArguments()[0] == String.class) {
                return map(of(generic.getActualTypeArguments()[1]));
            }
            ObjectReader mapper = Json.mapper().readerFor(Json.mapper().constructType(type));
            return in -> mapper.readValue(in);
        }

        private static Value constants(Class<?> type) {
            Map<String, Object> words = new HashMap<>();
            for (Object constant : type.getEnumConstants()) {
                words.put(Json.mapper().convertValue(constant, String.class), constant);
            }
            return in -> {
                Object constant = words.get(text(in));
                if (constant == null) {
                    throw new Unexpected();
                }
                return constant;
            };
        }

        private static Value list(Value element) {
            return in -> {
                if (in.currentToken() != JsonToken.START_ARRAY) {
                    throw new Unexpected();
                }
                List<Object> list = new ArrayList<>();
                for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
                    list.add(token == JsonToken.VALUE_NULL ? null : element.read(in));
                }
                return list;
            };
        }

        private static Value map(Value element) {
            return in -> {
                if (in.currentToken() != JsonToken.START_OBJECT) {
                    throw new Unexpected();
                }
                Map<String, Object> map = new LinkedHashMap<>();
                for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                    map.put(name, in.nextToken() == JsonToken.VALUE_NULL ? null : element.read(in));
                }
                return map;
            };
        }
    }

    private static String text(JsonParser in) throws IOException {
        expect(in, JsonToken.VALUE_STRING);
        return in.getText();
    }

    private static Object time(JsonParser in) throws IOException {
        expect(in, JsonToken.VALUE_STRING);
        Instant time = InstantReader.read(in.getTextCharacters(), in.getTextOffset(), in.getTextLength());
        if (time == null) {
            throw new Unexpected();
        }
        return time;
    }

    private static Object longNumber(JsonParser in) throws IOException {
        expect(in, JsonToken.VALUE_NUMBER_INT);
        return in.getLongValue();
    }

    private static Object intNumber(JsonParser in) throws IOException {
        expect(in, JsonToken.VALUE_NUMBER_INT);
        return in.getIntValue();
    }

    private static Object doubleNumber(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
            expect(in, JsonToken.VALUE_NUMBER_INT);
        }
        return in.getDoubleValue();
    }

    private static Object truth(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_TRUE) {
            expect(in, JsonToken.VALUE_FALSE);
        }
        return in.getBooleanValue();
    }

    private static void expect(JsonParser in, JsonToken token) throws IOException {
        if (in.currentToken() != token) {
            throw new Unexpected();
        }
    }
}
