package io.plainsight.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.broker.EmbeddedBroker;
import io.plainsight.app.process.Await;
import io.plainsight.app.process.Program;
import io.plainsight.events.Alert;
import io.plainsight.events.Posture;
import io.plainsight.events.Topic;
import io.plainsight.events.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plainsight run} over the sample captures: everything in one process, through real Kafka. */
class RunTest {
    @TempDir
    Path temporary;

    @TempDir
    Path data;

    private final List<Program> started = new ArrayList<>();
    private WebhookReceiver webhook;

    @BeforeEach
    void startReceiver() throws Exception {
        webhook = WebhookReceiver.start();
    }

    @AfterEach
    void stopEverything() throws Exception {
        for (Program process : started) {
            process.close();
        }
        webhook.close();
    }

    @Test
    void shouldPrintAndPostEveryAlertOnceAndLeaveNothingBehind() throws Exception {
        Program run = run("--exit-when-done");

        assertThat(run.awaitExit()).as(run.toString()).isZero();
        assertThat(Expected.differences(webhook.received())).isEmpty();
        assertThat(webhook.ids()).doesNotHaveDuplicates();
        assertThat(printed(run)).containsExactlyInAnyOrderElementsOf(headlines(webhook.received()));
        assertThat(run.errors()).isEmpty();
        assertThat(filesIn(temporary)).isEmpty();
    }

    @Test
    void shouldRepeatNothingWhenStartedAgainWithTheSameData() throws Exception {
        Program first = run("--exit-when-done", "--data", data.toString());
        assertThat(first.awaitExit()).as(first.toString()).isZero();
        int posted = webhook.received().size();
        Map<String, Alert> before = kept(Topics.ALERTS);

        Program second = run("--exit-when-done", "--data", data.toString());
        Page page = Page.of(second);
        Await.until("all alerts on the page", () -> page.alertIds().containsAll(webhook.ids()), second::toString);
        assertThat(second.awaitExit()).as(second.toString()).isZero();

        assertThat(printed(second)).isEmpty();
        assertThat(webhook.received()).hasSize(posted);
        assertThat(kept(Topics.ALERTS)).isEqualTo(before);
        assertThat(kept(Topics.POSTURE).get("replay/total"))
                .isEqualTo(Expected.offline().posture());
    }

    @Test
    void shouldShowThePostureOfWhatWasPlayedAndEndQuietlyWhenInterrupted() throws Exception {
        Posture offline = Expected.offline().posture();
        Program run = run();
        Page page = Page.of(run);
        Await.until("posture as analysed offline", () -> offline.equals(page.posture()), run::toString);
        Await.until(
                "every alert posted",
                () -> Expected.differences(webhook.received()).isEmpty(),
                run::toString);

        run.interrupt();

        run.awaitExit();
        assertThat(run.errors()).isEmpty();
        assertThat(run.output()).noneMatch(line -> line.contains("Exception"));
        assertThat(filesIn(temporary)).isEmpty();
    }

    private Program run(String... further) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "run", "--pcap", Expected.CAPTURES.toString(), "--console", "127.0.0.1:0", "--webhook", webhook.url()));
        arguments.addAll(List.of(further));
        Program process = Program.startIn(temporary, arguments.toArray(String[]::new));
        started.add(process);
        return process;
    }

    /** What the ended run left in its broker: the last value of each key. */
    private <V> Map<String, V> kept(Topic<String, V> topic) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data.resolve("kafka"), 0)) {
            return new KafkaReader(broker.bootstrapServers()).latest(topic);
        }
    }

    /** Severity, rule and entity of every alert printed. */
    private static List<String> printed(Program run) {
        return run.output().stream()
                .filter(line -> line.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ  .*"))
                .map(line -> line.substring("2026-11-20 12:00:00Z  ".length()))
                .map(line -> line.replaceAll(" +", " "))
                .toList();
    }

    private static List<String> headlines(List<Alert> alerts) {
        return alerts.stream()
                .map(alert -> String.join(
                        " ",
                        alert.detail().severity().name(),
                        alert.rule().id(),
                        alert.detail().entity().value(),
                        alert.detail().entity().zone()))
                .toList();
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("hsperfdata"))
                    .toList();
        }
    }
}
