package io.plainsight.sensor.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.sensor.metrics.CounterGroup;
import io.plainsight.sensor.metrics.Loss;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusReporterTest {
    private static final long SECOND = 1_000_000_000L;

    private final CounterGroup group = new CounterGroup();
    private final SensorCounters own = group.add();
    private final SensorCounters otherThread = group.add();
    private final List<Observation> told = new ArrayList<>();

    @Test
    void shouldTellNothingOfAFileOfWhichNothingWasLost() {
        StatusReporter reporter = onFiles();
        reporter.onTick(SECOND);
        own.add(SensorCounter.PACKETS, 100);
        reporter.onTick(60 * SECOND);
        reporter.endOfFile("a.pcap");

        assertThat(told).isEmpty();
    }

    @Test
    void shouldTellOfEachFileByItself() {
        StatusReporter reporter = onFiles();
        reporter.onTick(SECOND);
        own.add(SensorCounter.PACKETS, 100);
        reporter.endOfFile("clean.pcap");
        reporter.onTick(5 * SECOND);
        own.add(SensorCounter.PACKETS, 50);
        own.add(SensorCounter.FLOWS_ENDED_EVICTED, 7);
        reporter.onTick(9 * SECOND);
        reporter.endOfFile("scan.pcap");
        reporter.onTick(20 * SECOND);
        reporter.endOfFile("clean2.pcap");

        assertThat(told).singleElement().satisfies(record -> {
            assertThat(record.log().file().path()).isEqualTo("scan.pcap");
            assertThat(record.event().start().getEpochSecond()).isEqualTo(5);
            assertThat(record.event().end().getEpochSecond()).isEqualTo(9);
            assertThat(record.plainsight().sensor().state()).isEqualTo("file");
            assertThat(record.plainsight().sensor().packets()).isEqualTo(50);
            assertThat(record.plainsight().sensor().lost()).isEqualTo(Map.of("flow_table", 7L));
            assertThat(record.key()).isEqualTo("sensor/tap1");
        });
    }

    @Test
    void shouldTellOfEveryLossOfEveryThreadByItsReason() {
        StatusReporter reporter = new StatusReporter(group, own, "tap1", "eth1", told::add);
        reporter.onTick(0);
        Map<String, Long> expected = new HashMap<>();
        long count = 0;
        for (Loss loss : Loss.values()) {
            count++;
            own.add(loss.counter(), count);
            otherThread.add(loss.counter(), 100);
            expected.put(loss.reason(), count + 100);
        }
        otherThread.overloadLevel(2);
        reporter.onTick(5 * SECOND);
        otherThread.overloadLevel(0);
        otherThread.add(SensorCounter.SACRIFICED_SAMPLE, 3);
        own.add(SensorCounter.SACRIFICED_MIDSTREAM, 4);
        reporter.onTick(10 * SECOND);

        assertThat(told).hasSize(2);
        assertThat(told.get(1).plainsight().sensor().lost()).isEqualTo(expected);
        assertThat(told.get(1).plainsight().sensor().overloadLevel()).isEqualTo(2);
        assertThat(told.get(1).plainsight().sensor().sacrificed()).isEqualTo(7);
    }

    @Test
    void shouldTellForHowLongTheInterfaceWasAwayAndWhichDirectionsWereSeen() {
        StatusReporter reporter = new StatusReporter(group, own, "tap1", "eth1", told::add);
        reporter.onTick(0);
        own.add(SensorCounter.CAPTURE_GAP_SECONDS, 4);
        otherThread.add(SensorCounter.CAPTURE_GAP_SECONDS, 4);
        own.add(SensorCounter.TCP_SEEN_BOTH_WAYS, 10);
        otherThread.add(SensorCounter.TCP_SEEN_BOTH_WAYS, 20);
        otherThread.add(SensorCounter.TCP_SEEN_ONE_WAY, 3);
        reporter.onTick(10 * SECOND);
        reporter.onTick(20 * SECOND);

        assertThat(told.get(1).plainsight().sensor()).satisfies(status -> {
            assertThat(status.absentSeconds()).isEqualTo(4);
            assertThat(status.endedBothWays()).isEqualTo(30);
            assertThat(status.endedOneWay()).isEqualTo(3);
        });
        assertThat(told.get(2).plainsight().sensor()).satisfies(status -> {
            assertThat(status.absentSeconds()).isNull();
            assertThat(status.endedBothWays()).isNull();
            assertThat(status.endedOneWay()).isNull();
        });
    }

    @Test
    void shouldGoOnTellingAfterTheClockWasSetBack() {
        StatusReporter reporter = new StatusReporter(group, own, "tap1", "eth1", told::add);
        reporter.onTick(1000 * SECOND);
        reporter.onTick(500 * SECOND);
        reporter.onTick(505 * SECOND);
        reporter.onTick(510 * SECOND);

        assertThat(told)
                .extracting(record -> record.timestamp().getEpochSecond())
                .containsExactly(1000L, 510L);
    }

    private StatusReporter onFiles() {
        return new StatusReporter(group, own, "tap1", null, told::add);
    }
}
