package io.plainsight.sensor.flowlog.netflow;

import static io.plainsight.sensor.flowlog.netflow.Packets.FIELDS;
import static io.plainsight.sensor.flowlog.netflow.Packets.TEMPLATE;
import static io.plainsight.sensor.flowlog.netflow.Packets.ipfix;
import static io.plainsight.sensor.flowlog.netflow.Packets.record;
import static io.plainsight.sensor.flowlog.netflow.Packets.set;
import static io.plainsight.sensor.flowlog.netflow.Packets.template;
import static io.plainsight.sensor.flowlog.netflow.Packets.v5;
import static io.plainsight.sensor.flowlog.netflow.Packets.v5Record;
import static io.plainsight.sensor.flowlog.netflow.Packets.v9;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.sensor.metrics.SensorCounter;
import org.junit.jupiter.api.Test;

class ExportLossTest {
    private final Collected collected = new Collected();

    @Test
    void shouldTellFlowsThatNeverCame() {
        collected.packets(v5(10, 0, v5Record(), v5Record()), v5(15, 0, v5Record()));
        assertThat(collected.gaps).isEmpty();

        collected.after(10).packets(v5(16, 0, v5Record()));

        Observation gap = collected.gaps.get(0);
        assertThat(gap.plainsight().flow().fields())
                .containsEntry("lost", "3")
                .containsEntry("lost_unit", "flows")
                .containsEntry("exporter", Collected.EXPORTER);
        assertThat(gap.plainsight().reasons()).isNotEmpty();
        assertThat(collected.count(SensorCounter.FLOW_EXPORT_LOST_FLOWS)).isEqualTo(3);
    }

    @Test
    void shouldNotMissPacketsThatAreLate() {
        collected
                .packets(v9(1, new byte[0]), v9(3, new byte[0]), v9(2, new byte[0]))
                .after(20)
                .packets(v9(4, new byte[0]));

        assertThat(collected.gaps).isEmpty();
        assertThat(collected.count(SensorCounter.FLOW_EXPORT_REORDERED)).isOne();
    }

    @Test
    void shouldNotTakeADuplicateForAMissingPacket() {
        collected
                .packets(v9(1, new byte[0]), v9(3, new byte[0]), v9(1, new byte[0]))
                .after(10)
                .packets(v9(4, new byte[0]));

        assertThat(collected.gaps).hasSize(1);
        assertThat(collected.count(SensorCounter.FLOW_EXPORT_LOST_PACKETS)).isOne();
        assertThat(collected.count(SensorCounter.FLOW_EXPORT_DUPLICATES)).isOne();
    }

    @Test
    void shouldNotTakeANewBeginningForLoss() {
        collected
                .packets(v9(5_000_000, new byte[0]), v9(1, new byte[0]))
                .after(20)
                .packets(v9(2, new byte[0]));

        assertThat(collected.gaps).isEmpty();
        assertThat(collected.count(SensorCounter.FLOW_EXPORT_RESTARTS)).isOne();
    }

    @Test
    void shouldCountOverTheEndOfThirtyTwoBits() {
        collected
                .packets(v9(0xffff_ffffL, new byte[0]), v9(0, new byte[0]), v9(2, new byte[0]))
                .after(10)
                .packets(v9(3, new byte[0]));

        assertThat(collected.count(SensorCounter.FLOW_EXPORT_LOST_PACKETS)).isOne();
    }

    @Test
    void shouldCountRecordsOfIpfix() {
        byte[] templates = set(2, template(TEMPLATE, FIELDS));
        collected
                .packets(ipfix(0, templates, set(TEMPLATE, record(1), record(2))), ipfix(7, set(TEMPLATE, record(3))))
                .after(10)
                .packets(ipfix(8, set(TEMPLATE, record(4))));

        assertThat(collected.count(SensorCounter.FLOW_EXPORT_LOST_RECORDS)).isEqualTo(5);
    }

    @Test
    void shouldClaimNoLossWhenRecordsCouldNotBeCounted() {
        collected
                .packets(ipfix(0, set(TEMPLATE, record(1), record(2))), ipfix(2, set(TEMPLATE, record(3))))
                .after(10)
                .packets(ipfix(3, new byte[0]));

        assertThat(collected.gaps).isEmpty();
    }

    @Test
    void shouldFindOutThatAnExporterCountsFlowsInVersion9() {
        byte[] one = set(TEMPLATE, record(1));
        collected
                .packets(v9(10, one, one, one), v9(13, one, one, one), v9(16, one))
                .after(20)
                .packets(v9(17, one));

        assertThat(collected.gaps).isEmpty();
    }

    @Test
    void shouldTellSeldom() {
        for (int i = 0; i < 120; i++) {
            collected.after(1).packets(v9(2L * i, new byte[0]));
        }

        assertThat(collected.gaps).hasSize(2);
        assertThat(collected.gaps.stream().map(gap -> gap.event().id()).distinct())
                .hasSize(2);
    }

    @Test
    void shouldTellWhatIsMissingAtTheEnd() {
        collected.packets(v9(1, new byte[0]), v9(4, new byte[0]));

        collected.decoder.end(collected.now, collected);

        assertThat(collected.count(SensorCounter.FLOW_EXPORT_LOST_PACKETS)).isEqualTo(2);
    }
}
