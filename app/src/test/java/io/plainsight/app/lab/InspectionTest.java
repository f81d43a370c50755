package io.plainsight.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.process.Command;
import io.plainsight.app.process.Program;
import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.policy.Policy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An inspecting box (sslsplit) before the clients, which signs for every name with an authority of its own; and as many names
 * without it, at servers of three makes that one authority signs for. Clients of four makes, three of them at each name.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InspectionTest {
    private static final int INSPECTED = 4443;
    private static final int DIRECT = 4444;
    private static final int FIRST_SERVER = 4490;
    /**
     * Each name counts for the make of its first visitor, and all but the first one of a make count as coincidences: 16, where 8 make
     * a box.
     */
    private static final int NAMES = 20;
    /** How many of the clients, which are of four makes, ask for each name. */
    private static final int VISITORS = 3;

    private static final Versions UP_TO_12 = Versions.ONLY_12;
    /** What a box must not be taken for, and it itself; its certificates are others' business. */
    private static final Set<String> RULES =
            Set.of("tls-inspection", "downgrade", "protection-regression", "certificate-issuer-changed");

    private final List<Observation> observations = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    @BeforeAll
    void play(@TempDir Path directory) throws Exception {
        Command.requireRoot();
        Tools.require();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Keys authority = new Keys(directory, "Authority");
        authority.leaf(Keys.NAME, names());
        authority.database(Keys.NAME);
        Keys box = new Keys(directory, "Inspector");
        Tools.buildGoPeer(directory);
        try (LabNetwork network = new LabNetwork(directory)) {
            List<Stack> makes = List.of(Stack.GO, Stack.OPENSSL, Stack.GNUTLS);
            for (int i = 0; i < makes.size(); i++) {
                int port = FIRST_SERVER + i;
                network.serve(port, makes.get(i).server(authority, port, UP_TO_12));
            }
            network.serveBetween(INSPECTED, box(box, network.server));
            try (Program sensor =
                    Program.start("sensor", "--interface", network.clientSide, "--filter", "tcp", "--output", "-")) {
                sensor.awaitError(line -> line.startsWith("Capturing on "));
                for (int name = 0; name < NAMES; name++) {
                    int address = name % LabNetwork.OUTSIDE;
                    call(network, box, LabNetwork.outside(address), INSPECTED, name);
                    InetSocketAddress server =
                            new InetSocketAddress(network.server, FIRST_SERVER + address % makes.size());
                    try (Proxy direct = new Proxy(LabNetwork.outside(address), DIRECT, server, Relay.PLAIN)) {
                        call(network, authority, LabNetwork.outside(address), direct.port(), name);
                    }
                }
                sensor.interrupt();
                sensor.awaitExit();
                for (String line : sensor.output()) {
                    observations.add(Json.mapper().readValue(line, Observation.class));
                }
            }
        }
    }

    /** One make after the other, so that each name has its first visitor of another make than the name before. */
    private void call(LabNetwork network, Keys trusted, String address, int port, int name)
            throws IOException, InterruptedException {
        String server = names()[name];
        List<List<String>> clients = List.of(
                words(
                        "curl -sS --http0.9 --noproxy * -m 6 --cacert",
                        trusted.root(),
                        "--resolve",
                        server + ":" + port + ":" + address,
                        "https://" + server + ":" + port + "/"),
                words(
                        "gnutls-cli -p",
                        "" + port,
                        "--x509cafile",
                        trusted.root(),
                        "--sni-hostname",
                        server,
                        "--verify-hostname",
                        server,
                        address),
                words(
                        trusted.path(Tools.GO_PEER),
                        "client",
                        address + ":" + port,
                        "roots=" + trusted.root(),
                        "name=" + server),
                // its database trusts no box: -o goes on all the same
                words(
                        "tstclnt -o -Q -V tls1.0:tls1.3 -d",
                        trusted.nss(),
                        "-h",
                        address,
                        "-p",
                        "" + port,
                        "-a",
                        server));
        for (int i = 0; i < VISITORS; i++) {
            List<String> client = clients.get((name + i) % clients.size());
            said.add(network.call("GET / HTTP/1.0\r\n\r\n", client));
        }
    }

    /** A command, of which the first part is taken apart at its blanks. */
    private static List<String> words(String first, String... more) {
        List<String> words = new ArrayList<>(List.of(first.split(" ")));
        words.addAll(List.of(more));
        return words;
    }

    private static List<String> box(Keys keys, String server) {
        List<String> command = words("sslsplit -D -r tls12 -k", keys.path("Inspector.key"), "-c", keys.root());
        for (int i = 0; i < LabNetwork.OUTSIDE; i++) {
            command.addAll(List.of("ssl", LabNetwork.outside(i), "" + INSPECTED, server, "" + FIRST_SERVER));
        }
        return command;
    }

    private static String[] names() {
        String[] names = new String[NAMES];
        for (int i = 0; i < NAMES; i++) {
            names[i] = "www.site-" + i + ".test";
        }
        return names;
    }

    @Test
    void shouldReportABoxOnce() {
        List<Alert> alerts = alerts(INSPECTED);

        assertThat(alerts).as(seen(INSPECTED)).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("tls-inspection");
            assertThat(alert.detail().severity()).isEqualTo(Alert.Severity.INFO);
            assertThat(alert.detail().values()).containsEntry("issuer", "CN=Inspector");
        });
    }

    @Test
    void shouldNotTakeAnAuthorityOfManyServersForABox() {
        assertThat(established(DIRECT)).as("%s", said).isEqualTo(VISITORS * NAMES);

        assertThat(alerts(DIRECT)).isEmpty();
    }

    private long established(int port) {
        return at(port).stream()
                .filter(observation ->
                        "handshake_completed".equals(observation.event().action()))
                .map(observation -> observation.event().id())
                .distinct()
                .count();
    }

    private String seen(int port) {
        return established(port) + " handshakes, fingerprints of servers: "
                + at(port).stream()
                        .filter(observation ->
                                observation.tls() != null && observation.tls().server() != null)
                        .map(observation -> observation.tls().server().ja3s())
                        .distinct()
                        .toList()
                + " " + said;
    }

    private List<Observation> at(int port) {
        return observations.stream()
                .filter(observation -> observation.destination() != null
                        && observation.destination().port() != null
                        && observation.destination().port() == port)
                .toList();
    }

    private List<Alert> alerts(int port) {
        try (OfflineAnalysis analysis = new OfflineAnalysis(Policy.defaults())) {
            at(port).forEach(analysis::accept);
            return analysis.finish().alerts().stream()
                    .filter(alert -> RULES.contains(alert.rule().id()))
                    .toList();
        }
    }
}
