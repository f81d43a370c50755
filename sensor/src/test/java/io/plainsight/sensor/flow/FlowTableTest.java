package io.plainsight.sensor.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.flow.TcpSegments.End;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlowTableTest {
    private static final FlowListener NOBODY = (flow, kind) -> {};

    private final List<String> left = new ArrayList<>();

    @Test
    void shouldFindTheSameConnectionFromBothDirections() {
        FlowTable table = table(16);
        Packet request = TcpSegments.from(End.CLIENT).payload("1234567890").packet();
        Packet response = TcpSegments.from(End.SERVER).packet();

        int flow = count(table, request);
        int sender = table.direction();
        assertThat(count(table, response)).isEqualTo(flow);
        assertThat(table.direction()).isEqualTo(1 - sender);

        assertThat(table.packets(flow, sender)).isEqualTo(1);
        assertThat(table.bytes(flow, sender)).isEqualTo(30);
        assertThat(table.bytes(flow, 1 - sender)).isEqualTo(20);
        assertThat(table.port(flow, sender)).isEqualTo(40000);
        assertThat(table.port(flow, 1 - sender)).isEqualTo(443);
    }

    @Test
    void shouldNotSplitConnectionWhoseDirectionsCarryDifferentVlans() {
        FlowTable table = table(16);

        int flow = count(table, TcpSegments.from(End.CLIENT).vlan(10).packet());

        assertThat(count(table, TcpSegments.from(End.SERVER).vlan(20).packet())).isEqualTo(flow);
        assertThat(table.vlan(flow)).isEqualTo(10);
    }

    @Test
    void shouldKeepProtocolsApart() {
        FlowTable table = table(16);

        assertThat(count(table, TcpSegments.from(End.CLIENT).packet()))
                .isNotEqualTo(count(table, TcpSegments.from(End.CLIENT).udp().packet()));
    }

    @Test
    void shouldExpireEachClassAfterItsOwnIdleTime() {
        FlowTable table = table(16);
        int udp = count(table, TcpSegments.from(End.CLIENT).udp().atMs(0).packet());
        table.flowClass(udp, FlowClass.UDP);
        int tcp = count(table, TcpSegments.from(End.CLIENT).atMs(0).packet());
        table.flowClass(tcp, FlowClass.TCP_DECIDED);

        table.advance(59_999_999_999L, this::record);
        assertThat(left).isEmpty();
        table.advance(60_000_000_000L, this::record);
        assertThat(left).containsExactly(udp + " IDLE");
        table.advance(3_600_000_000_000L, this::record);

        assertThat(left).containsExactly(udp + " IDLE", tcp + " IDLE");
        assertThat(table.size()).isZero();
    }

    @Test
    void shouldNotExpireEverythingAfterOnePacketWithAWildTimestamp() {
        FlowTable table = table(16);
        count(table, TcpSegments.from(End.CLIENT).atMs(1_000_000_000_000L).packet());
        for (int i = 0; i < 5; i++) {
            Packet packet = TcpSegments.from(End.CLIENT).udp().atMs(i).packet();
            table.advance(packet.timestampNs, this::record);
            count(table, packet);
        }

        assertThat(left).isEmpty();
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void shouldEvictTheConnectionThatWasIdleForLongest() {
        FlowTable table = table(16);
        for (int i = 0; i < 16; i++) {
            count(table, port(i).atMs(100L * i).packet());
        }
        count(table, port(0).atMs(1600).packet());

        int flow = insert(table, port(16).atMs(1700).packet(), this::record);

        assertThat(left).containsExactly(flow + " EVICTED");
        assertThat(table.find(port(1).packet())).isEqualTo(FlowTable.NONE);
        assertThat(table.find(port(0).packet())).isNotEqualTo(FlowTable.NONE);
        assertThat(table.size()).isEqualTo(16);
    }

    /** A connection that was used just before stays where it is in the order. */
    @Test
    void shouldKeepIdleTimesToA1024thOnly() {
        FlowTable table = table(16);
        long idleMs = FlowTimeouts.DEFAULT.open().toMillis();
        count(table, port(0).atMs(0).packet());
        count(table, port(1).atMs(0).packet());
        count(table, port(0).atMs(idleMs / 1024).packet());
        count(table, port(1).atMs(idleMs / 1024 + 1).packet());

        table.advance(TimeUnit.MILLISECONDS.toNanos(idleMs), this::record);

        assertThat(left).hasSize(1);
        assertThat(table.find(port(0).packet())).isEqualTo(FlowTable.NONE);
    }

    @Test
    void shouldRefuseCapacityOutOfRange() {
        assertThatThrownBy(() -> table(15)).hasMessageContaining("capacity=15");
        assertThatThrownBy(() -> new FlowTimeouts(null, null, null, null, null, null))
                .hasMessageContaining("opening=null");
    }

    @Test
    void shouldTellWhichConnectionWasObservedLongestAgo() {
        FlowTable table = table(16);
        int first = count(table, port(1).atMs(0).packet());
        int second = count(table, port(2).atMs(10).packet());
        int third = count(table, port(3).atMs(20).packet());
        table.advance(30_000_000, NOBODY);

        assertThat(table.dueForReport(30_000_001)).isEqualTo(FlowTable.NONE);
        assertThat(table.dueForReport(30_000_000)).isEqualTo(first);
        table.reported(first);
        assertThat(table.dueForReport(20_000_000)).isEqualTo(second);
        table.remove(second);
        assertThat(table.dueForReport(1)).isEqualTo(third);
        table.reported(third);
        assertThat(table.dueForReport(1)).isEqualTo(FlowTable.NONE);
        assertThat(table.dueForReport(0)).isEqualTo(first);
        table.clear();
        assertThat(table.dueForReport(0)).isEqualTo(FlowTable.NONE);
    }

    /** Behaves as a map with the same operations, whatever the order of insertions, removals and look-ups. */
    @ParameterizedTest
    @MethodSource("seeds")
    void shouldBehaveAsAMap(long seed) {
        Random random = new Random(seed);
        FlowTable table = new FlowTable(64, FlowTimeouts.DEFAULT, seed, ~seed);
        Map<Integer, Integer> model = new HashMap<>();
        Map<Integer, Long> packets = new HashMap<>();
        for (int i = 0; i < 3000; i++) {
            int port = random.nextInt(100);
            TcpSegments.End sender = random.nextBoolean() ? End.CLIENT : End.SERVER;
            Packet packet = TcpSegments.from(sender).ports(1 + port, 443).packet();
            table.advance(i, NOBODY);
            int found = table.find(packet);
            assertThat(found).isEqualTo(model.getOrDefault(port, FlowTable.NONE));
            if (found == FlowTable.NONE && model.size() < 64) {
                int flow = table.insert(packet, FlowClass.TCP_OPEN, NOBODY);
                assertThat(model).doesNotContainValue(flow);
                model.put(port, flow);
                packets.put(port, 0L);
            } else if (found != FlowTable.NONE && random.nextInt(3) == 0) {
                table.remove(found);
                model.remove(port);
                packets.remove(port);
            } else if (found != FlowTable.NONE) {
                table.count(found, table.direction(), packet);
                packets.merge(port, 1L, Long::sum);
                assertThat(table.packets(found, 0) + table.packets(found, 1)).isEqualTo(packets.get(port));
            }
            assertThat(table.size()).isEqualTo(model.size());
        }
    }

    static LongStream seeds() {
        return new Random(20_261_120).longs(50);
    }

    private void record(int flow, CloseKind kind) {
        left.add(flow + " " + kind);
    }

    private static FlowTable table(int capacity) {
        return new FlowTable(capacity, FlowTimeouts.DEFAULT, 1, 2);
    }

    private static TcpSegments port(int number) {
        return TcpSegments.from(End.CLIENT).ports(10_000 + number, 443);
    }

    private static int count(FlowTable table, Packet packet) {
        table.advance(packet.timestampNs, NOBODY);
        int flow = table.find(packet);
        if (flow == FlowTable.NONE) {
            flow = insert(table, packet, NOBODY);
        }
        table.count(flow, table.direction(), packet);
        return flow;
    }

    private static int insert(FlowTable table, Packet packet, FlowListener listener) {
        table.advance(packet.timestampNs, NOBODY);
        table.find(packet);
        return table.insert(packet, FlowClass.TCP_OPEN, listener);
    }
}
