package io.plainsight.stream.posture;

import io.plainsight.stream.state.StateStores;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/** Sums as bytes; each connection changes one of them. */
final class GatheredSerde {
    /** What {@link Gathered} is made of. */
    record Parts(Scope scope, Tally.Parts tally) {}

    private GatheredSerde() {}

    static Serde<Gathered> serde() {
        Serde<Parts> parts = StateStores.compact(Parts.class);
        Serializer<Parts> writer = parts.serializer();
        Deserializer<Parts> reader = parts.deserializer();
        return Serdes.serdeFrom(
                (topic, gathered) -> gathered == null
                        ? null
                        : writer.serialize(
                                topic,
                                new Parts(gathered.scope(), gathered.tally().parts())),
                (topic, bytes) -> {
                    Parts read = reader.deserialize(topic, bytes);
                    return read == null ? null : new Gathered(read.scope(), Tally.of(read.tally()));
                });
    }
}
