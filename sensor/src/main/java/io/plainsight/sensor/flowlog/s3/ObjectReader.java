package io.plainsight.sensor.flowlog.s3;

import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogReader;
import io.plainsight.sensor.flowlog.SourceFailedException;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads objects into a sink, whoever named them. One thread. */
final class ObjectReader {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectReader.class);

    private final ObjectStore store;
    private final FlowLogReader reader;
    private final SensorCounters counters;
    private final ResumingStream.Pause pause;

    /**
     * What became of an object.
     *
     * @param done whether there is no sense in reading it again: it was read to its end, or is broken in itself
     * @param problem what is wrong, with its name; null for nothing
     * @param mayPass whether a problem may pass by itself
     */
    record Outcome(boolean done, String problem, boolean mayPass) {}

    /** @param pause also tells, when asked to wait for no time, whether to go on */
    ObjectReader(ObjectStore store, FlowLogReader reader, SensorCounters counters, ResumingStream.Pause pause) {
        this.store = store;
        this.reader = reader;
        this.counters = counters;
        this.pause = pause;
    }

    Outcome read(S3Location where, StoredObject object, ObservationSink sink) {
        String name = where.nameOf(object.key());
        try (InputStream in = new ResumingStream(from -> store.open(where, object, from), object.bytes(), pause)) {
            reader.read(in, reader.origin(name, name, KeyDates.of(object)), sink, counters);
        } catch (FlowLogException e) {
            boolean store = e.getCause() instanceof SourceFailedException;
            return new Outcome(!store, e.getMessage(), store);
        } catch (ObjectStoreException e) {
            counters.increment(SensorCounter.FLOW_LOG_FILES_FAILED);
            return new Outcome(false, e.getMessage(), !e.permanent);
        } catch (IOException e) {
            LOG.debug("a connection could not be closed: object={}", name, e); // all of it has been read
        }
        return new Outcome(pause.await(0), null, false); // when stopped, it may have been left in the middle
    }
}
