package io.plainsight.bench.micro;

import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.flow.FlowClass;
import io.plainsight.sensor.flow.FlowListener;
import io.plainsight.sensor.flow.FlowTable;
import io.plainsight.sensor.flow.FlowTimeouts;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The flow table with connections of random 5-tuples, asked in random order: what is measured is mostly the memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FlowTableBenchmark {
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final int CAPACITY = 1 << 18;
    /** A power of two; so many 5-tuples are asked for in turn. */
    private static final int ASKED = 1 << 16;

    private static final FlowListener NOBODY = (flow, kind) -> {};

    @Param({"1000", "200000"})
    public int connections;

    private final FlowTable table = new FlowTable(CAPACITY, FlowTimeouts.DEFAULT, 1, 2);
    private final Packet packet = new Packet();
    private final long[] clients = new long[ASKED];
    private final int[] ports = new int[ASKED];
    private int next;

    @Setup
    public void fill() {
        Random random = new Random(1);
        packet.ipVersion = 4;
        packet.protocol = Packet.TCP;
        packet.vlanId = Packet.NO_VLAN;
        packet.tcpFlags = Packet.ACK;
        packet.timestampNs = 1_000_000_000L;
        packet.ipPayloadLength = 1420;
        packet.wirePayloadLength = 1400;
        packet.destinationLow = MAPPED | 0xc6120001L;
        packet.destinationPort = 443;
        table.advance(packet.timestampNs, NOBODY);
        for (int i = 0; i < connections; i++) {
            long client = MAPPED | 0x0a000000L | random.nextInt(1 << 24);
            int port = random.nextInt(1024, 65_536);
            int slot = i < ASKED ? i : random.nextInt(ASKED);
            clients[slot] = client;
            ports[slot] = port;
            address(client, port);
            if (table.find(packet) == FlowTable.NONE) {
                table.insert(packet, FlowClass.TCP_OPENING, NOBODY);
            }
        }
        for (int i = connections; i < ASKED; i++) {
            clients[i] = clients[i % connections];
            ports[i] = ports[i % connections];
        }
    }

    /** What every packet of a decided connection costs here. */
    @Benchmark
    public int findAndCount() {
        next = next + 1 & ASKED - 1;
        address(clients[next], ports[next]);
        int flow = table.find(packet);
        table.count(flow, table.direction(), packet);
        return flow;
    }

    /** A connection that comes and goes. */
    @Benchmark
    public int insertAndRemove() {
        address(MAPPED | 0x0b000000L | next, 1024);
        next = next + 1 & ASKED - 1;
        table.find(packet);
        int flow = table.insert(packet, FlowClass.TCP_OPENING, NOBODY);
        table.remove(flow);
        return flow;
    }

    private void address(long client, int port) {
        packet.sourceLow = client;
        packet.sourcePort = port;
    }
}
