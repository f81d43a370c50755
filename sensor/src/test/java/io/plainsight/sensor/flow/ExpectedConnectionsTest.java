package io.plainsight.sensor.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.ftp.FtpDataDissector;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ExpectedConnectionsTest {
    private static final Supplier<StreamDissector> OPENER = FtpDataDissector::new;

    private final SensorCounters counters = new SensorCounters();
    private final FlowTable table = new FlowTable(16, FlowTimeouts.DEFAULT, 1, 2);
    private final ExpectedConnections expected = new ExpectedConnections(table, counters);
    private final int control = flow(40000, 21, 0);

    @Test
    void shouldServeOneConnectionPerAnnouncement() {
        expected.expect(control, responder(control), 2580, OPENER, 0);
        int data = flow(40001, 2580, 0);

        assertThat(expected.open(data)).isInstanceOf(FtpDataDissector.class);
        assertThat(expected.open(data)).isNull();
    }

    @Test
    void shouldForgetAfterItsTime() {
        expected.expect(control, responder(control), 2580, OPENER, 0);

        assertThat(expected.open(flow(40001, 2580, ExpectedConnections.EXPIRY_NS + 1)))
                .isNull();
        assertThat(expected.size()).isZero();
    }

    @Test
    void shouldKeepNoMoreThanItsBoundAndCountTheRest() {
        for (int port = 1; port <= ExpectedConnections.MAX_EXPECTED + 3; port++) {
            expected.expect(control, responder(control), port, OPENER, port);
        }

        assertThat(expected.size()).isEqualTo(ExpectedConnections.MAX_EXPECTED);
        assertThat(counters.get(SensorCounter.EXPECTED_EVICTED)).isEqualTo(3);
        assertThat(expected.open(flow(40001, 3, 0))).isNull();
        assertThat(expected.open(flow(40002, 4, 0))).isNotNull();
    }

    private int responder(int flow) {
        return 1 - table.initiator(flow);
    }

    private int flow(int clientPort, int serverPort, long timeNs) {
        TcpSegments segment = TcpSegments.from(TcpSegments.End.CLIENT)
                .ports(clientPort, serverPort)
                .atMs(timeNs / 1_000_000 + (timeNs % 1_000_000 > 0 ? 1 : 0));
        table.find(segment.packet());
        int end = table.direction();
        int flow = table.insert(segment.packet(), FlowClass.TCP_OPEN, null);
        table.count(flow, end, segment.packet());
        table.initiator(flow, end);
        table.mark(flow, FlowFlags.INITIATOR_KNOWN);
        return flow;
    }
}
