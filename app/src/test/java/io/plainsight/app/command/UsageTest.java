package io.plainsight.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines that cannot be carried out, and help with them. */
class UsageTest {
    private static final Path CAPTURE = CaptureVariants.sample("http.pcap");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    analyze                                                   | nothing to analyze: give captures or --flow-logs
                    analyze --fail-on loud x.pcap                             | invalid value for option '--fail-on': expected one of [CRITICAL, HIGH, MEDIUM, LOW, INFO, NONE] (case-insensitive) but was
                    analyze --format xml x.pcap                               | invalid value for option '--format': expected one of [TEXT, JSON]
                    analyze --formt json x.pcap                               | Possible solutions: --format
                    anlyze x.pcap                                             | Did you mean: plainsight analyze?
                    broker --port many                                        | invalid value for option '--port': 'many' is not an int
                    broker --port 99999                                       | --port must be 0 to 65535: value=99999
                    run                                                       | nothing to watch: give --interface, --pcap, --flow-logs, --netflow or --sflow
                    run --pcap x --interface lo --exit-when-done              | --exit-when-done needs files only: a live --interface, --netflow or --sflow is never done
                    run --pcap x --console here                               | console address must be ADDR:PORT, such as 127.0.0.1:9440: value=here
                    run --pcap x --console 127.0.0.1:70000                    | console address must be ADDR:PORT, such as 127.0.0.1:9440: value=127.0.0.1:70000
                    run --pcap x --kafka here                                 | --kafka: not HOST:PORT, or several separated by commas: here; such as kafka1:9092
                    alerting --kafka here:99999                               | --kafka: not HOST:PORT, or several separated by commas: here:99999
                    alerting --kafka nowhere.invalid:9092                     | --kafka: no such host: nowhere.invalid:9092; check the name
                    stream-processor --kafka h:1 --metrics 127.0.0.1:-1       | --metrics: not ADDRESS:PORT with a port of 0 to 65535: 127.0.0.1:-1
                    stream-processor --kafka h:1 --metrics 192.0.2.1:9        | --metrics 192.0.2.1:9 is not on loopback and would be plaintext; use 127.0.0.1, or add --allow-plaintext
                    sensor --output -                                         | nothing to read: give --interface, --pcap, --flow-logs, --netflow or --sflow
                    sensor --netflow router:2055 --output -                   | 'router:2055' is no [ADDR:]PORT; give a port for loopback alone such as 2055
                    sensor --sflow router:6343 --output -                     | 'router:6343' is no [ADDR:]PORT; give a port for loopback alone
                    sensor --netflow 192.0.2.1:2055 --output -                | cannot receive on udp 192.0.2.1:2055
                    sensor --interface lo --capture tap --output -            | expected auto, ring or pcap, not 'tap'
                    sensor --interface lo --ring-size 12MB --output -         | expected a size such as 256M, not '12MB'
                    sensor --interface lo --ring-size 1K --output -           | --interface lo: capture buffer must be 64 KiB to 64 GiB: bufferBytes=1024
                    sensor --interface lo --snap-length 10 --output -         | --interface lo: snap length must be 64 to 262144: snapLength=10
                    sensor --interface lo --capture-threads 0 --output -      | --interface lo: threads must be 1 to 64: threads=0
                    sensor --interface lo --warm-up 61 --output -            | --warm-up: expected 0 to 60 seconds, not 61
                    sensor --pcap x --output kafka                            | --output kafka needs --kafka HOST:PORT
                    sensor --pcap x --output /no/such/file                    | cannot write /no/such/file (No such file or directory); choose another --output
                    sensor --pcap x --output kafka --spool-limit lots         | invalid value for option '--spool-limit': not a size: lots; such as 512M or 20G
                    run --pcap x --spool-limit 512K                           | invalid value for option '--spool-limit': must be at least 1M
                    run --pcap x --kafka-config /no/such/file                 | cannot read the Kafka settings /no/such/file
                    policy publish README.md                                  | missing required option: '--kafka=HOST:PORT'
                    policy show                                               | give either --kafka HOST:PORT or --data DIR
                    policy show --data /no/such/directory                     | no broker has kept anything in /no/such/directory; give the --data of a run
                    policy learn                                              | nothing to read: give --kafka, --data, --pcap and --flow-logs, or --observations
                    policy learn --pcap x --data y                            | give one kind of source only: --kafka, --data, --pcap and --flow-logs, or --observations
                    policy learn --pcap x --names-per-domain 1                | --names-per-domain must be at least 2: value=1
                    policy learn --pcap x --from yesterday                    | not a time: yesterday; such as 2026-11-20T10:15:00Z, 2026-11-20 (UTC), or 7d, 12h, 30m ago
                    policy learn --pcap x --from 2026-11-20 --to 2026-11-20   | --from must lie before --to
                    policy learn --observations /no/such/file                 | cannot read the observations /no/such/file: no such file
                    policy backtest /no/such/file --pcap x                    | /no/such/file: no such file; check the path
                    policy                                                    | Usage: plainsight policy [-hV] COMMAND
                    """)
    void shouldSayWhatIsWrong(String commandLine, String message) {
        Cli result = Cli.run((Object[]) commandLine.split(" "));

        assertThat(result.err()).contains(message).doesNotContain("\tat ");
        assertThat(result.err().lines()).hasSizeLessThan(12);
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "sensor --output -"})
    void shouldNameTheInterfacesThereAreBeforeAnythingIsStarted(String command) {
        Cli result = Cli.run((Object[]) (command + " --interface nosuch0").split(" "));

        BadInputTest.assertRefused(result, "no interface nosuch0 to capture on; available: ");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void shouldRefuseAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            Cli result = Cli.run("broker", "--port", port, "--data", directory);

            BadInputTest.assertRefused(result, "port " + port + " on 127.0.0.1 is taken");
        }
    }

    @Test
    void shouldSayThatKafkaDoesNotAnswer() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }

        Cli result = Cli.run("sensor", "--pcap", CAPTURE, "--output", "kafka", "--kafka", "127.0.0.1:" + closed);

        BadInputTest.assertRefused(result, "cannot reach Kafka at 127.0.0.1:" + closed + ": no answer; check that");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run",
                "analyze",
                "sensor",
                "stream-processor",
                "alerting",
                "broker",
                "policy",
                "policy check",
                "policy schema",
                "policy publish",
                "policy show",
                "policy backtest",
                "policy learn"
            })
    void shouldHelpWithEveryCommand(String command) {
        Cli result = Cli.run((Object[]) (command + " --help").strip().split(" "));

        assertThat(result.out()).startsWith("Usage: plainsight " + command).doesNotContain("<", "null");
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void shouldEndQuietlyWhenTheReaderHasSeenEnough() {
        Printed printed = printTo(new Failing("Broken pipe"), "sensor", "--pcap", CAPTURE, "--output", "-");

        assertThat(printed.err).isEmpty();
        assertThat(printed.exitCode).isZero();
        printed = printTo(new Failing("Broken pipe"), "analyze", "--fail-on", "none", CAPTURE);
        assertThat(printed.err).isEmpty();
        assertThat(printed.exitCode).isZero();
    }

    @Test
    void shouldNotKeepQuietAboutLostOutput() {
        Printed analysis = printTo(new Failing("No space left on device"), "analyze", CAPTURE);
        Printed observations =
                printTo(new Failing("No space left on device"), "sensor", "--pcap", CAPTURE, "--output", "-");

        assertThat(analysis.err)
                .contains("cannot write to standard output: No space left on device; the output is not");
        assertThat(analysis.exitCode).isEqualTo(2);
        assertThat(observations.err).isEqualTo(analysis.err);
        assertThat(observations.exitCode).isEqualTo(2);
    }

    @Test
    void shouldWriteObservationsToAFile() throws IOException {
        Path file = directory.resolve("observations.ndjson");

        Cli result = Cli.run("sensor", "--pcap", CAPTURE, "--output", file);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(Files.readAllLines(file)).isNotEmpty().allSatisfy(line -> assertThat(line)
                .startsWith("{\"@timestamp\"")
                .endsWith("}"));
    }

    private record Printed(int exitCode, String err) {}

    private static Printed printTo(OutputStream out, Object... arguments) {
        io.prometheus.client.CollectorRegistry.defaultRegistry.clear();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] texts =
                java.util.Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        int exitCode = Main.run(new Terminal(out, err, false, Terminal.DEFAULT_WIDTH), texts);
        return new Printed(exitCode, err.toString(StandardCharsets.UTF_8));
    }

    /** An output that takes nothing, as the kernel would say it. */
    private static final class Failing extends OutputStream {
        private final String reason;

        Failing(String reason) {
            this.reason = reason;
        }

        @Override
        public void write(int value) throws IOException {
            throw new IOException(reason);
        }
    }
}
