package io.plainsight.alerting.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.alerting.Alerts;
import io.plainsight.alerting.deliver.Channel;
import io.plainsight.alerting.deliver.ChannelPipeline;
import io.plainsight.alerting.deliver.DeliveryProgress;
import io.plainsight.alerting.deliver.SendReason;
import io.plainsight.alerting.metrics.AlertingMetrics;
import io.plainsight.alerting.store.AlertStore;
import io.plainsight.alerting.store.PostureStore;
import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import io.plainsight.events.PostureBuilder;
import io.plainsight.events.Topics;
import io.prometheus.client.CollectorRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What a restart repeats, and what it does not. */
class AlertIntakeTest {
    private static final TopicPartition ALERTS = new TopicPartition(Topics.ALERTS.name(), 0);
    private static final TopicPartition POSTURE = new TopicPartition(Topics.POSTURE.name(), 0);

    /** The records of the alerts topic, which outlive a run. */
    private final List<byte[]> topic = new ArrayList<>();

    private OffsetAndMetadata committed;

    @Test
    void shouldDeliverEverythingAtTheFirstStart() throws Exception {
        topic.add(Alerts.alert("a").bytes());
        topic.add(Alerts.alert("b").bytes());

        Run run = new Run();

        assertThat(run.printer.sent).containsExactly("a: first notification", "b: first notification");
        assertThat(committed.offset()).isEqualTo(2);
    }

    @Test
    void shouldOnlyRebuildTheStoreFromWhatWasCommitted() throws Exception {
        topic.add(Alerts.alert("a").bytes());
        topic.add(Alerts.alert("b").bytes());
        new Run();

        Run restarted = new Run();

        assertThat(restarted.printer.sent).isEmpty();
        assertThat(restarted.store.size()).isEqualTo(2);
        assertThat(restarted.intake.rebuilt()).isTrue();
    }

    @Test
    void shouldDeliverWhatCameWhileItWasDown() throws Exception {
        topic.add(Alerts.alert("a").bytes());
        new Run();
        topic.add(Alerts.alert("a").count(7).bytes());
        topic.add(Alerts.alert("a").severity(Alert.Severity.CRITICAL).bytes());
        topic.add(Alerts.alert("b").bytes());
        topic.add(Alerts.alert("a").severity(Alert.Severity.CRITICAL).resolved().bytes());

        Run restarted = new Run();

        assertThat(restarted.printer.sent)
                .containsExactly("a: severity raised", "b: first notification", "a: resolved");
    }

    @Test
    void shouldRedeliverToTheWebhookAloneWhatItStillOwedWhenTheProcessDied() throws Exception {
        topic.add(Alerts.alert("a").bytes());
        topic.add(Alerts.alert("b").bytes());
        Run first = new Run(channel -> channel.holding = true);
        assertThat(committed.offset()).isZero();
        assertThat(first.printer.sent).hasSize(2);
        first.webhook.held.get(0).run();
        first.poll();
        assertThat(committed.offset()).isEqualTo(1);

        Run restarted = new Run();

        assertThat(restarted.printer.sent).isEmpty();
        assertThat(restarted.webhook.sent).containsExactly("b: first notification");
        assertThat(committed.offset()).isEqualTo(2);
    }

    @Test
    void shouldCountAndSkipWhatItCannotRead() throws Exception {
        topic.add("not json".getBytes(StandardCharsets.UTF_8));
        topic.add("{}".getBytes(StandardCharsets.UTF_8));
        topic.add("null".getBytes(StandardCharsets.UTF_8));
        topic.add(new byte[300_000]);
        topic.add(Alerts.alert("a").bytes());

        Run run = new Run();

        assertThat(run.printer.sent).containsExactly("a: first notification");
        assertThat(run.metric("unreadable_total", "topic", Topics.ALERTS.name()))
                .isEqualTo(4);
        assertThat(committed.offset()).isEqualTo(5);
    }

    @Test
    void shouldForgetAnAlertWhoseRecordWasDeleted() throws Exception {
        topic.add(Alerts.alert("a").bytes());
        topic.add(null);

        Run run = new Run();

        assertThat(run.store.size()).isZero();
    }

    @Test
    void shouldTreatEverythingAsNewWhenTheTopicWasMadeAnew() throws Exception {
        topic.add(Alerts.alert("a").bytes());
        committed = new OffsetAndMetadata(100, "printer=100;webhook=100");

        Run run = new Run();

        assertThat(run.printer.sent).containsExactly("a: first notification");
    }

    @Test
    void shouldWaitForATopicThatDoesNotExistYet() {
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
        AlertingMetrics metrics = new AlertingMetrics(new CollectorRegistry());
        AlertIntake intake = new AlertIntake(
                consumer,
                new AlertStore(10, metrics),
                new PostureStore(),
                List.of(),
                new DeliveryProgress(List.of("printer")),
                metrics);

        assertThat(intake.findPartitions()).isFalse();
        assertThat(intake.rebuilt()).isFalse();
    }

    @Test
    void shouldReportEverythingDeliveredOnlyWhenTheLastChannelIsThrough() throws Exception {
        topic.add(Alerts.alert("a").bytes());
        Run run = new Run(channel -> channel.holding = true);
        Map<TopicPartition, Long> ends = Map.of(ALERTS, 1L);
        assertThat(run.progress.await(ends, Duration.ZERO)).isFalse();

        run.webhook.held.get(0).run();

        assertThat(run.progress.await(ends, Duration.ZERO)).isTrue();
        assertThat(run.progress.await(Map.of(ALERTS, 2L), Duration.ofMillis(1))).isFalse();
    }

    @Test
    void shouldTakeInPosture() throws Exception {
        Run run = new Run();
        run.consumer.addRecord(new ConsumerRecord<>(
                POSTURE.topic(),
                0,
                0,
                "total",
                Json.mapper()
                        .writeValueAsBytes(PostureBuilder.builder()
                                .connections(Map.of("protected", 3L))
                                .build())));
        run.consumer.addRecord(new ConsumerRecord<>(POSTURE.topic(), 0, 1, "total", new byte[] {'{'}));
        run.poll();

        assertThat(run.posture.figures().total().orElseThrow().connections()).containsEntry("protected", 3L);
        assertThat(run.metric("unreadable_total", "topic", Topics.POSTURE.name()))
                .isEqualTo(1);
    }

    /** One life of the process, as far as its first poll. */
    private final class Run {
        final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest") {
            @Override
            public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
                super.commitSync(offsets);
                committed = offsets.get(ALERTS);
            }

            @Override
            public synchronized Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
                return committed == null ? Map.of() : Map.of(ALERTS, committed);
            }
        };
        final CollectorRegistry registry = new CollectorRegistry();
        final AlertingMetrics metrics = new AlertingMetrics(registry);
        final AlertStore store = new AlertStore(100, metrics);
        final PostureStore posture = new PostureStore();
        final FakeChannel printer = new FakeChannel("printer");
        final FakeChannel webhook = new FakeChannel("webhook");
        final DeliveryProgress progress = new DeliveryProgress(List.of("printer", "webhook"));
        final AlertIntake intake;

        Run() {
            this(channel -> {});
        }

        Run(java.util.function.Consumer<FakeChannel> webhookSetting) {
            webhookSetting.accept(webhook);
            for (TopicPartition partition : List.of(ALERTS, POSTURE)) {
                consumer.updatePartitions(
                        partition.topic(),
                        List.of(new PartitionInfo(partition.topic(), 0, Node.noNode(), new Node[0], new Node[0])));
            }
            consumer.updateBeginningOffsets(Map.of(ALERTS, 0L, POSTURE, 0L));
            consumer.updateEndOffsets(Map.of(ALERTS, (long) topic.size(), POSTURE, 0L));
            intake = new AlertIntake(
                    consumer,
                    store,
                    posture,
                    List.of(
                            new ChannelPipeline(printer, 100, progress, metrics),
                            new ChannelPipeline(webhook, 100, progress, metrics)),
                    progress,
                    metrics);
            assertThat(intake.findPartitions()).isTrue();
            for (int offset = 0; offset < topic.size(); offset++) {
                byte[] value = topic.get(offset);
                consumer.addRecord(new ConsumerRecord<>(ALERTS.topic(), 0, offset, value == null ? "a" : "key", value));
            }
            poll();
        }

        void poll() {
            intake.poll(Duration.ZERO);
        }

        double metric(String suffix, String label, String value) {
            return registry.getSampleValue("plainsight_alerting_" + suffix, new String[] {label}, new String[] {value});
        }
    }

    private static final class FakeChannel implements Channel {
        final List<String> sent = new ArrayList<>();
        final List<Runnable> held = new ArrayList<>();
        private final String name;
        boolean holding;

        FakeChannel(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Alert.Severity floor() {
            return Alert.Severity.LOW;
        }

        @Override
        public void deliver(Alert alert, SendReason reason, Runnable done) {
            sent.add(alert.detail().id() + ": " + reason.text());
            if (holding) {
                held.add(done);
            } else {
                done.run();
            }
        }
    }
}
