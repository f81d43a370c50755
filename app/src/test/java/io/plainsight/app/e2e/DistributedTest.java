package io.plainsight.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.process.Await;
import io.plainsight.app.process.Program;
import io.plainsight.events.Topics;
import io.plainsight.stream.StreamProcessorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every role a process of its own, around a broker that is none of theirs. */
class DistributedTest {
    private static final Pattern BROKER = Pattern.compile("^Kafka broker: (\\S+)$");

    @TempDir
    Path directory;

    private final List<Program> started = new ArrayList<>();
    private WebhookReceiver webhook;
    private String kafka;
    private Page page;

    @BeforeEach
    void startAllButTheSensor() throws Exception {
        webhook = WebhookReceiver.start();
        Program broker = start("broker", "--port", "0", "--data", path("broker"));
        kafka = broker.awaitOutput(BROKER);
        page = Page.of(start("alerting", "--kafka", kafka, "--console", "127.0.0.1:0", "--webhook", webhook.url()));
    }

    @AfterEach
    void stopEverything() throws Exception {
        for (int i = started.size() - 1; i >= 0; i--) {
            started.get(i).close();
        }
        webhook.close();
    }

    @Test
    void shouldDeliverEveryAlertOnceWithTwoProcessorsThatShareTheWork() throws Exception {
        startProcessor("one");
        startProcessor("two");
        awaitSharedPartitions();

        assertThat(play().awaitExit()).isZero();

        awaitAllAlertsOnce();
    }

    @Test
    void shouldDeliverEveryAlertOnceWhenOneProcessorIsKilled() throws Exception {
        startProcessor("one");
        Program victim = startProcessor("two");
        awaitSharedPartitions();

        Program sensor = play();
        Await.until("the first alert", () -> !webhook.received().isEmpty(), this::said);
        victim.kill();

        assertThat(sensor.awaitExit()).isZero();
        awaitAllAlertsOnce();
    }

    /** By then every connection is judged and every sum written, so nothing can follow. */
    private void awaitAllAlertsOnce() throws Exception {
        var offline = Expected.offline().posture();
        Await.until("posture as analysed offline", () -> offline.equals(page.posture()), this::said);
        Await.until(
                "every alert at the webhook",
                () -> Expected.differences(webhook.received()).isEmpty(),
                this::said);
        assertThat(webhook.ids()).doesNotHaveDuplicates();
        assertThat(page.alertIds()).containsAll(webhook.ids());
        assertThat(new KafkaReader(kafka).latest(Topics.ALERTS).keySet()).isEqualTo(page.alertIds());
    }

    private Program startProcessor(String name) throws IOException {
        return start("stream-processor", "--replay", "--threads", "1", "--kafka", kafka, "--data", path(name));
    }

    private Program play() throws IOException {
        return start("sensor", "--pcap", Expected.CAPTURES.toString(), "--output", "kafka", "--kafka", kafka);
    }

    private void awaitSharedPartitions() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            Await.until("two members with partitions of the observations each", () -> isShared(admin), this::said);
        }
    }

    private static boolean isShared(Admin admin) throws Exception {
        String group = StreamProcessorSettings.REPLAY_APPLICATION_ID;
        ConsumerGroupDescription description =
                admin.describeConsumerGroups(List.of(group)).all().get().get(group);
        long readers = description.members().stream()
                .filter(DistributedTest::readsObservations)
                .count();
        return description.groupState() == GroupState.STABLE && readers == 2;
    }

    private static boolean readsObservations(MemberDescription member) {
        return new HashSet<>(member.assignment().topicPartitions())
                .stream().map(TopicPartition::topic).anyMatch(Topics.REPLAY.name()::equals);
    }

    private Program start(String... arguments) throws IOException {
        Program process = Program.startIn(directory, arguments);
        started.add(process);
        return process;
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private String said() {
        StringBuilder all = new StringBuilder();
        started.forEach(process -> all.append(process.toString()).append("\n\n"));
        return all.toString();
    }
}
