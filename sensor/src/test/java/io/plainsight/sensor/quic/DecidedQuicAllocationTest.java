package io.plainsight.sensor.quic;

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
import io.plainsight.sensor.testing.Bytes;
import io.plainsight.sensor.testing.OrderedTraffic;
import io.plainsight.sensor.tls.TlsDissector;
import io.plainsight.sensor.tls.TlsOddityHandler;
import io.plainsight.sensor.x509.CertificateCache;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What passes over QUIC once its handshake is decided costs no memory, and is counted to the last byte. */
class DecidedQuicAllocationTest {
    private static final int PACKETS = 20_000;

    private final List<Observation> observations = new ArrayList<>();
    private final SensorCounters counters = new SensorCounters();
    private final CertificateCache certificates = new CertificateCache();
    private final SensorPipeline pipeline = new SensorPipeline(
            SensorSettings.defaults("tap1").withFlowCapacity(64),
            new RecognisedProtocols(
                    List.of(),
                    () -> new TlsDissector(certificates),
                    List.of(new QuicSignature(certificates, TlsOddityHandler.NONE, counters))),
            observations::add,
            counters);

    @Test
    void shouldAllocateNothingPerDatagramBehindAQuicHandshake() {
        QuicPackets quic = new QuicPackets();
        long clientBytes = send(End.CLIENT, quic.clientInitial(QuicPackets.crypto(0, Rfc.clientHello())));
        send(End.SERVER, quic.serverInitial(QuicPackets.crypto(0, Rfc.serverHello())), quic.handshake(false));
        clientBytes += send(End.CLIENT, quic.handshake(true), quic.shortPacket(true, 100));
        send(End.SERVER, quic.shortPacket(false, 300));
        assertThat(last().event().action()).isEqualTo(Actions.HANDSHAKE_COMPLETED);
        byte[] request = quic.shortPacket(true, 1200);
        OrderedTraffic traffic = new OrderedTraffic(
                pipeline, datagram(End.CLIENT, request), datagram(End.SERVER, quic.shortPacket(false, 1300)));
        traffic.allocatedBy(PACKETS);

        long allocated = traffic.allocatedBy(PACKETS);

        assertThat(allocated).isLessThan(PACKETS);
        pipeline.end();
        assertThat(last().plainsight().protection()).isEqualTo(Protection.PROTECTED);
        assertThat(last().source().packets()).isEqualTo(2 + 2L * PACKETS);
        assertThat(last().destination().packets()).isEqualTo(2 + 2L * PACKETS);
        int headers = datagram(End.CLIENT, request).ipPayloadLength - request.length;
        assertThat(last().source().bytes())
                .isEqualTo(clientBytes + 2L * headers + 2L * PACKETS * (headers + request.length));
    }

    private int send(End from, byte[]... packets) {
        byte[] datagram = Bytes.concat(packets);
        pipeline.onDecoded(datagram(from, datagram));
        return datagram.length;
    }

    private static Packet datagram(End from, byte[] bytes) {
        return TcpSegments.from(from).udp().payload(bytes).packet();
    }

    private Observation last() {
        return observations.get(observations.size() - 1);
    }
}
