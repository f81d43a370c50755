package io.plainsight.sensor.flowlog.s3;

import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogReader;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the flow logs of S3 locations: all that are there, or again and again what is new.
 *
 * <p>An object counts as delivered when the sink has flushed all of its records; only then it gets into the checkpoint. After a crash
 * the objects since the last flush are read again, and their records have the same event ids.
 *
 * <p><b>Threading:</b> one thread reads; {@link #stop} from any. <b>Memory:</b> one row at a time, one page of a listing, and the
 * checkpoint.
 */
public final class S3FlowLogs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(S3FlowLogs.class);
    /** Looks of {@link #readOnce} at a store that fails for a while. */
    private static final int MAX_LOOKS = 4;

    private static final long FIRST_WAIT_MS = 1_000;

    private final S3Settings settings;
    private final List<S3Location> locations;
    private final ObjectCheckpoint checkpoint;
    private final ObjectStore store;
    private final FlowLogReader reader;
    private final SensorCounters counters;
    private final Clock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private S3FlowLogs(
            S3Settings settings,
            List<S3Location> locations,
            ObjectCheckpoint checkpoint,
            ObjectStore store,
            FlowLogReader reader,
            SensorCounters counters,
            Clock clock) {
        this.settings = settings;
        this.locations = locations;
        this.checkpoint = checkpoint;
        this.store = store;
        this.reader = reader;
        this.counters = counters;
        this.clock = clock;
    }

    /**
     * Makes ready to read, without asking the store.
     *
     * @param reader with its settings; used by the reading thread alone, and stopped by {@link #stop}
     * @throws FlowLogException when settings or checkpoint are wrong
     */
    public static S3FlowLogs open(S3Plan plan, FlowLogReader reader, SensorCounters counters) throws FlowLogException {
        return open(plan, reader, counters, Clock.systemUTC());
    }

    /** @param clock tells whether a day is over */
    static S3FlowLogs open(S3Plan plan, FlowLogReader reader, SensorCounters counters, Clock clock)
            throws FlowLogException {
        plan.settings().check();
        ObjectCheckpoint done = ObjectCheckpoint.open(plan.checkpoint(), ObjectCheckpoint.DEFAULT_CAPACITY);
        ObjectStore store = ObjectStore.open(plan.settings());
        return new S3FlowLogs(plan.settings(), plan.locations(), done, store, reader, counters, clock);
    }

    /**
     * Asks each location for one key.
     *
     * @throws FlowLogException when a setting, a name or a right is wrong, for all such locations at once; a store that is only out
     *     of reach is none of these
     */
    public void check() throws FlowLogException {
        List<String> problems = new ArrayList<>();
        for (S3Location where : locations) {
            try {
                store.list(where, where.prefix(), null, 1);
            } catch (ObjectStoreException e) {
                if (e.permanent) {
                    problems.add(e.getMessage());
                } else {
                    LOG.warn("{}; it is tried again", e.getMessage());
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new FlowLogException(String.join(System.lineSeparator(), problems));
        }
    }

    /**
     * Reads all that was not delivered before.
     *
     * @return what could not be read: name, reason, remedy
     * @throws UncheckedIOException when the sink does not take it
     */
    public List<String> readOnce(ObservationSink sink) {
        List<String> problems = new ArrayList<>();
        for (int i = 1; ; i++) {
            S3Look look = look(sink);
            look.atAll(locations);
            problems.addAll(look.brokenObjects());
            if (!look.mayPass() || i == MAX_LOOKS || !pause(FIRST_WAIT_MS << (2 * (i - 1)))) {
                problems.addAll(look.failures());
                return problems;
            }
        }
    }

    /** Reads what is new at every interval until {@link #stop}. What fails is logged, counted and tried again. */
    public void follow(ObservationSink sink) {
        do {
            S3Look look = look(sink);
            try {
                look.atAll(locations);
            } catch (UncheckedIOException e) {
                counters.increment(SensorCounter.FLOW_LOG_LOOKS_FAILED);
                LOG.error("flow logs were not delivered and will be read again: {}", e.getMessage());
            }
            look.brokenObjects().forEach(LOG::warn);
            look.failures().forEach(problem -> LOG.warn("{}; it is tried again", problem));
        } while (pause(settings.interval().toMillis()));
    }

    private S3Look look(ObservationSink sink) {
        return new S3Look(settings, checkpoint, store, reader, counters, clock, sink, this::pause);
    }

    /** Makes reading return soon; what was delivered is remembered. */
    public void stop() {
        stopped.countDown();
        reader.stop();
    }

    /** Returns false when it is time to stop. */
    private boolean pause(long ms) {
        try {
            return !stopped.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        store.close();
    }
}
