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
    private final JsonSerde<Observation> json = new JsonSerde<>(Observation.class);
    private final AtomicReference<ObservationEncoder> idle = new AtomicReference<>();

    @Override
    public Serializer<Observation> serializer() {
        return (topic, observation) -> observation == null ? null : encode(topic, observation);
    }

    @Override
    public Deserializer<Observation> deserializer() {
        return json.deserializer();
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
