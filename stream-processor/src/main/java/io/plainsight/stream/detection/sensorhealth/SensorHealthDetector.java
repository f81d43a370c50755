package io.plainsight.stream.detection.sensorhealth;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Observation.SensorStatus;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import io.plainsight.stream.state.Stamped;
import io.plainsight.stream.state.StateStores;
import io.plainsight.stream.state.Stateful;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Sensors that are not well. Reads what sensors tell of themselves, keyed by sensor and interface, and remembers of each its
 * last minute and what is wrong. Alerts open and close by what the records say; that there are none is noticed by the
 * wall clock, and for live traffic alone.
 */
public final class SensorHealthDetector implements Detector {
    static final String MEMORY_STORE = "sensor-health-memory-store";
    static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);
    private static final Bounds BOUNDS = new Bounds(10_000, Duration.ofDays(30));

    private final SensorHealthJudge judge = new SensorHealthJudge();
    private final StreamMetrics metrics;
    private final boolean live;
    private final StoreBuilder<KeyValueStore<String, Stamped<SensorMemory>>> store;

    /** @param live whether sensors are expected to go on telling; played files end */
    public SensorHealthDetector(StateStores stores, StreamMetrics metrics, boolean live) {
        this.metrics = metrics;
        this.live = live;
        this.store = stores.keyValue(MEMORY_STORE, SensorMemory.class);
    }

    @Override
    public String name() {
        return "sensor-health";
    }

    @Override
    public List<RuleText> rules() {
        return List.of(SensorHealthRule.TEXT);
    }

    /** Whether an observation is what a sensor tells of itself, and whole. */
    public static boolean isStatus(Observation observation) {
        return observation != null
                && observation.timestamp() != null
                && observation.event() != null
                && observation.event().id() != null
                && Actions.SENSOR_STATUS.equals(observation.event().action())
                && observation.observer() != null
                && observation.observer().name() != null
                && observation.plainsight() != null
                && observation.plainsight().sensor() != null;
    }

    /** @param statuses what sensors tell of themselves, by sensor and interface */
    @Override
    public KStream<String, Finding> addTo(KStream<String, Observation> statuses) {
        return statuses.process(new Stateful<>(Judging::new, store), Named.as("sensor-health-judge"));
    }

    private final class Judging extends ContextualProcessor<String, Observation, String, Finding> {
        private BoundedStore<SensorMemory> memories;
        private long startedMs;

        @Override
        public void init(ProcessorContext<String, Finding> context) {
            super.init(context);
            memories = new BoundedStore<>(MEMORY_STORE, context, BOUNDS, metrics);
            startedMs = context.currentSystemTimeMs();
            if (live) {
                context.schedule(CHECK_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::listen);
            }
        }

        @Override
        public void process(Record<String, Observation> record) {
            Observation status = record.value();
            if (SensorStatus.FILE.equals(status.plainsight().sensor().state())) {
                judge.judgeFile(status).forEach(finding -> context().forward(record.withValue(finding)));
                return;
            }
            SensorMemory stored = memories.get(record.key());
            SensorMemory memory =
                    stored == null ? SensorMemory.of(status.observer().text()) : stored;
            if (memory.knows(status.timestamp(), status.event().id())) {
                return; // delivered twice
            }
            SensorHealthJudge.Verdict verdict =
                    judge.judge(status, memory, context().currentSystemTimeMs(), lateSeconds(status));
            memories.put(record.key(), verdict.memory());
            verdict.findings().forEach(finding -> context().forward(record.withValue(finding)));
        }

        /** Of what was told before this began to listen nobody can say whether it is late; nor of files that are played. */
        private long lateSeconds(Observation status) {
            long toldMs = status.timestamp().toEpochMilli();
            return live && toldMs >= startedMs ? (context().currentSystemTimeMs() - toldMs) / 1000 : 0;
        }

        private void listen(long nowMs) {
            List<SensorMemory> silent = new ArrayList<>();
            List<String> keys = new ArrayList<>();
            memories.forEach((key, memory) -> {
                if (judge.isSilent(memory, startedMs, nowMs)) {
                    keys.add(key);
                    silent.add(memory);
                }
            });
            for (int i = 0; i < keys.size(); i++) {
                SensorHealthJudge.Verdict verdict = judge.silent(silent.get(i));
                memories.put(keys.get(i), verdict.memory());
                for (Finding finding : verdict.findings()) {
                    context().forward(new Record<>(keys.get(i), finding, nowMs));
                }
            }
        }
    }
}
