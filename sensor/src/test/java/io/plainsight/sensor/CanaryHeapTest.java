package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.plainsight.events.Observation;
import io.plainsight.sensor.canary.Canaries;
import io.plainsight.sensor.canary.Packets;
import io.plainsight.sensor.canary.SecretSearch;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureFiles;
import io.plainsight.sensor.capture.PacketSource;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.testing.Command;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sensor that goes on watching keeps nothing of what passed: its pools and buffers, which are used again and again, hold no
 * secret once the connections are over. The sensor is in a process of its own, since this one knows the secrets.
 */
class CanaryHeapTest {
    @TempDir
    Path folder;

    @Test
    void shouldKeepNoSecretInItsHeap() throws Exception {
        Path capture = folder.resolve("canaries.pcap");
        Path heap = folder.resolve("heap.hprof");
        Files.write(capture, Packets.all(1_000_000_000L).pcap());
        SecretSearch search = Canaries.search();

        String said = Command.run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Player.class.getName(),
                capture.toString(),
                heap.toString());

        assertThat(search.in(capture)).as("the search at work").isNotEmpty();
        assertThat(Files.readString(heap, StandardCharsets.ISO_8859_1))
                .as("the observations in the heap")
                .contains("credentials in clear over ftp: secret");
        assertThat(search.in(heap)).isEmpty();
        assertThat(search.in(said)).isEmpty();
    }

    /** Plays a capture, dumps the heap while the sensor and what it told are still in use. */
    static final class Player {
        private Player() {}

        public static void main(String[] arguments) throws IOException, CaptureException {
            SensorCounters counters = new SensorCounters();
            List<Observation> told = new ArrayList<>();
            SensorPipeline pipeline = new SensorPipeline(
                    SensorSettings.defaults("tap1").withFlowCapacity(4096),
                    new Protocols(counters).all(),
                    told::add,
                    counters);
            try (PacketSource source = CaptureFiles.open(Path.of(arguments[0]))) {
                source.forEach(pipeline);
                pipeline.end();
            }
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpHeap(arguments[1], true);
            } finally {
                Reference.reachabilityFence(pipeline);
                Reference.reachabilityFence(told);
            }
        }
    }
}
