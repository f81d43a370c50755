package io.plainsight.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.e2e.KafkaReader;
import io.plainsight.app.e2e.MetricsAddress;
import io.plainsight.app.process.Await;
import io.plainsight.app.process.Command;
import io.plainsight.app.process.Program;
import io.plainsight.events.Observation;
import io.plainsight.events.Topics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sensor on an interface while broker and sensor are killed: no connection that it saw is missing or counts twice. */
class LiveSpoolTest {
    private static final int HTTP = 8081;
    private static final int CONNECTIONS = 25;
    private static final String BROKER = "Kafka broker: ";

    @TempDir
    Path directory;

    private final List<Program> started = new ArrayList<>();
    private final Set<Integer> clientPorts = new HashSet<>();
    private LiveNetwork network;

    @BeforeEach
    void startTheServer() throws Exception {
        Command.requireRoot();
        network = new LiveNetwork(6);
        network.serve(HTTP, "python3", "-m", "http.server", Integer.toString(HTTP));
    }

    @AfterEach
    void stopEverything() throws Exception {
        for (Program program : started) {
            program.close();
        }
        if (network != null) {
            network.close();
        }
    }

    @Test
    void shouldDeliverWhatItSawBeforeDuringAndAfterTheOutage() throws Exception {
        Program broker = start("broker", "--port", "0", "--data", path("broker"));
        String kafka = address(broker);
        Program sensor = observe(kafka, () -> {});
        Await.until("the first in Kafka", () -> !arrived(kafka).isEmpty(), () -> sensor);

        // the broker dies under a sensor, which sees more and is killed itself
        broker.close();
        sensor.close();
        Program second = observe(kafka, () -> {}); // begins without a broker
        second.close();
        Program third =
                observe(kafka, () -> assertThat(address(start("broker", "--port", "0", "--data", path("broker"))))
                        .isEqualTo(kafka));
        Await.until(
                "all connections in Kafka",
                () -> ports(arrived(kafka)).equals(clientPorts),
                () -> clientPorts + " but " + ports(arrived(kafka)) + third);
        third.interrupt();
        third.awaitExit();

        List<String> effective = KafkaReader.effective(arrived(kafka)).stream()
                .map(KafkaReader::identity)
                .toList();
        assertThat(clientPorts).hasSize(3 * CONNECTIONS);
        assertThat(effective).doesNotHaveDuplicates().hasSize(2 * clientPorts.size());
    }

    @FunctionalInterface
    private interface Step {
        void take() throws Exception;
    }

    /** Starts a sensor, makes connections, and returns once their observations are made and written. */
    private Program observe(String kafka, Step afterTheStart) throws Exception {
        MetricsAddress metrics = new MetricsAddress();
        Program sensor = start(
                "sensor",
                "--interface",
                network.interfaceName,
                "--filter",
                "tcp port " + HTTP,
                "--output",
                "kafka",
                "--kafka",
                kafka,
                "--spool",
                path("spool"),
                "--metrics",
                metrics.toString());
        sensor.awaitError(line -> line.startsWith("Capturing on "));
        afterTheStart.take();
        for (int i = 0; i < CONNECTIONS; i++) {
            connect();
        }
        Await.until(
                "two observations of each connection",
                () -> metrics.sum("plainsight_sensor_observations_total") >= 2 * CONNECTIONS,
                () -> sensor);
        Await.until(
                "all of them written", () -> metrics.sum("plainsight_sensor_publish_queue_bytes") == 0, () -> sensor);
        return sensor;
    }

    private void connect() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(network.server, HTTP));
            clientPorts.add(socket.getLocalPort());
            socket.getOutputStream().write("GET /none HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    private static List<ConsumerRecord<String, Observation>> arrived(String kafka) {
        // without what the sensors tell of themselves
        return new KafkaReader(kafka)
                .records(Topics.OBSERVATIONS).stream()
                        .filter(message -> message.value().source() != null)
                        .toList();
    }

    private static Set<Integer> ports(List<ConsumerRecord<String, Observation>> messages) {
        Set<Integer> ports = new HashSet<>();
        messages.forEach(message -> ports.add(message.value().source().port()));
        return ports;
    }

    private static String address(Program broker) throws InterruptedException {
        return broker.awaitOutput(line -> line.startsWith(BROKER)).substring(BROKER.length());
    }

    private Program start(String... arguments) throws IOException {
        Program program = Program.start(arguments);
        started.add(program);
        return program;
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
