package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plainsight.events.Actions;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureFile;
import io.plainsight.sensor.capture.CaptureFiles;
import io.plainsight.sensor.capture.CaptureFinder;
import io.plainsight.sensor.capture.CaptureMethod;
import io.plainsight.sensor.capture.LiveCaptureConfig;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.testing.Command;
import io.plainsight.sensor.testing.Recording;
import io.plainsight.sensor.testing.RestrictedJava;
import io.plainsight.sensor.testing.VethPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same traffic on the same interface gives the same observations, however it is captured and by how many threads. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class LiveMethodsTest {
    private static final Path SAMPLES = Path.of("..", "pcaps").normalize();

    private VethPair pair;

    @BeforeEach
    void connect() throws Exception {
        RestrictedJava.requireRoot();
        pair = new VethPair();
    }

    @AfterEach
    void remove() throws Exception {
        if (pair != null) {
            pair.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldObserveTheSameThroughTheRingAsThroughLibpcap(int threads) throws Exception {
        LiveCaptureConfig config = LiveCaptureConfig.on(pair.interfaceName)
                .withFilter("ether[0] >= 0")
                .withBufferBytes(16 << 20);
        Live ring = new Live(config.withMethod(CaptureMethod.RING).withThreads(threads));
        Live pcap = new Live(config.withMethod(CaptureMethod.PCAP));
        long sent = 0;
        for (CaptureFile file : CaptureFinder.find(SAMPLES).captures()) {
            for (byte[] frame : Recording.of(CaptureFiles.open(file.path())).frames()) {
                pair.send(frame);
                sent++;
            }
        }

        List<String> throughRing = ring.endAfter(SensorCounter.PACKETS, sent);
        List<String> throughPcap = pcap.endAfter(SensorCounter.PACKETS, sent);

        assertThat(throughRing).hasSizeGreaterThan(100).containsExactlyElementsOf(throughPcap);
    }

    /** The kernel hands segments on joined, longer than any MTU; nothing of them may be missing. */
    @Test
    void shouldReadSegmentsThatOffloadsHaveJoined() throws Exception {
        String address = "198.18.251.";
        Command.run("ip", "address", "add", address + "1/24", "dev", pair.interfaceName);
        Command.run("ip", "-n", pair.namespace, "address", "add", address + "2/24", "dev", pair.peer);
        Path page = Files.createTempFile("large", ".html");
        Files.write(page, new byte[4 << 20]);
        Process server = Command.start(List.of(
                "ip",
                "netns",
                "exec",
                pair.namespace,
                "python3",
                "-m",
                "http.server",
                "8080",
                "--directory",
                page.getParent().toString()));
        try {
            awaitServer(server, address + "2");
            Live live = new Live(LiveCaptureConfig.on(pair.interfaceName)
                    .withFilter("port 8080")
                    .withMethod(CaptureMethod.RING));
            Command.run(
                    "curl",
                    "--noproxy",
                    "*",
                    "-fsS",
                    "-o",
                    "/dev/null",
                    "http://" + address + "2:8080/" + page.getFileName());

            // everything has passed; this one comes last
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName(address + "2"), 8080));
            }
            JsonNode observation = live.endAfter(SensorCounter.FLOWS, 2).stream()
                    .map(LiveMethodsTest::read)
                    .filter(o -> o.at("/network/transport").asText().equals("tcp")
                            && o.at("/event/action").asText().equals("flow_ended"))
                    .findFirst()
                    .orElseThrow();

            assertThat(observation.at("/destination/bytes").asLong()).isGreaterThan(4L << 20);
            assertThat(observation.at("/destination/packets").asLong())
                    .as("joined: fewer than the MTU would make")
                    .isLessThan((4L << 20) / 8900);
            assertThat(live.sensor.counters().get(SensorCounter.TCP_GAPS)).isZero();
            assertThat(live.sensor.counters().get(SensorCounter.DROPS_TRUNCATED))
                    .isZero();
        } finally {
            server.destroyForcibly().waitFor();
            Files.delete(page);
        }
    }

    private static JsonNode read(String json) {
        try {
            return Json.mapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitServer(Process server, String address) throws Exception {
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, 8080), 5000);
                return;
            } catch (IOException e) {
                assertThat(server.isAlive()).isTrue();
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /** A sensor on the interface, with a thread of its own. */
    private static final class Live {
        private final List<Observation> observations = Collections.synchronizedList(new ArrayList<>());
        private final Sensor sensor;
        private final CompletableFuture<Void> running;

        Live(LiveCaptureConfig config) throws CaptureException {
            sensor = new Sensor(
                    SensorSettings.defaults("tap1").withFlowCapacity(4096).onInterface(config.interfaceName()),
                    observations::add);
            Sensor.LiveRun run = sensor.openInterface(config);
            running = CompletableFuture.runAsync(
                    () -> {
                        try {
                            run.capture();
                        } catch (CaptureException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    task -> new Thread(task, "live").start());
        }

        /** Stops once so much was counted; gives the observations without what depends on the moment, sorted. */
        List<String> endAfter(SensorCounter counter, long count) throws Exception {
            while (sensor.counters().get(counter) < count && !running.isDone()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(sensor.counters().get(counter)).isEqualTo(count);
            sensor.stop();
            running.get(30, TimeUnit.SECONDS);
            return observations.stream()
                    // what the sensor tells of itself depends on the moment altogether
                    .filter(o -> !Actions.SENSOR_STATUS.equals(o.event().action()))
                    .map(Live::comparable)
                    .sorted()
                    .toList();
        }

        private static String comparable(Observation observation) {
            ObjectNode json = Json.mapper().valueToTree(observation);
            json.remove("@timestamp");
            ObjectNode event = (ObjectNode) json.get("event");
            event.remove(List.of("id", "start", "end", "duration"));
            if (json.at("/plainsight/handshake") instanceof ObjectNode handshake) {
                handshake.remove("duration_ms");
            }
            return json.toString();
        }
    }
}
