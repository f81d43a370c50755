package io.plainsight.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Alert.Status;
import io.plainsight.events.Protection;
import io.plainsight.events.Topics;
import io.plainsight.stream.metrics.StreamMetrics.CorruptReason;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.state.BoundedRocksDb;
import io.plainsight.stream.state.StateStores;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectionTopologyTest {
    private static final Instant OLD = Instant.parse("2015-03-01T08:00:00Z");

    @TempDir
    Path directory;

    private TopologyHarness topology;

    @BeforeEach
    void start() {
        topology = new TopologyHarness(Policy.defaults(), directory);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void shouldRaiseNothingOnWellConfiguredTls() {
        for (int i = 0; i < 30; i++) {
            String id = "good-" + i;
            topology.pipe(Observations.tls().id(id).from("10.0.0." + i));
            topology.pipe(Observations.tls().id(id).from("10.0.0." + i).action(Actions.FLOW_ENDED));
        }

        assertThat(topology.alerts()).isEmpty();
    }

    @Test
    void shouldRaiseOneAlertPerServiceHoweverManyConnections() {
        for (int i = 0; i < 41; i++) {
            topology.pipe(Observations.plaintext("http").after(Duration.ofSeconds(i)));
        }

        List<Alert> alerts = topology.alerts();

        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("plaintext");
            assertThat(alert.rule().reference()).contains("NCSC-P1");
            assertThat(alert.threat().technique().id()).isEqualTo("T1040");
            assertThat(alert.detail().count()).isEqualTo(41);
            assertThat(alert.detail().status()).isEqualTo(Status.OPEN);
            assertThat(alert.detail().entity().value()).isEqualTo("10.0.1.9:80");
            assertThat(alert.detail().entity().zone()).isEqualTo("internal");
            assertThat(alert.detail().evidence()).hasSize(10);
            assertThat(alert.detail().policy().name()).isEqualTo("default");
            assertThat(alert.event().start()).isEqualTo(Observations.NOW);
            assertThat(alert.event().end()).isEqualTo(Observations.NOW.plusSeconds(40));
        });
    }

    @Test
    void shouldCountTheSameInputOnce() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5; i++) {
                topology.pipe(Observations.plaintext("http").id("same-" + i));
            }
        }

        assertThat(topology.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().count()).isEqualTo(5));
        assertThat(topology.metric("plainsight_stream_duplicate_findings_total", "rule", "plaintext"))
                .isEqualTo(5);
    }

    @Test
    void shouldNotCountTheEndOfAConnectionAgain() {
        topology.pipe(Observations.plaintext("ftp").id("one"));
        topology.pipe(Observations.plaintext("ftp").id("one").action(Actions.FLOW_UPDATED));
        topology.pipe(Observations.plaintext("ftp")
                .id("one")
                .action(Actions.FLOW_ENDED)
                .credentials("secret"));

        List<Alert> alerts = topology.alerts();

        assertThat(alerts).extracting(alert -> alert.rule().id()).containsExactly("plaintext", "plaintext-credentials");
        assertThat(alerts)
                .allSatisfy(alert -> assertThat(alert.detail().count()).isEqualTo(1));
    }

    @Test
    void shouldNotMixTwoServices() {
        topology.pipe(Observations.plaintext("http").to("10.0.1.9", 80));
        topology.pipe(Observations.plaintext("http").to("10.0.1.10", 80));

        assertThat(topology.alerts())
                .extracting(alert -> alert.detail().entity().value())
                .containsExactly("10.0.1.9:80", "10.0.1.10:80");
    }

    @Test
    void shouldCountAndSkipCorruptRecords() {
        topology.pipeRaw("{\"@timestamp\":");
        topology.pipeRaw("{}");
        topology.pipeRaw("null");
        topology.pipe(Observations.plaintext("http"));

        assertThat(topology.corrupt(CorruptReason.UNREADABLE)).isEqualTo(1);
        assertThat(topology.corrupt(CorruptReason.INCOMPLETE)).isEqualTo(2);
        assertThat(topology.alerts()).hasSize(1);
    }

    @Test
    void shouldSetAsideWhatClaimsATimeAtTheEndOfAllTime() {
        topology.pipe(Observations.plaintext("http").at(Instant.parse("+100000000-01-01T00:00:00Z")));
        topology.pipe(Observations.plaintext("http").at(Instant.parse("1969-12-31T23:59:59Z")));
        topology.pipe(Observations.plaintext("http"));
        topology.pipe(Observations.plaintext("http"));

        assertThat(topology.corrupt(CorruptReason.INCOMPLETE)).isEqualTo(2);
        assertThat(topology.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().count()).isEqualTo(2));
    }

    @Test
    void shouldWriteUpdatesWhenTheCountDoublesAndTheRestAfterTwoSeconds() {
        for (int i = 0; i < 7; i++) {
            topology.pipe(Observations.plaintext("http"));
        }

        assertThat(topology.records())
                .extracting(alert -> alert.detail().count())
                .containsExactly(1L, 2L, 4L);

        topology.wait(Duration.ofSeconds(2));

        assertThat(topology.records())
                .extracting(alert -> alert.detail().count())
                .containsExactly(7L);
        topology.wait(Duration.ofSeconds(10));
        assertThat(topology.records()).isEmpty();
    }

    @Test
    void shouldWriteARisingSeverityAtOnce() {
        for (int i = 0; i < 3; i++) {
            topology.pipe(Observations.tls().version("1.2").cipher("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"));
        }
        topology.records();

        topology.pipe(Observations.tls().version("1.2").cipher("TLS_RSA_WITH_RC4_128_SHA"));

        assertThat(topology.records()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(Severity.HIGH);
            assertThat(alert.event().reason()).contains("RC4");
        });
    }

    @Test
    void shouldBeginANewEpisodeAfterADayAndResolveTheOldOne() {
        topology.pipe(Observations.plaintext("http"));
        topology.pipe(Observations.plaintext("http").after(Duration.ofHours(24).minusSeconds(1)));
        topology.pipe(Observations.plaintext("http").after(Duration.ofHours(48)));

        List<Alert> alerts = topology.alerts();

        assertThat(alerts).hasSize(2);
        assertThat(alerts.get(0).detail().status()).isEqualTo(Status.RESOLVED);
        assertThat(alerts.get(0).detail().count()).isEqualTo(2);
        assertThat(alerts.get(1).detail().status()).isEqualTo(Status.OPEN);
        assertThat(alerts.get(1).detail().id())
                .isNotEqualTo(alerts.get(0).detail().id());
    }

    @Test
    void shouldAcceptFindingsOutOfOrder() {
        topology.pipe(Observations.plaintext("http").after(Duration.ofMinutes(10)));
        topology.pipe(Observations.plaintext("http"));

        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.event().start()).isEqualTo(Observations.NOW);
            assertThat(alert.event().end()).isEqualTo(Observations.NOW.plus(Duration.ofMinutes(10)));
            assertThat(alert.detail().count()).isEqualTo(2);
        });
    }

    @Test
    void shouldNeitherDropAnOldCaptureNorLetItMoveTheTimeOfOthers() {
        topology.pipe(Observations.plaintext("http").to("10.0.1.9", 80));
        topology.pipe(Observations.plaintext("http").to("10.0.7.7", 80).at(OLD));
        topology.pipe(Observations.plaintext("http").to("10.0.1.9", 80).at(OLD));
        topology.pipe(Observations.plaintext("http").to("10.0.1.9", 80).after(Duration.ofHours(1)));
        topology.pipe(Observations.plaintext("http").to("10.0.7.7", 80).at(OLD.plusSeconds(60)));

        List<Alert> alerts = topology.alerts();

        assertThat(alerts)
                .extracting(
                        alert -> alert.detail().entity().value(),
                        alert -> alert.event().start(),
                        alert -> alert.detail().count(),
                        alert -> alert.detail().status())
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("10.0.1.9:80", Observations.NOW, 2L, Status.OPEN),
                        org.assertj.core.groups.Tuple.tuple("10.0.7.7:80", OLD, 2L, Status.OPEN),
                        org.assertj.core.groups.Tuple.tuple("10.0.1.9:80", OLD, 1L, Status.OPEN));
    }

    @Test
    void shouldGiveTheSameIdsWhenTheSameInputIsProcessedFromScratch(@TempDir Path other) {
        topology.pipe(Observations.plaintext("http"));
        List<Alert> first = topology.alerts();

        try (TopologyHarness again = new TopologyHarness(Policy.defaults(), other)) {
            again.pipe(Observations.plaintext("http"));

            assertThat(again.alerts().get(0).detail().id())
                    .isEqualTo(first.get(0).detail().id());
        }
    }

    @Test
    void shouldForgetAndCountStateThatNobodyTouches() {
        topology.pipe(Observations.plaintext("http"));
        topology.alerts();

        topology.wait(Duration.ofDays(9));

        assertThat(topology.driver().getKeyValueStore("episode-store").all()).isExhausted();
        assertThat(topology.metric(
                        "plainsight_stream_state_evictions_total",
                        new String[] {"store", "reason"},
                        new String[] {"episode-store", "expired"}))
                .isEqualTo(1);
    }

    @Test
    void shouldCountEachEndedConnectionOnceInThePosture() {
        topology.pipe(Observations.tls().id("a"));
        topology.pipe(Observations.tls().id("a").action(Actions.FLOW_ENDED).mutual("declined"));
        topology.pipe(Observations.plaintext("http")
                .id("b")
                .action(Actions.FLOW_ENDED)
                .at(OLD));
        topology.pipe(Observations.tls()
                .tls12()
                .id("c")
                .action(Actions.FLOW_ENDED)
                .protection(Protection.PROTECTED)
                .mutual("presented"));

        assertThat(topology.posture())
                .containsKeys("2015-03-01", "2026-11-20", "total")
                .satisfies(posture -> {
                    assertThat(posture.get("total").connections())
                            .containsEntry("protected", 2L)
                            .containsEntry("plaintext", 1L);
                    assertThat(posture.get("total").bytes()).containsEntry("protected", 12000L);
                    assertThat(posture.get("total").tlsVersions())
                            .containsEntry("1.3", 1L)
                            .containsEntry("1.2", 1L);
                    assertThat(posture.get("total").mutual()).isEqualTo(1);
                    assertThat(posture.get("2015-03-01").connections())
                            .containsExactlyEntriesOf(java.util.Map.of("plaintext", 1L));
                });
    }

    @Test
    void shouldMeasureLatencyForLiveInput() {
        topology.pipe(Observations.plaintext("http").at(Instant.parse("2026-11-20T11:59:59Z")));

        assertThat(topology.metric("plainsight_stream_alert_latency_seconds_count", new String[0], new String[0]))
                .isEqualTo(1);
        assertThat(topology.metric("plainsight_stream_alert_latency_seconds_sum", new String[0], new String[0]))
                .isEqualTo(1.0);
    }

    @Test
    void shouldKeepTheNamesOfOperatorsStoresAndTopics() throws IOException {
        String described = normalised(DetectionTopology.build(
                        new PolicyInForce(Policy.defaults()), StateStores.persistent(), Topics.OBSERVATIONS)
                .describe());

        try (InputStream expected = getClass().getResourceAsStream("topology.txt")) {
            assertThat(described.strip())
                    .isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    /** Else each part has a store of its own behind one change log, and neither sees what the other keeps. */
    @Test
    void shouldKeepEachStoreInOneSubTopology() {
        Map<String, Set<Integer>> parts = new TreeMap<>();
        for (TopologyDescription.Subtopology part : DetectionTopology.build(
                        new PolicyInForce(Policy.defaults()), StateStores.persistent(), Topics.OBSERVATIONS)
                .describe()
                .subtopologies()) {
            for (TopologyDescription.Node node : part.nodes()) {
                if (node instanceof TopologyDescription.Processor processor) {
                    processor.stores().forEach(store -> parts.computeIfAbsent(store, name -> new TreeSet<>())
                            .add(part.id()));
                }
            }
        }

        assertThat(parts).isNotEmpty();
        assertThat(parts.values()).allSatisfy(ids -> assertThat(ids).hasSize(1));
    }

    /** Else every write makes some store write a file, and nothing gets further. */
    @Test
    void shouldHaveRoomForTheWritesOfEveryStore() {
        long stores = DetectionTopology.build(
                        new PolicyInForce(Policy.defaults()), StateStores.persistent(), Topics.OBSERVATIONS)
                .describe()
                .subtopologies()
                .stream()
                .flatMap(part -> part.nodes().stream())
                .filter(TopologyDescription.Processor.class::isInstance)
                .flatMap(node -> ((TopologyDescription.Processor) node).stores().stream())
                .distinct()
                .count();
        long partitions = Topics.OBSERVATIONS.partitions();
        long applications = 2; // live and replayed

        assertThat(stores * partitions * applications * BoundedRocksDb.leastBytes())
                .isLessThan(BoundedRocksDb.WRITE_BUFFERS_BYTES);
    }

    /** One line per node with its successors, sorted: the description's own order is not stable. */
    private static String normalised(TopologyDescription description) {
        StringBuilder text = new StringBuilder();
        description.subtopologies().stream()
                .sorted(Comparator.comparing(TopologyDescription.Subtopology::id))
                .forEach(part -> {
                    text.append("sub-topology ").append(part.id()).append('\n');
                    part.nodes().stream()
                            .map(DetectionTopologyTest::line)
                            .sorted()
                            .forEach(line -> text.append("  ").append(line).append('\n'));
                });
        return text.toString();
    }

    private static String line(TopologyDescription.Node node) {
        String detail = "";
        if (node instanceof TopologyDescription.Source source) {
            detail = " reads " + new TreeSet<>(source.topicSet());
        } else if (node instanceof TopologyDescription.Sink sink) {
            detail = " writes " + sink.topic();
        } else if (node instanceof TopologyDescription.Processor processor
                && !processor.stores().isEmpty()) {
            detail = " keeps " + new TreeSet<>(processor.stores());
        }
        return node.name() + detail + " -> "
                + node.successors().stream()
                        .map(TopologyDescription.Node::name)
                        .sorted()
                        .toList();
    }
}
