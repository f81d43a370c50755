package io.plainsight.sensor;

import io.plainsight.sensor.health.PathHealth;
import io.plainsight.sensor.health.StatusReporter;
import io.plainsight.sensor.metrics.CounterGroup;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.names.NameTable;
import io.plainsight.sensor.names.Names;
import io.plainsight.sensor.names.SharedNames;
import io.plainsight.sensor.publish.ObservationSink;

/**
 * Makes the packet paths of one sensor, one for each thread that takes packets.
 *
 * <p>Nothing is shared between two paths but the settings, the names and where observations go.
 */
final class PacketPaths {
    private final SensorSettings settings;
    private final ObservationSink sink;
    private final CounterGroup counters;
    /** Made with the first path, whose thread it reports on; null before. */
    private StatusReporter reporter;

    PacketPaths(SensorSettings settings, ObservationSink sink, CounterGroup counters) {
        this.settings = settings;
        this.sink = sink;
        this.counters = counters;
    }

    /** Where all observations go; {@link ObservationSink#forThread} for more than one thread. */
    ObservationSink sink() {
        return sink;
    }

    /** A path with nothing seen yet, with counters of its own and the sink itself. */
    SensorPipeline open() {
        SensorCounters own = counters.add();
        return new SensorPipeline(settings, protocols(own), sink, own, new NameTable(own), ticks(own));
    }

    /** Names that several paths share. */
    Names sharedNames() {
        return new SharedNames(counters.add());
    }

    /**
     * One of several paths that share an interface and the limits of the settings.
     *
     * @param threadSink where the path's thread puts its observations
     */
    SensorPipeline openShared(int paths, ObservationSink threadSink, Names names) {
        SensorCounters own = counters.add();
        return new SensorPipeline(settings.sharedBy(paths), protocols(own), threadSink, own, names, ticks(own));
    }

    /** One of several that share the work on captures and the limits of the settings. */
    ReplayWorker openWorker(int number, int workers) {
        SensorCounters own = counters.add();
        // every worker learns all names, one of them counts them
        NameTable names = new NameTable(number == 0 ? own : new SensorCounters());
        WorkerOutput output = new WorkerOutput(names, sink.forThread());
        SensorPipeline pipeline =
                new SensorPipeline(settings.sharedBy(workers), protocols(own), output, own, output, ticks(own));
        return new ReplayWorker(number, pipeline, output, own);
    }

    /** Counters for one more thread. */
    SensorCounters newCounters() {
        return counters.add();
    }

    /** Tells of the sensor that the paths belong to; there is a path. */
    StatusReporter reporter() {
        return reporter;
    }

    /** The first path's thread tells of all. */
    private PathHealth.Ticks ticks(SensorCounters own) {
        if (reporter != null) {
            return nowNs -> {};
        }
        reporter = new StatusReporter(counters, own, settings.sensorName(), settings.interfaceName(), sink.forThread());
        return reporter;
    }

    private RecognisedProtocols protocols(SensorCounters own) {
        return new Protocols(own, settings.trustRoots()).all();
    }
}
