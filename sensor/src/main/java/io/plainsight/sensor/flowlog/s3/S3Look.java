package io.plainsight.sensor.flowlog.s3;

import io.plainsight.sensor.flowlog.FlowLogReader;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One look at every location: reads what is new there, and puts it into the checkpoint once it is delivered. One thread. */
final class S3Look {
    /** Between two flushes, so that a crash costs little and a flush is not paid for every small object. */
    private static final long FLUSH_INTERVAL_NS = TimeUnit.SECONDS.toNanos(5);

    private final S3Settings settings;
    private final ObjectCheckpoint checkpoint;
    private final ObjectStore store;
    private final ObjectReader objects;
    private final SensorCounters counters;
    private final Clock clock;
    private final ObservationSink sink;
    private final ResumingStream.Pause pause;

    private final List<String> brokenObjects = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private boolean mayPass;
    /** Read, and not known to be delivered. */
    private final List<Runnable> pending = new ArrayList<>();

    private long flushed = System.nanoTime();

    /** @param pause also tells, when asked to wait for no time, whether to go on */
    S3Look(
            S3Settings settings,
            ObjectCheckpoint checkpoint,
            ObjectStore store,
            FlowLogReader reader,
            SensorCounters counters,
            Clock clock,
            ObservationSink sink,
            ResumingStream.Pause pause) {
        this.settings = settings;
        this.checkpoint = checkpoint;
        this.store = store;
        this.objects = new ObjectReader(store, reader, counters, pause);
        this.counters = counters;
        this.clock = clock;
        this.sink = sink;
        this.pause = pause;
    }

    /** Objects that are no flow log, or broken in themselves: they are not read again. */
    List<String> brokenObjects() {
        return brokenObjects;
    }

    /** What the store did not give. It will be asked for again. */
    List<String> failures() {
        return failures;
    }

    /** Whether a failure may pass by itself. */
    boolean mayPass() {
        return mayPass;
    }

    /** @throws UncheckedIOException when the sink or the checkpoint does not take it */
    void atAll(List<S3Location> locations) {
        locations.forEach(this::at);
        commit();
    }

    private void at(S3Location where) {
        Instant began = clock.instant();
        int failuresBefore = failures.size();
        Predicate<String> closed = S3Listing.closed(checkpoint.lastLook(where), settings.lookBack());
        try {
            boolean whole = new S3Listing(store, where, closed).walk(object -> visit(where, object));
            if (whole && failures.size() == failuresBefore) {
                commit();
                checkpoint.looked(where, began, S3Listing.closed(began, settings.lookBack()));
            }
        } catch (ObjectStoreException e) {
            counters.increment(SensorCounter.FLOW_LOG_LOOKS_FAILED);
            fail(e.getMessage(), !e.permanent);
        }
    }

    private boolean visit(S3Location where, StoredObject object) {
        if (!isStopped() && !checkpoint.isDone(where, object)) {
            if (read(where, object)) {
                pending.add(() -> checkpoint.done(where, object));
            }
            if (System.nanoTime() - flushed > FLUSH_INTERVAL_NS) {
                commit();
            }
        }
        return !isStopped();
    }

    private boolean isStopped() {
        return !pause.await(0);
    }

    /** Returns whether there is no sense in reading it again. */
    private boolean read(S3Location where, StoredObject object) {
        ObjectReader.Outcome outcome = objects.read(where, object, sink);
        if (outcome.problem() != null && outcome.done()) {
            brokenObjects.add(outcome.problem());
        } else if (outcome.problem() != null) {
            fail(outcome.problem(), outcome.mayPass());
        }
        return outcome.done();
    }

    private void fail(String problem, boolean passing) {
        failures.add(problem);
        mayPass |= passing;
    }

    /** What was read so far is delivered from here on. */
    private void commit() {
        sink.flush();
        flushed = System.nanoTime();
        pending.forEach(Runnable::run);
        pending.clear();
        counters.add(SensorCounter.FLOW_LOG_OBJECTS_FORGOTTEN, checkpoint.takeForgotten());
        try {
            checkpoint.save();
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint of flow logs cannot be written (" + e.getMessage() + ")", e);
        }
    }
}
