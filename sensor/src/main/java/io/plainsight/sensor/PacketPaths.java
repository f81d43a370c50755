package io.plainsight.sensor;

import io.plainsight.sensor.health.StatusReporter;
import io.plainsight.sensor.metrics.CounterGroup;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;

/**
 * Makes the packet paths of one sensor, one for each thread that takes packets.
 *
 * <p>Nothing is shared between two paths but the settings and the sink.
 */
final class PacketPaths {
    private final SensorSettings settings;
    private final ObservationSink sink;
    private final CounterGroup counters;
    /** Made with the first path, whose thread it reports on; null before. */
    private StatusReporter reporter;

    /** @param sink takes observations from every path's thread; where there are several, it has to allow for that */
    PacketPaths(SensorSettings settings, ObservationSink sink, CounterGroup counters) {
        this.settings = settings;
        this.sink = sink;
        this.counters = counters;
    }

    /** A path with nothing seen yet, and counters of its own. */
    SensorPipeline open() {
        SensorCounters own = counters.add();
        Protocols protocols = new Protocols(own, settings.trustRoots());
        if (reporter != null) {
            return new SensorPipeline(settings, protocols.all(), sink, own);
        }
        reporter = new StatusReporter(counters, own, settings.sensorName(), settings.interfaceName(), sink);
        return new SensorPipeline(settings, protocols.all(), sink, own, reporter);
    }

    /** Tells of the sensor that the paths belong to; there is a path. */
    StatusReporter reporter() {
        return reporter;
    }
}
