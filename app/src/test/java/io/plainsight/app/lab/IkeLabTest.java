package io.plainsight.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.process.Command;
import io.plainsight.app.process.Program;
import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.detection.handshakefailure.cause.Failure;
import io.plainsight.stream.detection.handshakefailure.cause.FailureClassifier;
import io.plainsight.stream.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * IKE between two strongSwan daemons, captured live: what the initiator logs stands beside what is read from the wire. Whoever
 * is refused in an encrypted message has neither a completed handshake nor a protected connection.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IkeLabTest {
    /** @param observations of the tunnel's connections */
    record Seen(IkeTunnel tunnel, String said, List<Observation> observations) {
        @Override
        public String toString() {
            return tunnel.toString();
        }
    }

    private final List<Seen> seen = new ArrayList<>();

    @BeforeAll
    void play(@TempDir Path directory) throws Exception {
        Command.requireRoot();
        Tools.require("charon-systemd", "swanctl", "openssl", "ip", "ss");
        Keys keys = new Keys(directory, "Laboratory");
        keys.leaf(Keys.NAME);
        IkeTunnel[] tunnels = IkeTunnel.all();
        List<String> said = List.of();
        List<Observation> observations = new ArrayList<>();
        try (LabNetwork network = new LabNetwork(directory)) {
            Gateways gateways = new Gateways(network, keys, directory, tunnels);
            gateways.start();
            try (Program sensor = Program.start("sensor", "--interface", network.clientSide, "--output", "-")) {
                sensor.awaitError(line -> line.startsWith("Capturing on "));
                // at the same time, since some wait in vain
                said = IntStream.range(0, tunnels.length)
                        .parallel()
                        .mapToObj(i -> call(gateways, i))
                        .toList();
                // before the daemons end, which would delete their associations
                sensor.interrupt();
                sensor.awaitExit();
                for (String line : sensor.output()) {
                    observations.add(Json.mapper().readValue(line, Observation.class));
                }
            }
        }
        for (int i = 0; i < tunnels.length; i++) {
            String responder = Gateways.responder(i);
            seen.add(new Seen(
                    tunnels[i],
                    said.get(i),
                    observations.stream()
                            .filter(observation -> observation.destination() != null
                                    && responder.equals(
                                            observation.destination().ip()))
                            .toList()));
        }
    }

    private static String call(Gateways gateways, int tunnel) {
        try {
            return gateways.call(tunnel);
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    List<Seen> cases() {
        return seen;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldTellWhatTheInitiatorLogs(Seen one) {
        IkeTunnel.Due due = one.tunnel().due();

        assertThat(one.said()).containsPattern(Pattern.compile(one.tunnel().says(), Pattern.DOTALL));
        assertThat(one.observations()).as(one.said()).isNotEmpty();
        assertThat(one.observations())
                .extracting(observation -> observation.network().protocol())
                .containsOnly("ike");
        assertThat(one.observations().stream()
                        .map(FailureClassifier::classify)
                        .flatMap(Optional::stream)
                        .map(Failure::text))
                .as(one.said())
                .isEqualTo(due.failure() == null ? List.of() : List.of(due.failure()));
        assertThat(one.observations().stream().anyMatch(observation -> "handshake_completed"
                        .equals(observation.event().action())))
                .isEqualTo(due.complete());
        assertThat(protections(one)).containsOnly(due.protection());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldRaiseWhatIsWeakAndNothingElse(Seen one) {
        List<String> alerts = new ArrayList<>();
        try (OfflineAnalysis analysis = new OfflineAnalysis(Policy.defaults())) {
            one.observations().forEach(analysis::accept);
            for (Alert alert : analysis.finish().alerts()) {
                alerts.add(alert.rule().id());
            }
        }

        assertThat(alerts)
                .isEqualTo(one.tunnel().due().protection().equals("weak") ? List.of("weak-algorithm") : List.of());
    }

    /** Of the connections as they ended; with the port of NAT traversal the first one only agrees on algorithms. */
    private static List<String> protections(Seen one) {
        List<Observation> ended = one.observations().stream()
                .filter(observation -> "flow_ended".equals(observation.event().action()))
                .toList();
        boolean moved = ended.size() > 1;
        return ended.stream()
                .filter(observation -> !moved || observation.destination().port() != 500)
                .map(observation -> observation.plainsight().protection().name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
