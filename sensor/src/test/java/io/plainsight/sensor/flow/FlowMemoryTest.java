package io.plainsight.sensor.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.plainsight.sensor.decode.Packet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a connection costs, and that no number of connections costs more than the table's capacity. */
class FlowMemoryTest {
    /** Promised: an idle connection takes no more. */
    private static final int BYTES_PER_CONNECTION = 300;
    /** Promised for a process with a million connections. */
    private static final int PROCESS_KIB = 600 * 1024;

    private static final int CONNECTIONS = 300_000;
    private static final int EMPTY_TABLE_BYTES = 256 * 1024;
    private static final FlowListener NOBODY = (flow, kind) -> {};

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Counts what is allocated, the indexes that were outgrown included, so it is an upper bound for what is held. */
    @Test
    void shouldTakeNoMoreThanPromisedForAConnection() {
        Packet packet = TcpSegments.from(TcpSegments.End.CLIENT).syn().packet();

        long before = threads.getCurrentThreadAllocatedBytes();
        FlowTable table = new FlowTable(1 << 20, FlowTimeouts.DEFAULT, 3, 4);
        long empty = threads.getCurrentThreadAllocatedBytes() - before;
        for (int i = 0; i < CONNECTIONS; i++) {
            packet.sourceLow++;
            table.find(packet);
            table.insert(packet, FlowClass.TCP_OPENING, NOBODY);
        }
        long filled = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(table.size()).isEqualTo(CONNECTIONS);
        assertThat(empty).isLessThan(EMPTY_TABLE_BYTES);
        assertThat(filled / CONNECTIONS).isLessThan(BYTES_PER_CONNECTION);
    }

    @Test
    void shouldTakeNothingMoreForConnectionsInPlacesThatWereUsedBefore() {
        Packet packet = TcpSegments.from(TcpSegments.End.CLIENT).syn().packet();
        FlowTable table = new FlowTable(1 << 12, FlowTimeouts.DEFAULT, 3, 4);
        insert(table, packet, 1 << 13);

        long before = threads.getCurrentThreadAllocatedBytes();
        insert(table, packet, CONNECTIONS);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(CONNECTIONS);
    }

    /**
     * A million decided TLS connections and then ten million addresses of a scan, in a process with the heap that the launcher
     * gives the sensor.
     */
    @Test
    void shouldHoldAMillionDecidedConnectionsAndPassAScanWithinPromisedMemory() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "the kernel tells a process's memory there");

        Map<String, Long> told = run("-Xmx1g", "-Xmn128m", "-XX:+UseSerialGC");

        assertThat(told)
                .containsEntry("connections", 1L << 20)
                .containsEntry("connections_after_scan", 1L << 20)
                .containsEntry("evicted", (long) FlowLoad.SCANNED)
                .containsEntry("expired", 0L);
        assertThat(told.get("filled_kib")).isLessThan(PROCESS_KIB);
        assertThat(told.get("peak_kib")).isLessThan(PROCESS_KIB);
    }

    private static void insert(FlowTable table, Packet packet, int connections) {
        for (int i = 0; i < connections; i++) {
            packet.sourceLow++;
            table.find(packet);
            table.insert(packet, FlowClass.TCP_OPENING, NOBODY);
        }
    }

    private static Map<String, Long> run(String... options) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(), options[0], options[1], options[2]);
        builder.command().addAll(java.util.List.of("-cp", System.getProperty("java.class.path")));
        builder.command().add(FlowLoad.class.getName());
        builder.redirectErrorStream(true);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        Map<String, Long> told = new HashMap<>();
        for (String line : output.lines().toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                told.put(line.substring(0, equals), Long.valueOf(line.substring(equals + 1)));
            }
        }
        return told;
    }
}
