package io.plainsight.sensor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.sensor.RecognisedProtocols;
import io.plainsight.sensor.SensorPipeline;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.flow.TcpSegments;
import io.plainsight.sensor.flow.TcpSegments.End;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.testing.OrderedTraffic;
import io.plainsight.sensor.x509.CertificateCache;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What passes over TLS once its handshake is decided costs no memory, and is counted to the last byte. */
class DecidedTlsAllocationTest {
    private static final int PACKETS = 20_000;
    private static final int RECORD = 1400;

    private final List<Observation> observations = new ArrayList<>();
    private final TlsSignature signature = new TlsSignature(new CertificateCache(), TlsOddityHandler.NONE);
    private final SensorPipeline pipeline = new SensorPipeline(
            SensorSettings.defaults("tap1").withFlowCapacity(64),
            new RecognisedProtocols(List.of(signature), signature::open, List.of()),
            observations::add,
            new SensorCounters());

    private int clientNext = 1001;
    private int serverNext = 5001;

    @Test
    void shouldAllocateNothingPerPacketBehindATls13Handshake() {
        pipeline.onDecoded(TcpSegments.from(End.CLIENT).syn().seq(1000).packet());
        pipeline.onDecoded(
                TcpSegments.from(End.SERVER).synAck().seq(5000).ack(1001).packet());
        client(ClientHellos.tls13().withServerName("db.internal").bytes());
        server(Records.serverHello13());
        server(Records.data(0x2a2));
        client(Records.data(53));
        server(Records.data(0xde));
        assertThat(last().event().action()).isEqualTo(Actions.HANDSHAKE_COMPLETED);
        byte[] record = Records.data(RECORD);
        OrderedTraffic traffic = new OrderedTraffic(
                pipeline, segment(End.CLIENT, clientNext, record), segment(End.SERVER, serverNext, record));
        traffic.allocatedBy(PACKETS);

        long allocated = traffic.allocatedBy(PACKETS);

        assertThat(allocated).isLessThan(PACKETS);
        pipeline.end();
        assertThat(last().plainsight().protection()).isEqualTo(Protection.PROTECTED);
        assertThat(last().source().packets()).isEqualTo(3 + 2L * PACKETS);
        assertThat(last().destination().packets()).isEqualTo(4 + 2L * PACKETS);
        assertThat(last().destination().bytes())
                .isEqualTo(20L * (4 + 2 * PACKETS) + serverNext - 5001 + 2L * PACKETS * record.length);
    }

    private void client(byte[] bytes) {
        pipeline.onDecoded(segment(End.CLIENT, clientNext, bytes));
        clientNext += bytes.length;
    }

    private void server(byte[] bytes) {
        pipeline.onDecoded(segment(End.SERVER, serverNext, bytes));
        serverNext += bytes.length;
    }

    private static Packet segment(End from, int sequence, byte[] bytes) {
        return TcpSegments.from(from).seq(sequence).payload(bytes).packet();
    }

    private Observation last() {
        return observations.get(observations.size() - 1);
    }
}
