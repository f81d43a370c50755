package io.plainsight.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.broker.EmbeddedBroker;
import io.plainsight.app.process.Await;
import io.plainsight.app.process.Program;
import io.plainsight.events.Alert;
import io.plainsight.events.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that changes while the program runs, on real Kafka. */
class PolicyRolloutTest {
    private static final Pattern BROKER = Pattern.compile("^Kafka broker: (\\S+)$");
    private static final Pattern FINGERPRINT = Pattern.compile("\\+[0-9a-f]{12}$");
    private static final String STRICTER = "minimum-tls-version: \"1.3\"\n";
    private static final String TLS12_SERVER = "10.20.12.10:443";

    @TempDir
    Path directory;

    private final List<Program> started = new ArrayList<>();

    @AfterEach
    void stopEverything() throws Exception {
        for (int i = started.size() - 1; i >= 0; i--) {
            started.get(i).close();
        }
    }

    /** Before, a connection over plain HTTP; after, one over TLS 1.2, which only the changed policy minds. */
    @Test
    void shouldJudgeByAChangedFileWithoutARestartAndRefuseABrokenOne() throws Exception {
        Path policy = write("policy.yaml", "1", "");
        Program run = start(
                "run",
                "--pcap",
                capture("http.pcap"),
                "--policy",
                policy.toString(),
                "--console",
                "127.0.0.1:0",
                "--data",
                directory.resolve("data").toString());
        String kafka = run.awaitOutput(BROKER);
        Page page = Page.of(run);
        awaitAlert(kafka, "plaintext", "10.20.70.10:80", run);

        Files.move(write("next.yaml", "2", STRICTER), policy, StandardCopyOption.REPLACE_EXISTING);
        Await.until("the changed policy", () -> inForce(page, "2"), run::toString);
        play(kafka, "tls12-good.pcap");
        awaitAlert(kafka, "tls-below-minimum", TLS12_SERVER, run);
        write("policy.yaml", "3", "zoned: []\n");
        Await.until("the refusal", () -> page.metric("plainsight_policy_refused_total") == 1, run::toString);

        Map<String, Alert> alerts = new KafkaReader(kafka).latest(Topics.ALERTS);
        assertThat(versions(alerts, "plaintext")).containsExactly("1");
        assertThat(versions(alerts, "tls-below-minimum")).containsExactly("2");
        assertThat(inForce(page, "2")).isTrue();
        assertThat(String.join("\n", run.errors())).contains("policy.yaml:3:1: unknown key \"zoned\"");
    }

    /** Two processors follow what a third process publishes; one is killed and comes back without a file. */
    @Test
    void shouldReachEveryInstanceAndOutliveThem() throws Exception {
        Program broker = start(
                "broker", "--port", "0", "--data", directory.resolve("broker").toString());
        String kafka = broker.awaitOutput(BROKER);
        MetricsAddress first = new MetricsAddress();
        MetricsAddress second = new MetricsAddress();
        Program one = processor(
                kafka, "one", first, "--policy", write("policy.yaml", "1", "").toString());
        Await.until("policy 1 at one", () -> first.text().contains("version=\"1\""), one::toString);
        Program two = processor(kafka, "two", second);
        Await.until("policy 1 at two", () -> second.text().contains("version=\"1\""), two::toString);

        publish(kafka, write("next.yaml", "2", STRICTER));
        Await.until("policy 2 at one", () -> first.text().contains("version=\"2\""), one::toString);
        Await.until("policy 2 at two", () -> second.text().contains("version=\"2\""), two::toString);
        one.kill();
        two.kill();
        MetricsAddress third = new MetricsAddress();
        Program again = processor(kafka, "one", third);
        Await.until("policy 2 after the restart", () -> third.text().contains("version=\"2\""), again::toString);
        play(kafka, "tls12-good.pcap");
        awaitAlert(kafka, "tls-below-minimum", TLS12_SERVER, again);

        assertThat(versions(new KafkaReader(kafka).latest(Topics.ALERTS), "tls-below-minimum"))
                .containsExactly("2");
        Program show = start("policy", "show", "--kafka", kafka);
        assertThat(show.awaitExit()).as(show.toString()).isZero();
        assertThat(String.join("\n", show.output())).contains("version 2").contains(STRICTER.strip());
    }

    /** The follower's connection is lost for as long as the broker is away. */
    @Test
    void shouldFollowOnAfterTheBrokerWasAway() throws Exception {
        Path data = directory.resolve("broker");
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0);
        String kafka = broker.bootstrapServers();
        int port = Integer.parseInt(kafka.substring(kafka.indexOf(':') + 1));
        MetricsAddress metrics = new MetricsAddress();
        Program processor;
        try {
            processor = processor(
                    kafka, "one", metrics, "--policy", write("p.yaml", "1", "").toString());
            Await.until("policy 1", () -> metrics.text().contains("version=\"1\""), processor::toString);
        } finally {
            broker.close();
        }

        try (EmbeddedBroker back = EmbeddedBroker.start(data, port)) {
            publish(back.bootstrapServers(), write("next.yaml", "2", STRICTER));
            Await.until("policy 2", () -> metrics.text().contains("version=\"2\""), processor::toString);
            processor.close();
        }
    }

    private Program processor(String kafka, String name, MetricsAddress metrics, String... further) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "stream-processor",
                "--replay",
                "--kafka",
                kafka,
                "--data",
                directory.resolve(name).toString(),
                "--metrics",
                metrics.toString()));
        arguments.addAll(List.of(further));
        return start(arguments.toArray(String[]::new));
    }

    private void publish(String kafka, Path policy) throws Exception {
        Program publish = start("policy", "publish", policy.toString(), "--kafka", kafka);
        assertThat(publish.awaitExit()).as(publish.toString()).isZero();
    }

    private void play(String kafka, String capture) throws Exception {
        Program sensor = start("sensor", "--pcap", capture(capture), "--output", "kafka", "--kafka", kafka);
        assertThat(sensor.awaitExit()).as(sensor.toString()).isZero();
    }

    private static boolean inForce(Page page, String version) throws IOException, InterruptedException {
        return page.get("/metrics").contains("plainsight_policy_info{name=\"site\",version=\"" + version + "\"");
    }

    private static void awaitAlert(String kafka, String rule, String service, Program process)
            throws InterruptedException {
        Await.until(
                rule + " of " + service,
                () -> new KafkaReader(kafka)
                        .latest(Topics.ALERTS).values().stream()
                                .anyMatch(alert -> alert.rule().id().equals(rule)
                                        && alert.detail().entity().value().startsWith(service)),
                process::toString);
    }

    /** The versions as their files state them, without the fingerprint of the text. */
    private static List<String> versions(Map<String, Alert> alerts, String rule) {
        return alerts.values().stream()
                .filter(alert -> alert.rule().id().equals(rule))
                .map(alert ->
                        FINGERPRINT.matcher(alert.detail().policy().version()).replaceFirst(""))
                .distinct()
                .toList();
    }

    private Path write(String file, String version, String rest) throws IOException {
        return Files.writeString(directory.resolve(file), "name: site\nversion: \"" + version + "\"\n" + rest);
    }

    private static String capture(String name) {
        return Expected.CAPTURES.resolve(name).toString();
    }

    private Program start(String... arguments) throws IOException {
        Program process = Program.startIn(directory, arguments);
        started.add(process);
        return process;
    }
}
