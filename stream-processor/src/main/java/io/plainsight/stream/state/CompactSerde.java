package io.plainsight.stream.state;

import io.plainsight.events.JsonSerde;
import java.time.DateTimeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Records as bytes that only stream processors read: what lies in stores, and what passes between sub-topologies. A fraction of
 * JSON's size and time, since components stand in their order and not by their names.
 *
 * <p><i>Other versions.</i> What is written says how many components it has, and each value what it is. So a record may grow at
 * its end: older bytes lack the new component, which is then null, 0 or false, and an older reader passes over it. Anything
 * else (a component renamed to mean something else, moved, or taken out) changes what older bytes say;
 * {@code RecordShapesTest} refuses that. JSON, which stores held before, is read as well.
 *
 * <p><i>Threading:</i> any.
 */
final class CompactSerde<T> extends PackedSerde<T> {
    /** No JSON text begins with it. */
    private static final int VERSION = 1;

    private final Class<T> type;
    private final Deserializer<T> json;
    /** Made on first use, by whichever thread comes first; all results are the same. */
    private volatile Form form;

    CompactSerde(Class<T> type) {
        this.type = type;
        this.json = new JsonSerde<>(type).deserializer();
    }

    private Form form() {
        Form current = form;
        if (current == null) {
            current = new Forms().of(type);
            form = current;
        }
        return current;
    }

    @Override
    protected void write(T value, Packer out) {
        out.octet(VERSION);
        form().write(value, out);
    }

    @Override
    protected T read(String topic, Unpacker in) {
        if (in.left() > 0 && !in.isNext(VERSION)) {
            return json.deserialize(topic, in.rest());
        }
        in.octet();
        try {
            return type.cast(form().read(in));
        } catch (ClassCastException | IllegalArgumentException | DateTimeException e) {
            throw new SerializationException("not a " + type.getSimpleName() + " on " + topic, e);
        }
    }
}
