package io.plainsight.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A Kafka serde over {@link Json}. A record that cannot be read becomes a {@link SerializationException}; who consumes
 * decides in one place what happens to it.
 *
 * @param <T> the record type
 */
public final class JsonSerde<T> implements Serde<T> {
    private final Class<T> type;
    /** Built on first use: preparing a type takes longer than all else that naming a topic needs. */
    private volatile Reader<T> reader;

    private volatile ObjectWriter writer;

    /** Either reads the same; see {@link RecordReader}. */
    private interface Reader<T> {
        T read(byte[] json) throws IOException;
    }

    public JsonSerde(Class<T> type) {
        this.type = type;
    }

    // built twice when two threads come first together; both results are the same
    private Reader<T> reader() {
        Reader<T> current = reader;
        if (current == null) {
            current = RecordReader.isPlain(type)
                    ? new RecordReader<>(type)::read
                    : Json.mapper().readerFor(type)::readValue;
            reader = current;
        }
        return current;
    }

    private ObjectWriter writer() {
        ObjectWriter current = writer;
        if (current == null) {
            current = Json.mapper().writerFor(type);
            writer = current;
        }
        return current;
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> {
            try {
                return value == null ? null : writer().writeValueAsBytes(value);
            } catch (JsonProcessingException e) {
                throw new SerializationException("cannot write " + type.getSimpleName() + " for topic " + topic, e);
            }
        };
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> {
            try {
                return bytes == null ? null : reader().read(bytes);
            } catch (IOException e) {
                throw new SerializationException(
                        "not a " + type.getSimpleName() + " on topic " + topic + ": " + e.getMessage(), e);
            }
        };
    }
}
