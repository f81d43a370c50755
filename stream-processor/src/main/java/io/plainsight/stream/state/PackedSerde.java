package io.plainsight.stream.state;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Values as what a {@link Packer} writes. In stores they lie behind a stamp ({@link Stamped#serde}): written there by the same
 * packer, they are not copied for it.
 *
 * <p><i>Threading:</i> any.
 */
public abstract class PackedSerde<T> implements Serde<T> {
    /** Begins with a version of its own, so that bytes of another are known for what they are. */
    protected abstract void write(T value, Packer out);

    /**
     * @param topic for messages
     * @throws org.apache.kafka.common.errors.SerializationException when it is no such value, or of another version
     */
    protected abstract T read(String topic, Unpacker in);

    @Override
    public final Serializer<T> serializer() {
        return (topic, value) -> {
            if (value == null) {
                return null;
            }
            Packer out = Packer.ofThread();
            write(value, out);
            return out.bytes();
        };
    }

    @Override
    public final Deserializer<T> deserializer() {
        return (topic, bytes) -> bytes == null ? null : read(topic, new Unpacker(bytes));
    }
}
