package io.plainsight.sensor.fuzz;

import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogReader;
import io.plainsight.sensor.flowlog.FlowLogSummary;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Flow-log files, and requests of Firehose. The script keeps temporary files in memory, so a file costs little. */
public final class FlowLogTarget {
    private static final FlowLogReader READER = new FlowLogReader("fuzz");
    private static Path file;

    private FlowLogTarget() {}

    public static void fuzzerInitialize() throws IOException {
        file = Files.createTempFile("fuzz", ".log");
        file.toFile().deleteOnExit();
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Files.write(file, input);
        long[] seen = new long[1];
        ObservationSink sink = observation -> {
            seen[0]++;
            Invariants.check(!observation.plainsight().reasons().isEmpty(), "a verdict without a reason");
            Invariants.check(observation.key() != null, "no key");
            Invariants.check(observation.toString().length() <= 2 * input.length + 4096, "more than was read");
        };
        try {
            FlowLogSummary summary = READER.read(file, "fuzz.log", sink, new SensorCounters());
            Invariants.check(summary.flows() + summary.gaps() == seen[0], "rows that do not add up");
        } catch (FlowLogException e) {
            Invariants.check(e.getMessage().startsWith(file.toString()), "an error that names no file");
        }
        try {
            READER.readRequest(
                    new ByteArrayInputStream(input),
                    READER.origin("firehose:id", "firehose:id", Instant.EPOCH),
                    "id",
                    sink,
                    new SensorCounters());
        } catch (FlowLogException e) {
            Invariants.check(e.getMessage().startsWith("firehose:id"), "an error that names no request");
        }
    }
}
