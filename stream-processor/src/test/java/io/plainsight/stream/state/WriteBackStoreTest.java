package io.plainsight.stream.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteBackStoreTest {
    private final KeyValueStore<String, String> bytes = new HeapStore<>("store");
    private final WriteBackStore<String> store = new WriteBackStore<>(bytes, Room.NONE);

    @Test
    void shouldKeepChangesUntilACommitAndWriteTheLastOnes() {
        store.put("a", "1");
        store.put("a", "2");
        store.put("b", "1");
        store.delete("b");

        assertThat(store.get("a")).isEqualTo("2");
        assertThat(store.get("b")).isNull();
        assertThat(bytes.get("a")).isNull();

        store.flushCache();

        assertThat(bytes.get("a")).isEqualTo("2");
        assertThat(bytes.get("b")).isNull();
    }

    @Test
    void shouldHideWhatIsDeletedAndNotYetWritten() {
        bytes.put("a", "old");

        assertThat(store.delete("a")).isEqualTo("old");

        assertThat(store.get("a")).isNull();
        assertThat(entries(store.all())).isEmpty();
    }

    @Test
    void shouldShowChangesInRangesAndAsAWhole() {
        bytes.put("b", "written");
        bytes.put("c", "written");
        store.put("a", "new");
        store.put("b", "changed");
        store.delete("c");
        store.put("d", "new");

        assertThat(entries(store.range("a", "c"))).containsExactly("a=new", "b=changed");
        assertThat(entries(store.all())).containsExactly("a=new", "b=changed", "d=new");
    }

    @Test
    void shouldFindAKeyThatWasAbsentBefore() {
        assertThat(store.get("a")).isNull();
        assertThat(store.putIfAbsent("a", "1")).isNull();
        assertThat(store.putIfAbsent("a", "2")).isEqualTo("1");

        assertThat(store.get("a")).isEqualTo("1");
    }

    @Test
    void shouldReadAgainWhatChangedBelowWhileItWasAStandby() {
        bytes.put("a", "1");
        assertThat(store.get("a")).isEqualTo("1");
        assertThat(store.get("b")).isNull();

        store.clearCache();
        bytes.put("a", "2");
        bytes.put("b", "2");

        assertThat(store.get("a")).isEqualTo("2");
        assertThat(store.get("b")).isEqualTo("2");
    }

    @Test
    void shouldWriteBeforeTooManyChangesWait() {
        for (int i = 0; i < WriteBackStore.MAX_CHANGED; i++) {
            store.put("key-" + i, "value");
        }

        assertThat(bytes.approximateNumEntries()).isEqualTo(WriteBackStore.MAX_CHANGED);
        assertThat(store.get("key-0")).isEqualTo("value");
    }

    @Test
    void shouldForgetWhatWasNotUsedForLongest() {
        CountedStore counted = new CountedStore();
        WriteBackStore<String> small = new WriteBackStore<>(counted, Room.NONE);
        small.put("often", "1");
        for (int i = 0; i < 3 * WriteBackStore.GENERATION; i++) {
            small.put("key-" + i, "value");
            assertThat(small.get("often")).isEqualTo("1");
        }
        small.flushCache();
        int before = counted.asked;

        assertThat(small.get("often")).isEqualTo("1");
        assertThat(counted.asked).isEqualTo(before);
        assertThat(small.get("key-0")).isEqualTo("value");
        assertThat(counted.asked).isEqualTo(before + 1);
    }

    @Test
    void shouldKeepMoreWhereThereIsRoomAndGiveItBack() {
        int more = 1000;
        Room room = new Room(more);
        CountedStore counted = new CountedStore();
        WriteBackStore<String> large = new WriteBackStore<>(counted, room);
        for (int i = 0; i < WriteBackStore.GENERATION + more; i++) {
            large.put("key-" + i, "value");
        }
        large.flushCache();
        assertThat(room.take()).isFalse();

        for (int i = 0; i < WriteBackStore.GENERATION + more; i++) {
            assertThat(large.get("key-" + i)).isEqualTo("value");
        }
        assertThat(counted.asked).isZero();
        large.close();

        for (int i = 0; i < more; i++) {
            assertThat(room.take()).isTrue();
        }
        assertThat(room.take()).isFalse();
    }

    @Test
    void shouldHoldNoMoreRoomThanItsValuesTakeWhenTheyAge() {
        Room room = new Room(1000);
        WriteBackStore<String> aging = new WriteBackStore<>(new HeapStore<>("aging"), room);
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 2 * WriteBackStore.GENERATION + 2500; i++) {
                aging.put("key-" + i, "value-" + round);
            }
        }
        for (int i = 0; i < 2 * WriteBackStore.GENERATION + 2500; i++) {
            assertThat(aging.get("key-" + i)).isEqualTo("value-4");
        }
        aging.clearCache();

        int left = 0;
        while (room.take()) {
            left++;
        }
        assertThat(left).isEqualTo(1000);
    }

    @Test
    void shouldNotAskTheStoreForKeysThatItCannotHold() {
        CountedStore counted = new CountedStore();
        counted.put("old", "1");
        WriteBackStore<String> filtered = new WriteBackStore<>(counted, Room.NONE);
        assertThat(entries(filtered.all())).containsExactly("old=1");

        filtered.put("new", "2");
        filtered.flushCache();

        assertThat(filtered.get("never")).isNull();
        assertThat(counted.asked).isZero();
        assertThat(filtered.get("old")).isEqualTo("1");
        assertThat(filtered.get("new")).isEqualTo("2");
    }

    @Test
    void shouldFindWhatWasWrittenPastItWhileItWasAStandby() {
        CountedStore counted = new CountedStore();
        WriteBackStore<String> filtered = new WriteBackStore<>(counted, Room.NONE);
        assertThat(entries(filtered.all())).isEmpty();

        filtered.clearCache();
        counted.put("a", "1");

        assertThat(filtered.get("a")).isEqualTo("1");
    }

    private static final class CountedStore extends HeapStore<String> {
        private int asked;

        CountedStore() {
            super("store");
        }

        @Override
        public String get(String key) {
            asked++;
            return super.get(key);
        }

        @Override
        public boolean persistent() {
            return true;
        }
    }

    /** The hook is internal to Kafka Streams: here it shows when another version does not call it any more. */
    @Test
    void shouldBeWrittenAndLoggedByKafkaStreamsWhenItCommits(@TempDir Path directory) {
        Topology topology = new Topology();
        topology.addSource("source", "in");
        topology.addProcessor(
                "remember",
                new Stateful<>(
                        () -> (Processor<String, String, String, String>) new Remember(),
                        StateStores.persistent().keyValue("store", String.class)),
                "source");
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        properties.put(
                StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG,
                org.apache.kafka.common.serialization.Serdes.StringSerde.class);
        properties.put(
                StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG,
                org.apache.kafka.common.serialization.Serdes.StringSerde.class);
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, properties)) {
            var changes =
                    driver.createOutputTopic("app-store-changelog", new StringDeserializer(), new StringDeserializer());

            driver.createInputTopic("in", new StringSerializer(), new StringSerializer())
                    .pipeInput("key", "value");

            assertThat(changes.readKeyValuesToList()).singleElement().satisfies(change -> assertThat(change.key)
                    .isEqualTo("key"));
        }
    }

    private static final class Remember extends ContextualProcessor<String, String, String, String> {
        @Override
        public void process(Record<String, String> record) {
            KeyValueStore<String, Stamped<String>> store = context().getStateStore("store");
            store.put(record.key(), new Stamped<>(0, "before " + record.value()));
            store.put(record.key(), new Stamped<>(0, record.value()));
        }
    }

    private static List<String> entries(KeyValueIterator<String, String> iterator) {
        List<String> entries = new ArrayList<>();
        try (iterator) {
            while (iterator.hasNext()) {
                KeyValue<String, String> entry = iterator.next();
                entries.add(entry.key + "=" + entry.value);
            }
        }
        return entries;
    }
}
