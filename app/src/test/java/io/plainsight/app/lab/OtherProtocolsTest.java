package io.plainsight.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.process.Command;
import io.plainsight.app.process.Program;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.handshakefailure.cause.FailureClassifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Why handshakes of DTLS, QUIC and SSH fail, between real programs, captured live; the program's own words stand beside what the
 * classifier makes of what passed. A client that succeeds fails for no cause.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherProtocolsTest {
    private static final int FIRST_DTLS = 4500;
    private static final int FIRST_SSH = 4550;
    private static final int FIRST_QUIC = 4600;
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    /**
     * @param client behind the program that calls
     * @param says what the client writes, in part
     * @param cause by its id; null where the handshake completes, empty where it fails and nobody else can read why
     */
    record Case(String what, int port, List<String> server, List<String> client, String says, String cause) {
        boolean isToldWhy() {
            return cause != null && !cause.isEmpty();
        }

        @Override
        public String toString() {
            return what;
        }
    }

    /** @param causes by id; empty where none failed */
    record Seen(Case one, String said, Set<String> causes, boolean completed) {
        @Override
        public String toString() {
            return one.what();
        }
    }

    private final List<Seen> seen = new ArrayList<>();
    private Keys keys;
    private Path directory;

    @BeforeAll
    void play(@TempDir Path home) throws Exception {
        Command.requireRoot();
        Tools.require();
        directory = home;
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        keys = new Keys(home, "Laboratory");
        keys.leaf(Keys.NAME);
        Command.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", keys.path("host"));
        Files.createDirectories(Path.of("/run/sshd")); // sshd insists on it
        List<Case> cases = new ArrayList<>(dtls());
        cases.addAll(ssh());
        cases.addAll(quic());
        List<String> said = new ArrayList<>();
        List<String> lines;
        try (LabNetwork network = new LabNetwork(home)) {
            for (Case one : cases) {
                network.serve(one.port(), one.server());
            }
            try (Program sensor = Program.start("sensor", "--interface", network.serverSide, "--output", "-")) {
                sensor.awaitError(line -> line.startsWith("Capturing on "));
                for (Case one : cases) {
                    said.add(call(one, network.server));
                }
                sensor.interrupt();
                sensor.awaitExit();
                lines = sensor.output();
            }
        }
        List<Observation> observations = new ArrayList<>();
        for (String line : lines) {
            observations.add(Json.mapper().readValue(line, Observation.class));
        }
        for (int i = 0; i < cases.size(); i++) {
            seen.add(judged(cases.get(i), said.get(i), observations));
        }
    }

    List<Seen> cases() {
        return seen;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldTellTheCauseThatTheProgramsTell(Seen one) {
        assertThat(one.said()).contains(one.one().says());
        assertThat(one.causes())
                .as(one.said())
                .isEqualTo(one.one().isToldWhy() ? Set.of(one.one().cause()) : Set.of());
        assertThat(one.completed()).isEqualTo(one.one().cause() == null);
    }

    private List<Case> dtls() {
        List<String> trusting = List.of("-CAfile", keys.root());
        return List.of(
                dtls("DTLS: nothing", 0, List.of(), trusting, "Verification: OK", null),
                dtls(
                        "DTLS: no suite in common",
                        1,
                        List.of("-cipher", "ECDHE-RSA-AES256-GCM-SHA384"),
                        List.of("-cipher", "ECDHE-RSA-AES128-GCM-SHA256"),
                        "alert handshake failure",
                        "no-shared-algorithm"),
                dtls(
                        "DTLS: certificate of an authority that the client does not know",
                        2,
                        List.of(),
                        List.of("-verify_return_error", "-no-CAfile", "-no-CApath", "-no-CAstore"),
                        "verify error",
                        "server-certificate-untrusted"),
                dtls(
                        "DTLS: client certificate missing",
                        3,
                        List.of("-Verify", "1", "-CAfile", keys.root()),
                        trusting,
                        "alert handshake failure",
                        "client-certificate-missing"));
    }

    private Case dtls(String what, int number, List<String> server, List<String> client, String says, String cause) {
        int port = FIRST_DTLS + number;
        List<String> serving = new ArrayList<>(List.of("openssl", "s_server", "-dtls1_2", "-accept", "" + port));
        serving.addAll(List.of("-cert", keys.path(Keys.NAME + ".pem"), "-key", keys.path(Keys.NAME + ".key")));
        serving.addAll(server);
        List<String> calling = new ArrayList<>(List.of("openssl", "s_client", "-dtls1_2"));
        calling.addAll(client);
        return new Case(what, port, serving, calling, says, cause);
    }

    private List<Case> quic() {
        String only = "NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+";
        return List.of(
                quic("QUIC: nothing", 0, List.of(), List.of(), "closed with error code 256", null),
                // 0x100 and the alert (RFC 9000 section 20.1), in an Initial packet, which all may read
                quic(
                        "QUIC: no suite in common",
                        1,
                        List.of("--ciphers=" + only + "AES-256-GCM"),
                        List.of("--ciphers=" + only + "AES-128-GCM"),
                        "CRYPTO_ERROR(0x128)",
                        "no-shared-algorithm"),
                quic(
                        "QUIC: no group in common",
                        2,
                        List.of("--groups=-GROUP-ALL:+GROUP-SECP384R1"),
                        List.of("--groups=-GROUP-ALL:+GROUP-X25519"),
                        "CRYPTO_ERROR(0x128)",
                        "no-shared-algorithm"),
                // certificate_required(116) in a Handshake packet: encrypted, and the client has long begun to send
                quic(
                        "QUIC: client certificate missing, which nobody else can read",
                        3,
                        List.of("--verify-client"),
                        List.of(),
                        "CRYPTO_ERROR(0x174)",
                        ""));
    }

    private Case quic(String what, int number, List<String> server, List<String> client, String says, String cause) {
        int port = FIRST_QUIC + number;
        List<String> serving = new ArrayList<>(List.of("gtlsserver", "-q"));
        serving.addAll(server);
        serving.addAll(List.of("0.0.0.0", "" + port, keys.path(Keys.NAME + ".key"), keys.path(Keys.NAME + ".pem")));
        List<String> calling = new ArrayList<>(List.of("gtlsclient", "--exit-on-all-streams-close", "--timeout=3s"));
        calling.add("--sni=" + Keys.NAME);
        calling.addAll(client);
        return new Case(what, port, serving, calling, says, cause);
    }

    private List<Case> ssh() throws IOException {
        return List.of(
                // keys are agreed on before anybody logs in: that the login is refused is another matter
                ssh("SSH: nothing", 0, "", List.of(), "Permission denied", null),
                ssh(
                        "SSH: no key exchange in common",
                        1,
                        "KexAlgorithms curve25519-sha256",
                        List.of("-o", "KexAlgorithms=ecdh-sha2-nistp256"),
                        "no matching key exchange method found",
                        "ssh-negotiation"),
                ssh(
                        "SSH: no cipher in common",
                        2,
                        "Ciphers aes256-gcm@openssh.com",
                        List.of("-o", "Ciphers=aes128-ctr"),
                        "no matching cipher found",
                        "ssh-negotiation"),
                ssh(
                        "SSH: no kind of host key in common",
                        3,
                        "",
                        List.of("-o", "HostKeyAlgorithms=rsa-sha2-512"),
                        "no matching host key type found",
                        "ssh-negotiation"));
    }

    private Case ssh(String what, int number, String server, List<String> client, String says, String cause)
            throws IOException {
        int port = FIRST_SSH + number;
        Path configuration =
                Files.writeString(directory.resolve("sshd-" + port), """
                Port %d
                HostKey %s
                PidFile none
                PasswordAuthentication no
                %s
                """.formatted(port, keys.path("host"), server));
        List<String> calling = new ArrayList<>(List.of("ssh", "-F", "none", "-o", "BatchMode=yes"));
        calling.addAll(List.of("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"));
        calling.addAll(List.of("-o", "IdentityFile=none", "-o", "IdentityAgent=none"));
        calling.addAll(client);
        return new Case(
                what, port, List.of(SSHD.toString(), "-D", "-e", "-f", configuration.toString()), calling, says, cause);
    }

    /** From this side of the servers' interface. */
    private static String call(Case one, String host) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("timeout", "-k", "1", "8"));
        command.addAll(one.client());
        if (one.client().get(0).equals("ssh")) {
            command.addAll(List.of("-p", "" + one.port(), "nobody@" + host, "true"));
        } else if (one.client().get(0).equals("gtlsclient")) {
            command.addAll(List.of(host, "" + one.port(), "https://" + Keys.NAME + "/"));
        } else {
            command.addAll(List.of("-connect", host + ":" + one.port()));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static Seen judged(Case one, String said, List<Observation> observations) {
        Set<String> causes = new TreeSet<>();
        boolean completed = false;
        for (Observation observation : observations) {
            boolean ours = observation.destination() != null
                    && observation.destination().port() != null
                    && observation.destination().port() == one.port();
            if (ours) {
                FailureClassifier.classify(observation)
                        .ifPresent(failure -> causes.add(failure.cause().id()));
                completed |= "handshake_completed".equals(observation.event().action());
            }
        }
        return new Seen(one, said, causes, completed);
    }
}
