package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureFiles;
import io.plainsight.sensor.capture.PacketSource;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import io.plainsight.sensor.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The whole sensor over damaged captures: no exception leaves it, no dissector throws inside it, every connection ends once.
 * More rounds than the bounded default: {@code -Dplainsight.mutation.rounds=20}, from {@code -Dplainsight.mutation.seed}.
 */
class MutatedCorpusTest {
    /** Larger captures hold more of the same traffic. */
    private static final long MAX_FILE = 200_000;

    private final SensorCounters counters = new SensorCounters();
    private final Map<String, Integer> ends = new HashMap<>();
    private long flowsBefore;
    private final List<String> wrong = new ArrayList<>();

    @Test
    void shouldSurviveDamagedCaptures() throws IOException {
        Path corpus = SharedFolder.require().resolve("corpus");
        int rounds = Integer.getInteger("plainsight.mutation.rounds", 1);
        long seed = Long.getLong("plainsight.mutation.seed", 20_261_121L);
        SensorPipeline pipeline = pipeline();
        for (int round = 0; round < rounds; round++) {
            for (Path file : captures(corpus)) {
                String name = corpus.relativize(file).toString();
                ends.clear();
                pipeline.beginFile(name);
                play(file, pipeline, seed + round * 1_000_003L + name.hashCode());
                pipeline.endFile();
                assertNoErrors(name, round);
            }
        }
    }

    /** All captures as one: their times run backwards and forwards, and their connections collide. */
    @Test
    void shouldSurviveAllCapturesInOne() throws IOException {
        Path corpus = SharedFolder.require().resolve("corpus");
        SensorPipeline pipeline = pipeline();
        pipeline.beginFile("all");
        for (Path file : captures(corpus)) {
            try (PacketSource source = CaptureFiles.open(file)) {
                source.forEach(pipeline);
            } catch (CaptureException e) {
                assertThat(e.getMessage()).contains(file.getFileName().toString());
            }
        }
        pipeline.endFile();

        assertNoErrors("all", 0);
        assertThat(ends).hasSizeGreaterThan(500);
    }

    private SensorPipeline pipeline() {
        Protocols protocols = new Protocols(counters);
        return new SensorPipeline(SensorSettings.defaults("test"), protocols.all(), new Ends(), counters);
    }

    private static void play(Path file, SensorPipeline pipeline, long seed) {
        Mutations mutations = new Mutations(pipeline, seed);
        try (PacketSource source = CaptureFiles.open(file)) {
            source.forEach(mutations);
        } catch (CaptureException e) {
            assertThat(e.getMessage()).contains(file.getFileName().toString());
        }
        mutations.finish();
    }

    private void assertNoErrors(String name, int round) {
        assertThat(counters.get(SensorCounter.DISSECTOR_ERRORS))
                .as("dissector errors after %s, round %d", name, round)
                .isZero();
        // a packet repeated in the same instant may open two connections that no clock and no number tells apart
        assertThat(ends.values()).as("ends of connections in %s", name).allMatch(count -> count > 0);
        assertThat(ends.values().stream().mapToLong(Integer::longValue).sum())
                .as("connections of %s and their ends", name)
                .isEqualTo(counters.get(SensorCounter.FLOWS) - flowsBefore);
        flowsBefore = counters.get(SensorCounter.FLOWS);
        assertThat(wrong).as("%s, round %d", name, round).isEmpty();
    }

    private static List<Path> captures(Path corpus) throws IOException {
        try (Stream<Path> files = Files.walk(corpus)) {
            return files.filter(file -> file.toString().matches(".*\\.(pcap|pcapng|cap)"))
                    .filter(file -> file.toFile().length() <= MAX_FILE)
                    .sorted()
                    .toList();
        }
    }

    /** Counts the ends and holds every verdict of protection to a handshake that was seen to complete on both sides. */
    private final class Ends implements ObservationSink {
        @Override
        public void accept(Observation observation) {
            boolean ended = Actions.FLOW_ENDED.equals(observation.event().action());
            ends.merge(observation.event().id(), ended ? 1 : 0, Integer::sum);
            Claims.check(observation)
                    .forEach(claim -> wrong.add(observation.event().id() + ": " + claim));
        }
    }
}
