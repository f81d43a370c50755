package io.plainsight.stream.state;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.plainsight.events.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.SerializationException;

/** The form of each type; records that are met again are made once. Types that are not known here are written as JSON. Used once. */
final class Forms {
    private final Map<Type, Form> known = new HashMap<>();

    /** Reads what follows a tag. */
    private interface Reading {
        Object read(int tag, Unpacker in);
    }

    Forms() {
        Form wholes = form((value, out) -> Form.writeLong((Long) value, out), Form::readLong);
        Form ints = form((value, out) -> Form.writeInt((Integer) value, out), Form::readInt);
        Form fractions = form((value, out) -> out.octet(Form.DOUBLE).fraction((Double) value), Form::readDouble);
        Form truths = form((value, out) -> out.octet((Boolean) value ? Form.TRUE : Form.FALSE), Forms::truth);
        known.put(Long.class, wholes);
        known.put(long.class, wholes);
        known.put(Integer.class, ints);
        known.put(int.class, ints);
        known.put(Double.class, fractions);
        known.put(double.class, fractions);
        known.put(Boolean.class, truths);
        known.put(boolean.class, truths);
        known.put(String.class, form((value, out) -> Form.writeText((String) value, out), Form::readText));
        known.put(Instant.class, form((value, out) -> Form.writeTime((Instant) value, out), Form::readTime));
        known.put(Object.class, new AnyForm());
    }

    Form of(Type type) {
        Form form = known.get(type);
        if (form == null) {
            form = make(type);
            known.put(type, form);
        }
        return form;
    }

    private Form make(Type type) {
        if (type instanceof Class<?> plain && plain.isRecord()) {
            RecordForm form = new RecordForm(plain);
            known.put(type, form); // before its parts, which may hold it again
            form.compose(this);
            return form;
        }
        if (type instanceof Class<?> words && words.isEnum()) {
            return constants(words);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] parts = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return collection(of(parts[0]), ArrayList::new);
            }
            if (generic.getRawType() == Set.class) {
                return collection(of(parts[0]), LinkedHashSet::new);
            }
            if (generic.getRawType() == Map.class) {
                return map(of(parts[0]), of(parts[1]));
            }
        }
        ObjectReader reader = Json.mapper().readerFor(Json.mapper().constructType(type));
        ObjectWriter writer = Json.mapper().writerFor(Json.mapper().constructType(type));
        return form((value, out) -> Form.writeJson(value, out, writer), (tag, in) -> Form.readJson(tag, in, reader));
    }

    private static Form form(BiConsumer<Object, Packer> writing, Reading reading) {
        return new Form() {
            @Override
            void writePresent(Object value, Packer out) {
                writing.accept(value, out);
            }

            @Override
            Object readPresent(int tag, Unpacker in) {
                return reading.read(tag, in);
            }
        };
    }

    private static Object truth(int tag, Unpacker in) {
        if (tag != Form.TRUE && tag != Form.FALSE) {
            throw Form.unexpected(tag, "yes or no");
        }
        return tag == Form.TRUE;
    }

    private static Form constants(Class<?> type) {
        Map<String, Object> words = new HashMap<>();
        for (Object constant : type.getEnumConstants()) {
            words.put(((Enum<?>) constant).name(), constant);
        }
        return form((value, out) -> Form.writeText(((Enum<?>) value).name(), out), (tag, in) -> {
            String word = Form.readText(tag, in);
            Object constant = words.get(word);
            if (constant == null) {
                throw new SerializationException("not a " + type.getSimpleName() + ": " + word);
            }
            return constant;
        });
    }

    private static Form collection(Form element, Supplier<Collection<Object>> maker) {
        return form((value, out) -> Form.writeAll((Collection<?>) value, element, out), (tag, in) -> {
            if (tag != Form.LIST) {
                throw Form.unexpected(tag, "a list");
            }
            Collection<Object> values = maker.get();
            for (int i = in.count(); i > 0; i--) {
                values.add(element.read(in));
            }
            return values;
        });
    }

    private static Form map(Form key, Form element) {
        return form((value, out) -> Form.writeAll((Map<?, ?>) value, key, element, out), (tag, in) -> {
            if (tag != Form.MAP) {
                throw Form.unexpected(tag, "a map");
            }
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = in.count(); i > 0; i--) {
                map.put(key.read(in), element.read(in));
            }
            return map;
        });
    }
}
