package io.plainsight.bench.flowlog;

import com.sun.management.OperatingSystemMXBean;
import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogReader;
import io.plainsight.sensor.flowlog.FlowLogSummary;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads a flow log several times over into observation objects that nobody keeps, and prints a line for each pass: records,
 * CPU seconds of the whole JVM (for the first pass from its start), wall seconds.
 */
public final class FlowLogReading {
    private FlowLogReading() {}

    /** @param arguments the file, and how many passes */
    public static void main(String[] arguments) throws FlowLogException {
        Path file = Path.of(arguments[0]);
        int passes = Integer.parseInt(arguments[1]);
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Discarding sink = new Discarding();
        long cpu = 0;
        for (int pass = 1; pass <= passes; pass++) {
            long start = System.nanoTime();
            FlowLogSummary read =
                    new FlowLogReader("bench").read(file, file.getFileName().toString(), sink, new SensorCounters());
            long now = system.getProcessCpuTime();
            System.out.printf(
                    Locale.ROOT,
                    "%d %.3f %.3f%n",
                    read.flows() + read.gaps(),
                    (now - cpu) / 1e9,
                    (System.nanoTime() - start) / 1e9);
            cpu = now;
        }
        if (sink.bytes == 0) {
            throw new IllegalStateException("no record of " + file + " had a byte");
        }
    }

    /** Looks at each, so that none can be left out. */
    private static final class Discarding implements ObservationSink {
        private long bytes;

        @Override
        public void accept(Observation observation) {
            Observation.Endpoint source = observation.source();
            bytes += source == null || source.bytes() == null ? 0 : source.bytes();
        }

        @Override
        public void flush() {
            // nothing is kept
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
