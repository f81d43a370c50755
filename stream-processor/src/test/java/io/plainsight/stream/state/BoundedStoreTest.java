package io.plainsight.stream.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.stream.metrics.StreamMetrics;
import io.prometheus.client.CollectorRegistry;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundedStoreTest {
    private final CollectorRegistry registry = new CollectorRegistry();
    private final MockProcessorContext<String, String> context = new MockProcessorContext<>();
    private BoundedStore<String> store;

    @BeforeEach
    void open() {
        KeyValueStore<String, Stamped<String>> backing =
                StateStores.heap().keyValue("store", String.class).build();
        backing.init(context.getStateStoreContext(), backing);
        context.addStateStore(backing);
        context.setCurrentSystemTimeMs(0);
        store = new BoundedStore<>(
                "store", context, new Bounds(10, Duration.ofMinutes(30)), new StreamMetrics(registry));
    }

    @Test
    void shouldEvictTheLongestUntouchedWhenFull() {
        for (int i = 0; i < 10; i++) {
            context.setCurrentSystemTimeMs(i);
            store.put("key-" + i, "value");
        }
        context.setCurrentSystemTimeMs(20);
        store.put("key-0", "touched");

        store.put("key-10", "value");

        assertThat(store.size()).isLessThanOrEqualTo(10);
        assertThat(store.get("key-0")).isEqualTo("touched");
        assertThat(store.get("key-1")).isNull();
        assertThat(store.get("key-10")).isEqualTo("value");
        assertThat(evictions("capacity")).isPositive();
    }

    @Test
    void shouldStayWithinItsCapacityWhateverComes() {
        for (int i = 0; i < 1000; i++) {
            store.put("key-" + i, "value");
        }

        assertThat(store.size()).isLessThanOrEqualTo(10);
        assertThat(store.get("key-999")).isEqualTo("value");
    }

    @Test
    void shouldDropWhatNobodyTouchedInTime() {
        store.put("old", "value");
        context.setCurrentSystemTimeMs(Duration.ofMinutes(20).toMillis());
        store.put("new", "value");

        context.scheduledPunctuators().forEach(punctuator -> punctuator
                .getPunctuator()
                .punctuate(Duration.ofMinutes(31).toMillis()));

        assertThat(store.get("old")).isNull();
        assertThat(store.get("new")).isEqualTo("value");
        assertThat(evictions("expired")).isEqualTo(1);
    }

    @Test
    void shouldKeepTheStampBesideTheValue() {
        var serde = Stamped.serde(Serdes.String());
        Stamped<String> stamped = new Stamped<>(42, "value");

        byte[] bytes = serde.serializer().serialize("topic", stamped);

        assertThat(serde.deserializer().deserialize("topic", bytes)).isEqualTo(stamped);
    }

    private double evictions(String reason) {
        return registry.getSampleValue(
                "plainsight_stream_state_evictions_total",
                new String[] {"store", "reason"},
                new String[] {"store", reason});
    }
}
