package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureFiles;
import io.plainsight.sensor.capture.PacketSource;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The whole path over every capture of the shared corpus: no protocol is known here, yet every packet must be accounted for. */
class CorpusPipelineTest {
    @Test
    void shouldEndEveryConnectionOnceAndAccountForEveryPacket() throws IOException {
        Path corpus = SharedFolder.require().resolve("corpus");
        PipelineHarness harness = new PipelineHarness(SensorSettings.defaults("tap1"));
        long read = 0;
        for (Path file : captures(corpus)) {
            harness.pipeline.beginFile(corpus.relativize(file).toString());
            try (PacketSource source = CaptureFiles.open(file)) {
                source.forEach(harness.pipeline);
                read++;
            } catch (CaptureException e) {
                assertThat(e.getMessage()).contains(file.getFileName().toString());
            }
            harness.pipeline.endFile();
        }

        assertThat(read).isGreaterThan(100);
        assertThat(harness.count(SensorCounter.DISSECTOR_ERRORS)).isZero();
        Map<Object, Integer> ends = new HashMap<>();
        Set<Object> ids = new HashSet<>();
        for (Observation observation : harness.observations) {
            Object key = List.of(observation.log(), observation.event().id());
            ids.add(key);
            assertThat(observation.plainsight().reasons()).isNotEmpty();
            if (observation.event().action().equals(Actions.FLOW_ENDED)) {
                ends.merge(key, 1, Integer::sum);
            }
        }
        assertThat(ends.keySet()).isEqualTo(ids);
        assertThat(ends.entrySet().stream().filter(e -> e.getValue() != 1).collect(Collectors.toList()))
                .isEmpty();
        assertThat(harness.count(SensorCounter.FLOWS)).isEqualTo(ends.size());
    }

    private static List<Path> captures(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().matches(".*\\.(pcap|pcapng|cap)"))
                    .sorted()
                    .toList();
        }
    }
}
