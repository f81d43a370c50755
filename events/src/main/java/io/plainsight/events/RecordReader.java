package io.plainsight.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.plainsight.events.JsonBytes.Unexpected;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the records of this project from their bytes, in a fraction of the time that Jackson's own binding takes: fields are
 * expected in the order of the components, each record is made by one call, and lists of texts and records that come again are
 * shared ({@link SharedLists}, {@link SharedRecords}). Types that are more than plain are left to {@link Json#mapper}, and so is a whole text in which
 * anything is unexpected, so what is read, and what is refused, is exactly what the mapper reads and refuses.
 *
 * <p><i>Threading:</i> any.
 *
 * @param <T> a record
 */
final class RecordReader<T> {
    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

    private final RecordValue root;
    private final ObjectReader mapper;

    /** Reads the value that comes next. */
    interface Value {
        Object read(JsonBytes in) throws IOException;
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
        try {
            @SuppressWarnings("unchecked") // the root was made for this type
            T value = (T) root.read(new JsonBytes(json));
            return value;
        } catch (IOException | RuntimeException e) {
            // whatever it is, the mapper below says it in its own words, or reads the text after all
        }
        return mapper.readValue(json);
    }

    private static final class RecordValue implements Value {
        private final byte[][] names;
        private final Value[] values;
        private final RecordMaker maker;

        RecordValue(Class<?> type, Values known) {
            known.put(type, this); // before its parts, which may hold it again
            RecordComponent[] components = type.getRecordComponents();
            maker = new RecordMaker(type);
            values = new Value[components.length];
            names = new byte[components.length][];
            for (int i = 0; i < components.length; i++) {
                names[i] = name(components[i]).getBytes(StandardCharsets.UTF_8);
                values[i] = known.of(components[i].getGenericType());
            }
        }

        private static String name(RecordComponent component) {
            JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
            return given == null || given.value().isEmpty() ? SNAKE_CASE.translate(component.getName()) : given.value();
        }

        @Override
        public Object read(JsonBytes in) throws IOException {
            in.expect('{');
            Object[] parts = maker.parts();
            int next = 0;
            for (boolean more = !in.take('}'); more; more = !in.endsOrGoesOn('}')) {
                int position = in.name(names, next);
                if (position < 0) {
                    in.pass();
                } else if (!in.takeWord("null")) {
                    parts[position] = values[position].read(in);
                    next = position + 1;
                } else if (maker.absent(position) != null) {
                    throw new Unexpected();
                } else {
                    parts[position] = null;
                }
            }
            return maker.make(parts);
        }
    }

    /** How each type is read; records that are met again are made once. */
    private static final class Values {
        private final Map<Type, Value> known = new HashMap<>();

        Values() {
            known.put(String.class, JsonBytes::text);
            known.put(Instant.class, JsonBytes::time);
            known.put(Long.class, JsonBytes::number);
            known.put(long.class, JsonBytes::number);
            known.put(Integer.class, JsonBytes::smallNumber);
            known.put(int.class, JsonBytes::smallNumber);
            known.put(Double.class, JsonBytes::fraction);
            known.put(double.class, JsonBytes::fraction);
            known.put(Boolean.class, JsonBytes::truth);
            known.put(boolean.class, JsonBytes::truth);
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
                Value record = new RecordValue(plain, this);
                return plain.isAnnotationPresent(Repeated.class) ? new SharedRecords(record) : record;
            }
            if (type instanceof Class<?> words && words.isEnum() && isPlain((AnnotatedElement) words)) {
                return constants(words);
            }
            if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
                Type element = generic.getActualTypeArguments()[0];
                return element == String.class ? new SharedLists()::read : list(of(element));
            }
            if (type instanceof ParameterizedType generic
                    && generic.getRawType() == Map.class
                    && generic.getActualTypeArguments()[0] == String.class) {
                return map(of(generic.getActualTypeArguments()[1]));
            }
            ObjectReader mapper = Json.mapper().readerFor(Json.mapper().constructType(type));
            return in -> {
                in.peek();
                int begin = in.position();
                in.pass();
                return mapper.readValue(in.bytes(), begin, in.position() - begin);
            };
        }

        private static Value constants(Class<?> type) {
            Map<String, Object> words = new HashMap<>();
            for (Object constant : type.getEnumConstants()) {
                words.put(Json.mapper().convertValue(constant, String.class), constant);
            }
            return in -> {
                Object constant = words.get(in.text());
                if (constant == null) {
                    throw new Unexpected();
                }
                return constant;
            };
        }

        private static Value list(Value element) {
            return in -> {
                in.expect('[');
                List<Object> list = new ArrayList<>();
                for (boolean more = !in.take(']'); more; more = !in.endsOrGoesOn(']')) {
                    list.add(in.takeWord("null") ? null : element.read(in));
                }
                return list;
            };
        }

        private static Value map(Value element) {
            return in -> {
                in.expect('{');
                Map<String, Object> map = new LinkedHashMap<>();
                for (boolean more = !in.take('}'); more; more = !in.endsOrGoesOn('}')) {
                    String name = in.name();
                    in.expect(':');
                    map.put(name, in.takeWord("null") ? null : element.read(in));
                }
                return map;
            };
        }
    }
}
