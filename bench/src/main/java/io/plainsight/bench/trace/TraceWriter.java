package io.plainsight.bench.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Writes benchmark traces where the richer ones of {@code make_traces.py} are not at hand: {@code KIND.pcap} and the truth
 * about it in {@code KIND.pcap.json}. The same size gives the same bytes.
 *
 * <ul>
 *   <li>{@code handshakes}: short TLS connections, 10,000 a second
 *   <li>{@code mixed}: 60 % of the bytes in long TLS connections, else short TLS, QUIC, HTTP, DNS, mail and databases
 *   <li>{@code bulk}: long TLS connections only
 * </ul>
 */
public final class TraceWriter {
    private static final long MEGABYTE = 1_000_000;
    /** 10,000 connections a second. */
    private static final long HANDSHAKE_GAP_NS = 100_000;
    /** The rate that mixed and bulk spread their bytes for: 0.8 Gbit/s. */
    private static final long NS_PER_BYTE = 10;

    private static final int SEED = 1;
    private static final int LONG_FLOWS_PER_MEGABYTE = 4;
    private static final int MOST_BULK_FLOWS = 1000;

    private record Due(TimedFrame frame, long number, FrameSource source) {}

    private final PriorityQueue<Due> queue = new PriorityQueue<>(
            Comparator.<Due>comparingLong(due -> due.frame().atNs()).thenComparingLong(Due::number));
    private final Truth truth = new Truth();
    private final Traffic traffic = new Traffic(truth, new Random(SEED));
    private final String kind;
    private final long sizeBytes;
    private long sources;

    private TraceWriter(String kind, long megabytes) {
        this.kind = kind;
        this.sizeBytes = megabytes * MEGABYTE;
    }

    /** Arguments: directory, size in MB, kinds. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 3) {
            System.err.println("usage: TraceWriter DIRECTORY MEGABYTES handshakes|mixed|bulk...");
            System.exit(2);
        }
        for (String kind : List.of(arguments).subList(2, arguments.length)) {
            write(Path.of(arguments[0]), Integer.parseInt(arguments[1]), kind);
        }
    }

    /** @return the capture file; the truth about it stands beside it when this returns */
    public static Path write(Path directory, int megabytes, String kind) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(kind + ".pcap");
        new TraceWriter(kind, megabytes).write(file);
        return file;
    }

    /** The frames of some short TLS connections, one connection after the other. */
    public static List<byte[]> tlsConnections(int count) {
        Traffic traffic = new Traffic(new Truth(), new Random(SEED));
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FrameSource connection = traffic.tls(0);
            for (TimedFrame frame = connection.next(); frame != null; frame = connection.next()) {
                frames.add(frame.frame());
            }
        }
        return frames;
    }

    private void write(Path file) throws IOException {
        switch (kind) {
            case "handshakes" -> {}
            case "mixed" -> addLongFlows(sizeBytes / MEGABYTE * LONG_FLOWS_PER_MEGABYTE, sizeBytes * 3 / 5);
            case "bulk" -> addLongFlows(Math.min(MOST_BULK_FLOWS, sizeBytes / 20_000), sizeBytes);
            default -> throw new IllegalArgumentException("there are handshakes, mixed and bulk: kind=" + kind);
        }
        long packets = 0;
        long lastNs = 0;
        long fileBytes;
        try (PcapFile capture = new PcapFile(file)) {
            long nextStartNs = kind.equals("bulk") ? Long.MAX_VALUE : 0;
            while (nextStartNs != Long.MAX_VALUE || !queue.isEmpty()) {
                if (queue.isEmpty() || nextStartNs <= queue.peek().frame().atNs()) {
                    boolean full = capture.bytes() >= sizeBytes;
                    nextStartNs = full ? Long.MAX_VALUE : startShort(nextStartNs);
                    continue;
                }
                Due due = queue.remove();
                capture.write(due.frame());
                packets++;
                lastNs = due.frame().atNs();
                add(due.source());
            }
            fileBytes = capture.bytes();
        }
        truth.count("packets", packets);
        truth.count("file_bytes", fileBytes);
        truth.count("wire_bytes", fileBytes - 24 - 16 * packets);
        truth.count("milliseconds", lastNs / 1_000_000);
        truth.write(file.resolveSibling(kind + ".pcap.json"), kind);
    }

    /** @return when the next one is due */
    private long startShort(long startNs) {
        if (kind.equals("handshakes")) {
            add(traffic.tls(startNs));
            return startNs + HANDSHAKE_GAP_NS;
        }
        Conversation conversation = traffic.other(startNs);
        add(conversation);
        // two fifths of the bytes in the time that the long connections take
        long nextNs = startNs + conversation.bytes() * NS_PER_BYTE * 5 / 2;
        return nextNs < sizeBytes * NS_PER_BYTE ? nextNs : Long.MAX_VALUE;
    }

    private void addLongFlows(long count, long bytes) {
        long durationNs = sizeBytes * NS_PER_BYTE;
        for (long i = 0; i < count; i++) {
            long startNs = durationNs / 5 * i / count;
            add(traffic.longTls(startNs, bytes / count, durationNs - startNs));
        }
    }

    private void add(FrameSource source) {
        TimedFrame next = source.next();
        if (next != null) {
            queue.add(new Due(next, sources++, source));
        }
    }
}
