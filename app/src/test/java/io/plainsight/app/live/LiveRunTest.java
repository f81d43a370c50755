package io.plainsight.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.app.process.Command;
import io.plainsight.app.process.Program;
import io.plainsight.events.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The README's live command between two network namespaces: real servers, real clients, real Kafka. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class LiveRunTest {
    private static final int TLS13 = 4433;
    private static final int TLS10 = 4434;
    private static final int HTTP = 8080;
    /** 128 and the signal's number, as shells and the JVM have it. */
    private static final int ENDED_BY_SIGINT = 130;

    @TempDir
    private static Path directory;

    private static LiveNetwork network;

    @BeforeAll
    static void startServers() throws Exception {
        Command.requireRoot();
        network = new LiveNetwork(0);
        network.serveTls(directory, TLS13, "-tls1_3");
        network.serveTls(directory, TLS10, "-tls1", "-cipher", "ECDHE-RSA-AES128-SHA@SECLEVEL=0");
        network.serve(HTTP, "python3", "-m", "http.server", Integer.toString(HTTP));
    }

    @AfterAll
    static void stopServers() throws Exception {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void shouldAlertOnLiveTrafficThatIsNotProtected(@TempDir Path data) throws Exception {
        try (Program program = Program.start(
                "run",
                "--interface",
                network.interfaceName,
                "--filter",
                "tcp",
                "--data",
                data.toString(),
                "--console",
                "127.0.0.1:0")) {
            program.awaitOutput(line -> line.equals("Capturing on " + network.interfaceName));
            String console = program.awaitOutput(line -> line.startsWith("Alerts and posture: "))
                    .replace("Alerts and posture: ", "");

            network.connectTls(TLS13, "-tls1_3");
            network.connectTls(TLS10, "-min_protocol", "TLSv1", "-cipher", "DEFAULT@SECLEVEL=0");
            getOverHttp(network);
            program.awaitOutput(line -> line.contains("tls-below-minimum"));
            program.awaitOutput(line -> line.contains("  plaintext  "));

            assertThat(alerts(console))
                    .contains(
                            "tls-below-minimum " + network.server + ":" + TLS10,
                            "plaintext " + network.server + ":" + HTTP)
                    .noneMatch(alert -> alert.contains(":" + TLS13));
            program.interrupt();
            assertThat(program.awaitExit()).as("%s", program).isEqualTo(ENDED_BY_SIGINT);
            assertThat(program.errors()).noneMatch(line -> line.contains("ERROR") || line.contains("Exception"));
        }
    }

    @Test
    void shouldWriteObservationsOfAnInterfaceAsTheyAreMade() throws Exception {
        try (Program program =
                Program.start("sensor", "--interface", network.interfaceName, "--filter", "tcp", "--output", "-")) {
            program.awaitError(line -> line.equals("Capturing on " + network.interfaceName));

            network.connectTls(TLS13, "-tls1_3");
            program.awaitOutput(line -> line.contains("\"handshake_completed\"") && line.contains(":" + TLS13));
            try (Socket open = new Socket()) {
                open.connect(new InetSocketAddress(network.server, HTTP));
                open.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                program.awaitOutput(line -> line.contains("\"plaintext_observed\""));
                program.interrupt();
                assertThat(program.awaitExit()).as("%s", program).isEqualTo(ENDED_BY_SIGINT);
            }

            List<JsonNode> observations = new ArrayList<>();
            for (String line : program.output()) {
                observations.add(Json.mapper().readTree(line));
            }
            assertThat(observations).allSatisfy(observation -> assertThat(
                            observation.at("/observer/ingress/interface/name").asText())
                    .isEqualTo(network.interfaceName));
            assertThat(observations).as("the connection still open at the end").anySatisfy(observation -> {
                assertThat(observation.at("/event/action").asText()).isEqualTo("flow_ended");
                assertThat(observation.at("/destination/port").asInt()).isEqualTo(HTTP);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"ring, 1", "pcap, 3"})
    void shouldGoOnWhenAnInterfaceVanishesAndWhenItReturns(String method, int number) throws Exception {
        try (LiveNetwork inconstant = new LiveNetwork(number);
                LiveNetwork other = new LiveNetwork(number + 1);
                Program program = Program.start(
                        "sensor",
                        "--interface",
                        inconstant.interfaceName,
                        "--interface",
                        other.interfaceName,
                        "--capture",
                        method,
                        "--output",
                        "-")) {
            other.serve(HTTP, "python3", "-m", "http.server", Integer.toString(HTTP));
            inconstant.serve(HTTP, "python3", "-m", "http.server", Integer.toString(HTTP));
            program.awaitError(
                    line -> line.equals("Capturing on " + inconstant.interfaceName + ", " + other.interfaceName));

            inconstant.removeInterface();
            String problem = program.awaitError(line -> line.contains("waiting until it is back"));
            getOverHttp(other);
            program.awaitOutput(line -> line.contains("\"plaintext_observed\"") && line.contains(other.server));
            inconstant.addInterface();
            String back = program.awaitError(line -> line.contains("is back; "));
            getOverHttp(inconstant);
            program.awaitOutput(line -> line.contains("\"plaintext_observed\"") && line.contains(inconstant.server));
            program.interrupt();

            assertThat(problem).contains("WARN", "interface " + inconstant.interfaceName + ": capture failed");
            assertThat(back).contains("interface " + inconstant.interfaceName, "nothing was captured for");
            assertThat(program.awaitExit()).as("%s", program).isEqualTo(ENDED_BY_SIGINT);
        }
    }

    /** Two threads share the interface; one output takes the observations of both. */
    @Test
    void shouldSayHowItCapturesAndCaptureWithTwoThreads() throws Exception {
        try (Program program = Program.start(
                "sensor",
                "--interface",
                network.interfaceName,
                "--filter",
                "tcp",
                "--capture-threads",
                "2",
                "--ring-size",
                "32M",
                "--output",
                "-")) {
            program.awaitError(line -> line.equals("Capturing on " + network.interfaceName));

            network.connectTls(TLS13, "-tls1_3");
            program.awaitOutput(line -> line.contains("\"handshake_completed\"") && line.contains(":" + TLS13));
            program.interrupt();

            assertThat(program.awaitExit()).as("%s", program).isEqualTo(ENDED_BY_SIGINT);
            assertThat(program.errors())
                    .anyMatch(line -> line.contains("capturing through a packet ring of 32 MiB, threads=2"));
        }
    }

    @Test
    void shouldNameTheMissingRightAndHowToGiveIt(@TempDir Path data) throws Exception {
        List<String> withoutRights =
                List.of("setpriv", "--bounding-set", "-net_raw,-net_admin", "--inh-caps", "-net_raw,-net_admin");
        for (String[] command : new String[][] {
            {"run", "--interface", "lo", "--data", data.toString(), "--console", "127.0.0.1:0"},
            {"sensor", "--interface", "lo", "--output", "-"}
        }) {
            try (Program program = Program.startBy(withoutRights, command)) {
                assertThat(program.awaitExit()).as("%s", program).isEqualTo(2);
                assertThat(program.errors())
                        .anyMatch(line -> line.startsWith("plainsight: interface lo: the right to capture is missing")
                                && line.contains("CAP_NET_RAW")
                                && line.contains("sudo setcap cap_net_raw,cap_net_admin=eip "));
            }
        }
    }

    private static void getOverHttp(LiveNetwork network) throws IOException, InterruptedException {
        Command.run("curl", "--noproxy", "*", "-fsS", "http://" + network.server + ":" + HTTP + "/");
    }

    /** Rule and entity of each alert that the page lists. */
    private static List<String> alerts(String console) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(console).resolve("/api/alerts"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        List<String> alerts = new ArrayList<>();
        for (JsonNode alert : Json.mapper().readTree(response.body()).at("/alerts")) {
            String entity = alert.at("/plainsight/alert/entity/value").asText();
            alerts.add(alert.at("/rule/id").asText() + " " + entity.replaceAll(" .*", ""));
        }
        return alerts;
    }
}
