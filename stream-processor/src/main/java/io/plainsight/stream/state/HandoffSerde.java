package io.plainsight.stream.state;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Hands objects through a topic that never leaves this process: the bytes are a ticket, the object waits here until the
 * ticket is redeemed. Spares offline analysis the JSON of every hop. Single-threaded; each ticket is good once, and what
 * waits is bounded by the records between two processors.
 */
final class HandoffSerde<T> implements Serde<T> {
    private final Map<Long, T> waiting = new HashMap<>();
    private long nextTicket;

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> {
            if (value == null) {
                return null;
            }
            waiting.put(nextTicket, value);
            return ByteBuffer.allocate(Long.BYTES).putLong(nextTicket++).array();
        };
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> {
            if (bytes == null) {
                return null;
            }
            T value = bytes.length == Long.BYTES
                    ? waiting.remove(ByteBuffer.wrap(bytes).getLong())
                    : null;
            if (value == null) {
                throw new SerializationException("no object waits for this ticket on " + topic);
            }
            return value;
        };
    }
}
