package io.plainsight.sensor;

import static io.plainsight.sensor.PipelineHarness.client;
import static io.plainsight.sensor.PipelineHarness.server;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.plainsight.sensor.decode.Packet;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The promise of the packet path: what is decided costs no memory, however much of it comes. */
class PacketPathAllocationTest {
    private static final int PACKETS = 20_000;

    private final PipelineHarness harness = new PipelineHarness();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void shouldAllocateNothingPerPacketOfADecidedConnection() {
        harness.connect().send(client().seq(1001).ack(5001).payload("TLS\nDONE\n"));
        Packet request = client().seq(1010).ack(5001).payload(new byte[1000]).packet();
        Packet response = server().seq(5001).ack(1010).payload(new byte[1400]).packet();
        replay(request, response);

        long before = threads.getCurrentThreadAllocatedBytes();
        replay(request, response);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(PACKETS);
        harness.pipeline.end();
        assertThat(harness.last().source().packets()).isEqualTo(3 + 2 * PACKETS);
        assertThat(harness.last().destination().packets()).isEqualTo(1 + 2 * PACKETS);
        assertThat(harness.last().destination().bytes()).isEqualTo(20 + 2L * PACKETS * 1420);
    }

    @Test
    void shouldAllocateNothingPerPacketOfADatagramFlow() {
        Packet request = client().udp().ports(5000, 53).payload(new byte[40]).packet();
        Packet response = server().udp().ports(5000, 53).payload(new byte[400]).packet();
        replay(request, response);

        long before = threads.getCurrentThreadAllocatedBytes();
        replay(request, response);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(PACKETS);
        harness.pipeline.end();
        assertThat(harness.last().source().packets()).isEqualTo(2 * PACKETS);
    }

    @Test
    void shouldAllocateNothingPerSynOfAScanThatIsNotAnswered() {
        Packet syn = client().syn().seq(1).packet();
        replay(syn, syn);

        long before = threads.getCurrentThreadAllocatedBytes();
        replay(syn, syn);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(PACKETS);
    }

    private void replay(Packet request, Packet response) {
        for (int i = 0; i < PACKETS; i++) {
            harness.pipeline.onDecoded(request);
            request.sequenceNumber += request.payloadLength;
            harness.pipeline.onDecoded(response);
            response.sequenceNumber += response.payloadLength;
        }
    }
}
