package io.plainsight.stream.state;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.plainsight.events.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of which only the tag tells what they are, such as the measured ones of a finding. What is none of the known kinds is JSON. */
final class AnyForm extends Form {
    private final ObjectReader reader = Json.mapper().readerFor(Object.class);
    private final ObjectWriter writer = Json.mapper().writer();

    @Override
    void writePresent(Object value, Packer out) {
        if (value instanceof String text) {
            writeText(text, out);
        } else if (value instanceof Integer number) {
            writeInt(number, out);
        } else if (value instanceof Long number) {
            writeLong(number, out);
        } else if (value instanceof Double number) {
            out.octet(DOUBLE).fraction(number);
        } else if (value instanceof Boolean truth) {
            out.octet(truth ? TRUE : FALSE);
        } else if (value instanceof Instant time) {
            writeTime(time, out);
        } else if (value instanceof Collection<?> values) {
            writeAll(values, this, out);
        } else if (value instanceof Map<?, ?> map) {
            writeAll(map, this, this, out);
        } else {
            writeJson(value, out, writer);
        }
    }

    @Override
    Object readPresent(int tag, Unpacker in) {
        return switch (tag) {
            case TRUE, FALSE -> tag == TRUE;
            case INT, NEGATIVE_INT -> readInt(tag, in);
            case LONG, NEGATIVE_LONG -> readLong(tag, in);
            case DOUBLE -> readDouble(tag, in);
            case TIME, TIME_BEFORE_1970 -> readTime(tag, in);
            case LIST -> list(in);
            case MAP -> map(in);
            case JSON -> readJson(tag, in, reader);
            default -> readText(tag, in);
        };
    }

    private List<Object> list(Unpacker in) {
        List<Object> values = new ArrayList<>();
        for (int i = in.count(); i > 0; i--) {
            values.add(read(in));
        }
        return values;
    }

    private Map<Object, Object> map(Unpacker in) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = in.count(); i > 0; i--) {
            map.put(read(in), read(in));
        }
        return map;
    }
}
