package io.plainsight.stream.state;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A stored value with the time that it was last written, so that what nobody touches any more can be cleared.
 *
 * @param touchedMs wall clock, milliseconds since the epoch; never used in a judgement
 */
public record Stamped<V>(long touchedMs, V value) {

    /** Eight bytes of stamp before the value's own bytes. */
    public static <V> Serde<Stamped<V>> serde(Serde<V> values) {
        return values instanceof PackedSerde<V> packed ? packed(packed) : copied(values);
    }

    private static <V> Serde<Stamped<V>> packed(PackedSerde<V> values) {
        return Serdes.serdeFrom(
                (topic, stamped) -> {
                    if (stamped == null) {
                        return null;
                    }
                    Packer out = Packer.ofThread().wide(stamped.touchedMs());
                    values.write(stamped.value(), out);
                    return out.bytes();
                },
                (topic, bytes) -> {
                    if (bytes == null) {
                        return null;
                    }
                    Unpacker in = new Unpacker(bytes);
                    long touchedMs = in.wide();
                    return new Stamped<>(touchedMs, values.read(topic, in));
                });
    }

    private static <V> Serde<Stamped<V>> copied(Serde<V> values) {
        Serializer<V> writer = values.serializer();
        Deserializer<V> reader = values.deserializer();
        return Serdes.serdeFrom(
                (topic, stamped) -> {
                    if (stamped == null) {
                        return null;
                    }
                    byte[] value = writer.serialize(topic, stamped.value());
                    return ByteBuffer.allocate(Long.BYTES + value.length)
                            .putLong(stamped.touchedMs())
                            .put(value)
                            .array();
                },
                (topic, bytes) -> {
                    if (bytes == null) {
                        return null;
                    }
                    ByteBuffer in = ByteBuffer.wrap(bytes);
                    long touchedMs = in.getLong();
                    byte[] value = new byte[in.remaining()];
                    in.get(value);
                    return new Stamped<>(touchedMs, reader.deserialize(topic, value));
                });
    }
}
