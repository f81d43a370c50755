package io.plainsight.events.encode;

import io.plainsight.events.JsonSerde;
import io.plainsight.events.Observation;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The Kafka serde of observations: the bytes of {@link JsonSerde}, made by {@link ObservationEncoder}, and read by Jackson.
 *
 * <p><b>Threading:</b> any; a producer's serializer is called by every thread that sends. One encoder is kept, and whoever
 * finds it taken makes one that lives as long as the call.
 */
public final class ObservationSerde implements Serde<Observation> {
    /**
     * A longer text is refused before it is read: a hundred times what a sensor writes, and what a broker takes by default.
     * Compressed, far longer ones would pass the broker.
     */
    public static final int MAX_BYTES = 1 << 20;

    private final JsonSerde<Observation> json = new JsonSerde<>(Observation.class);
    private final AtomicReference<ObservationEncoder> idle = new AtomicReference<>();

    @Override
    public Serializer<Observation> serializer() {
        return (topic, observation) -> observation == null ? null : encode(topic, observation);
    }

    @Override
    public Deserializer<Observation> deserializer() {
        Deserializer<Observation> reader = json.deserializer();
        return (topic, bytes) -> {
            if (bytes != null && bytes.length > MAX_BYTES) {
                throw new SerializationException(
                        "an observation of " + bytes.length + " bytes on topic " + topic + ", at most " + MAX_BYTES);
            }
            return reader.deserialize(topic, bytes);
        };
    }

    private byte[] encode(String topic, Observation observation) {
        ObservationEncoder taken = idle.getAndSet(null);
        ObservationEncoder encoder = taken == null ? new ObservationEncoder() : taken;
        try {
            return encoder.encode(observation);
        } catch (RuntimeException e) {
            throw new SerializationException("cannot write Observation for topic " + topic, e);
        } finally {
            idle.set(encoder);
        }
    }
}
