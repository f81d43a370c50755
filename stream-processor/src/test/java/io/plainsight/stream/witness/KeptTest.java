package io.plainsight.stream.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.state.Stamped;
import io.plainsight.stream.state.StateStores;
import io.prometheus.client.CollectorRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class KeptTest {
    private static final String STORE = "kept-store";

    private final MockProcessorContext<String, String> context = new MockProcessorContext<>();
    private final CollectorRegistry registry = new CollectorRegistry();
    private final StreamMetrics metrics = new StreamMetrics(registry);
    private final List<String> gone = new ArrayList<>();
    private long nowMs = 1_000;

    KeptTest() {
        KeyValueStore<String, Stamped<String>> store =
                StateStores.heap().keyValue(STORE, String.class).build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }

    @Test
    void shouldKnowAfterwardsWhatWasPutAndNotRemoved() {
        Kept<String> before = open(10);
        put(before, "a", "1");
        put(before, "b", "2");
        put(before, "a", "3");
        assertThat(before.remove("b")).isEqualTo("2");
        assertThat(before.remove("c")).isNull();

        Kept<String> after = open(10);

        assertThat(contents(after)).isEqualTo(Map.of("a", "3"));
        assertThat(after.get("a")).isEqualTo("3");
        assertThat(after.get("b")).isNull();
    }

    @Test
    void shouldLetGoAndCountWhatWasUsedLongestAgo() {
        Kept<String> kept = open(2);
        put(kept, "a", "1");
        put(kept, "b", "2");
        assertThat(kept.get("a")).isEqualTo("1");

        put(kept, "c", "3");

        assertThat(gone).containsExactly("b=2");
        assertThat(contents(open(2))).isEqualTo(Map.of("a", "1", "c", "3"));
        assertThat(evicted()).isEqualTo(1);
    }

    @Test
    void shouldLetGoWhatWasWrittenLongestAgoWhenOpenedAgain() {
        Kept<String> before = open(2);
        put(before, "b", "2");
        put(before, "a", "1");

        put(open(2), "c", "3");

        assertThat(gone).containsExactly("b=2");
    }

    private Kept<String> open(int most) {
        return new Kept<>(STORE, context, most, metrics);
    }

    private void put(Kept<String> kept, String key, String value) {
        context.setCurrentSystemTimeMs(nowMs++);
        kept.put(key, value, (evicted, old) -> gone.add(evicted + '=' + old));
    }

    private static Map<String, String> contents(Kept<String> kept) {
        Map<String, String> contents = new TreeMap<>();
        kept.forEach(contents::put);
        return contents;
    }

    private double evicted() {
        return registry.getSampleValue(
                "plainsight_stream_state_evictions_total",
                new String[] {"store", "reason"},
                new String[] {STORE, "capacity"});
    }
}
