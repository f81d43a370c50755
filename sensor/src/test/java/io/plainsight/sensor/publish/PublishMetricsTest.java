package io.plainsight.sensor.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationEventBuilder;
import io.plainsight.sensor.spool.LossReason;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishMetricsTest {
    private final CollectorRegistry registry = new CollectorRegistry();
    private final Clock clock = Clock.fixed(Observations.PACKET_TIME.plus(Duration.ofMillis(250)), ZoneOffset.UTC);
    private final PublishMetrics metrics = new PublishMetrics(registry, clock);

    @Test
    void shouldCountByProtectionProtocolAndActionAndPassOn() {
        List<Observation> passed = new ArrayList<>();
        CountingSink sink = new CountingSink(recording(passed), metrics);

        sink.accept(Observations.tls().build());
        sink.accept(Observations.tls().build());

        assertThat(passed).hasSize(2);
        assertThat(count("protected", "tls", "handshake_completed")).isEqualTo(2);
    }

    /** It is about no connection, and would shift the share of the protected ones. */
    @Test
    void shouldNotCountWhatASensorTellsOfItself() {
        List<Observation> passed = new ArrayList<>();
        CountingSink sink = new CountingSink(recording(passed), metrics);

        sink.accept(ObservationBuilder.builder()
                .event(ObservationEventBuilder.builder()
                        .action(Actions.SENSOR_STATUS)
                        .build())
                .build());

        assertThat(passed).hasSize(1);
        assertThat(count("unknown", "unknown", "sensor_status")).isNull();
        assertThat(count("unknown", "unknown", "other")).isNull();
    }

    @Test
    void shouldKeepLabelsBoundedWhateverTheWireSays() {
        CountingSink sink = new CountingSink(recording(new ArrayList<>()), metrics);

        for (int i = 0; i < 1000; i++) {
            sink.accept(Observations.withProtocol("made-up-" + i).build());
        }
        sink.accept(Observations.withProtocol(null).build());
        sink.accept(
                Observations.tls().event(null).plainsight(null).network(null).build());

        assertThat(count("protected", "other", "handshake_completed")).isEqualTo(1000 - PublishMetrics.MAX_PROTOCOLS);
        assertThat(count("protected", "unknown", "handshake_completed")).isEqualTo(1);
        assertThat(count("unknown", "unknown", "other")).isEqualTo(1);
    }

    @Test
    void shouldMeasureFromPacketToAcknowledgement() {
        metrics.onDelivered(Observations.PACKET_TIME);
        metrics.onLost(LossReason.SPOOL_FULL, 3);

        assertThat(registry.getSampleValue("plainsight_sensor_publish_latency_seconds_sum"))
                .isEqualTo(0.25);
        assertThat(registry.getSampleValue("plainsight_sensor_published_total")).isEqualTo(1);
        assertThat(lost(LossReason.SPOOL_FULL)).isEqualTo(3);
    }

    @Test
    void shouldExportEveryReasonOfLossFromTheFirstScrapeOn() {
        for (LossReason reason : LossReason.values()) {
            assertThat(lost(reason)).as(reason.label()).isZero();
        }
    }

    @Test
    void shouldExportWhatPublishingLooksLike() {
        PublishStatus[] status = {new PublishStatus(PublishState.DELIVERING, 1, 2, 3, 0)};
        metrics.watch(() -> status[0]);

        status[0] = new PublishStatus(PublishState.AWAY, 1024, 2048, 4096, 90_500);

        assertThat(registry.getSampleValue("plainsight_sensor_publish_queue_bytes"))
                .isEqualTo(1024);
        assertThat(registry.getSampleValue("plainsight_sensor_spool_bytes")).isEqualTo(2048);
        assertThat(registry.getSampleValue("plainsight_sensor_spool_limit_bytes"))
                .isEqualTo(4096);
        assertThat(registry.getSampleValue("plainsight_sensor_spool_oldest_seconds"))
                .isEqualTo(90.5);
        assertThat(state("away")).isEqualTo(1);
        assertThat(state("delivering")).isZero();
    }

    private Double lost(LossReason reason) {
        return registry.getSampleValue(
                "plainsight_sensor_publish_lost_total", new String[] {"reason"}, new String[] {reason.label()});
    }

    private Double state(String state) {
        return registry.getSampleValue("plainsight_sensor_publish_state", new String[] {"state"}, new String[] {state});
    }

    private Double count(String protection, String protocol, String action) {
        return registry.getSampleValue(
                "plainsight_sensor_observations_total",
                new String[] {"protection", "protocol", "action"},
                new String[] {protection, protocol, action});
    }

    private static ObservationSink recording(List<Observation> into) {
        return new ObservationSink() {
            @Override
            public void accept(Observation observation) {
                into.add(observation);
            }

            @Override
            public void flush() {
                // nothing is under way
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }
}
