package io.plainsight.sensor.flowlog.s3;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.CountedRecords;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogOrigin;
import io.plainsight.sensor.flowlog.FlowLogReader;
import io.plainsight.sensor.flowlog.FlowLogStreams;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at every location: reads what is new there, and puts it into the checkpoint once it is delivered. One thread. */
final class S3Look {
    private static final Logger LOG = LoggerFactory.getLogger(S3Look.class);
    /** Between two flushes, so that a crash costs little and a flush is not paid for every small object. */
    private static final long FLUSH_INTERVAL_NS = TimeUnit.SECONDS.toNanos(5);

    private final S3Settings settings;
    private final ObjectCheckpoint checkpoint;
    private final ObjectStore store;
    private final Observation.Observer observer;
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
            String observerName,
            SensorCounters counters,
            Clock clock,
            ObservationSink sink,
            ResumingStream.Pause pause) {
        this.settings = settings;
        this.checkpoint = checkpoint;
        this.store = store;
        this.observer = new Observation.Observer(observerName, "sensor", null);
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
        String name = where.nameOf(object.key());
        boolean complete = false;
        try (BufferedInputStream in = FlowLogStreams.buffered(
                new ResumingStream(from -> store.open(where, object, from), object.bytes(), pause))) {
            if (FlowLogStreams.isParquet(in)) {
                readFile(in, name, object);
            } else {
                readText(in, name, object);
            }
            complete = true;
            return !isStopped(); // otherwise it may have been left in the middle
        } catch (FlowLogException e) {
            brokenObjects.add(e.getMessage());
            return true;
        } catch (ObjectStoreException e) {
            fail(e.getMessage(), !e.permanent);
            return false;
        } catch (ResumingStream.StoreFailedException e) {
            fail(name + ": the store broke off (" + e.getMessage() + ")", true);
            return false;
        } catch (IOException e) {
            brokenObjects.add(
                    name + ": cannot be read to its end (" + e.getMessage() + "); what came before was taken");
            return true;
        } finally {
            counters.increment(complete ? SensorCounter.FLOW_LOG_FILES_READ : SensorCounter.FLOW_LOG_FILES_FAILED);
        }
    }

    private void readText(BufferedInputStream in, String name, StoredObject object)
            throws IOException, FlowLogException {
        CountedRecords records = new CountedRecords(sink, counters);
        try {
            FlowLogOrigin origin = new FlowLogOrigin(observer, name, name, KeyDates.of(object));
            FlowLogStreams.read(in, origin, records, this::isStopped);
        } finally {
            records.refusals().ifPresent(text -> LOG.warn("rows left out of a flow log: {}", text));
        }
    }

    /** Parquet needs random access, so it goes through a file. */
    private void readFile(InputStream in, String name, StoredObject object) throws IOException, FlowLogException {
        Path file = Files.createTempFile("plainsight-", ".parquet");
        try {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(file, FileTime.from(KeyDates.of(object)));
            // the reader's own count of files would be a second one
            SensorCounters own = new SensorCounters();
            new FlowLogReader(observer.name()).read(file, name, sink, own);
            addRecords(own);
        } catch (FlowLogException e) {
            throw new FlowLogException(e.getMessage().replace(file.toString(), name), e);
        } finally {
            Files.delete(file);
        }
    }

    private void addRecords(SensorCounters own) {
        for (SensorCounter counter : SensorCounter.values()) {
            if (counter != SensorCounter.FLOW_LOG_FILES_READ && counter != SensorCounter.FLOW_LOG_FILES_FAILED) {
                counters.add(counter, own.get(counter));
            }
        }
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
