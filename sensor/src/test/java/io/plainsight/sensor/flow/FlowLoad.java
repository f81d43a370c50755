package io.plainsight.sensor.flow;

import io.plainsight.events.Observation;
import io.plainsight.events.ObservationClientBuilder;
import io.plainsight.events.ObservationHandshakeBuilder;
import io.plainsight.events.ObservationServerBuilder;
import io.plainsight.events.ObservationTlsBuilder;
import io.plainsight.events.ObservationTlsDetailBuilder;
import io.plainsight.events.Protection;
import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process of its own that fills a flow table of the default capacity with decided TLS connections and then lets a scan of
 * ten million addresses and ports pass, so that its memory can be measured from outside the tests. Prints
 * {@code name=value} lines: counts, and the process's memory in KiB as the kernel counts it.
 */
final class FlowLoad {
    static final int CAPACITY = 1 << 20;
    static final int SCANNED = 10_000_000;
    /** A client names some servers again and again. */
    private static final int NAMES = 5_000;

    private final FlowTable table = new FlowTable(CAPACITY, FlowTimeouts.DEFAULT, 1, 2);
    private final DecidedDrafts drafts = new DecidedDrafts();
    private final Packet packet = new Packet();
    private long evicted;
    private long expired;

    public static void main(String[] arguments) throws IOException {
        FlowLoad load = new FlowLoad();
        load.fill();
        print("connections", load.table.size());
        print("filled_kib", memoryKib());
        load.scan();
        print("connections_after_scan", load.table.size());
        print("evicted", load.evicted);
        print("expired", load.expired);
        print("peak_kib", memoryKib());
    }

    private static void print(String name, long value) {
        System.out.println(name + "=" + value);
    }

    /** The most memory that was resident at a time, heap and everything else of the process. */
    private static long memoryKib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("/proc/self/status has no VmHWM");
    }

    private void fill() {
        for (int i = 0; i < CAPACITY; i++) {
            int flow = insert(0x0a00_0000 + i, 40_000, 443, i * 1_000L);
            table.flowClass(flow, FlowClass.TCP_DECIDED);
            table.state(flow, drafts.decide(tls(i)));
        }
    }

    /** Every packet comes from another address and port; none is ever answered. */
    private void scan() {
        for (int i = 0; i < SCANNED; i++) {
            insert(0x2000_0000 + i, 1_024 + i % 60_000, i & 0xffff, 2_000_000_000L);
        }
    }

    private int insert(int address, int sourcePort, int destinationPort, long timestampNs) {
        packet.sourceLow = 0xffff_0000_0000L | address;
        packet.destinationLow = 0xffff_0000_0000L | 0xc633_6401L;
        packet.protocol = Packet.TCP;
        packet.sourcePort = sourcePort;
        packet.destinationPort = destinationPort;
        packet.timestampNs = timestampNs;
        packet.ipPayloadLength = 40;
        table.advance(timestampNs, this::leave);
        if (table.find(packet) != FlowTable.NONE) {
            throw new IllegalStateException("every packet was to be a connection of its own");
        }
        int flow = table.insert(packet, FlowClass.TCP_OPENING, this::leave);
        table.count(flow, table.direction(), packet);
        return flow;
    }

    private void leave(int flow, CloseKind kind) {
        if (kind == CloseKind.EVICTED) {
            evicted++;
        } else {
            expired++;
        }
    }

    /** As inspection would make it: all of its parts are new objects. */
    private static ObservationDraft tls(int number) {
        ObservationDraft draft = new ObservationDraft();
        draft.protocol = "tls";
        draft.protection = Protection.PROTECTED;
        draft.action = "handshake_completed";
        draft.outcome = "success";
        draft.reason("tls.acceptable", "TLS 1.3 with TLS_AES_128_GCM_SHA256", "RFC 9325 3.1.1", "NCSC-P1");
        draft.tls = ObservationTlsBuilder.builder()
                .version("1.3")
                .cipher("TLS_AES_128_GCM_SHA256")
                .client(ObservationClientBuilder.builder()
                        .serverName("host" + number % NAMES + ".service.example.org")
                        .ja3(String.format("%032x", 0x9e37_79b9_7f4a_7c15L * (number + 1)))
                        .ja4("t13d1516h2_8daaf6152771_d8a2da3f94cd")
                        .supportedCiphers(
                                List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "GREASE" + number % 7))
                        .build())
                .server(ObservationServerBuilder.builder()
                        .ja3s("d75f9129bb5d05492a65ff78e081bcb2")
                        .hash(new Observation.Hash("00", "server" + number % 300))
                        .build())
                .build();
        draft.handshake = ObservationHandshakeBuilder.builder()
                .state("completed")
                .durationMs((long) (number % 500))
                .build();
        draft.tlsDetail = ObservationTlsDetailBuilder.builder()
                .offeredVersions(List.of("1.3", "1.2"))
                .offeredGroups(List.of("x25519mlkem768", "x25519", "secp256r1"))
                .offeredProtocols(List.of("h2", "http/1.1"))
                .build();
        return draft;
    }
}
