package io.plainsight.sensor.flowlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.sensor.flowlog.collector.NetflowHandler;
import io.plainsight.sensor.flowlog.netflow.ExportDatagrams;
import io.plainsight.sensor.metrics.SensorCounters;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever logged a flow, its port makes one assume the same, and decides nothing. */
class AssumptionTest {
    private static final String AWS =
            "2 123456789010 eni-1 10.0.0.1 10.0.0.2 %d %d 6 20 4249 1418530010 1418530070 ACCEPT OK";
    private static final String AZURE =
            "{\"records\":[{\"flowLogVersion\":4,\"flowRecords\":{\"flows\":[{\"flowGroups\":["
                    + "{\"flowTuples\":[\"1663146003606,10.0.0.1,10.0.0.2,%d,%d,6,O,E,,3,767,2,1580\"]}]}]}}]}";
    private static final String GCP =
            "{\"jsonPayload\":{\"connection\":{\"src_ip\":\"10.0.0.1\",\"dest_ip\":\"10.0.0.2\","
                    + "\"src_port\":%d,\"dest_port\":%d,\"protocol\":6},\"start_time\":\"2026-11-07T21:18:23Z\"}}";

    private final RecordingSink sink = new RecordingSink();

    @ParameterizedTest
    @ValueSource(strings = {AWS, AZURE, GCP})
    void shouldTellTheSameOfEveryCloud(String record) throws Exception {
        assertAssumedPostgresql(read(record.formatted(40_000, 5432)));
    }

    @Test
    void shouldTellTheSameOfARouter() {
        new NetflowHandler("s", sink, DeadLetters.NONE, new SensorCounters())
                .onDatagram(ExportDatagrams.v5(1), "10.9.9.9", Instant.EPOCH);

        assertAssumedPostgresql(sink.only());
    }

    @ParameterizedTest
    @ValueSource(strings = {AWS, AZURE, GCP})
    void shouldAssumeNothingOfTheWayBack(String record) throws Exception {
        Observation back = read(record.formatted(5432, 8443));

        assertThat(back.plainsight().portHint()).isNull();
        assertThat(back.plainsight().reasons().get(0).detail()).doesNotContain("assumed");
    }

    @ParameterizedTest
    @CsvSource({
        "6, 40000, 443, https",
        "17, 53, 53, domain",
        "6, -1, 22, ssh",
        "6, 443, 8080,",
        "6, 40000, 50000,",
        "6, 40000, -1,",
        "-1, 40000, 443,",
        "1, -1, -1,"
    })
    void shouldAssumeTheRegisteredService(int protocol, int from, int to, String service) {
        assertThat(Assumption.of(protocol, from, to)).isEqualTo(service);
    }

    private Observation read(String record) throws Exception {
        FlowLogReader reader = new FlowLogReader("s");
        reader.read(
                new ByteArrayInputStream(record.getBytes(StandardCharsets.UTF_8)),
                reader.origin("a", "a", Instant.EPOCH),
                sink,
                new SensorCounters());
        return sink.only();
    }

    private static void assertAssumedPostgresql(Observation flow) {
        assertThat(flow.plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(flow.plainsight().portHint()).isEqualTo("postgresql");
        assertThat(flow.plainsight().reasons().get(0).detail()).contains("assumed postgresql, from the port alone");
    }
}
