package io.plainsight.sensor;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureFiles;
import io.plainsight.sensor.capture.CaptureReader;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.NdjsonSink;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Plays built-in captures to a packet path that is thrown away, so that the virtual machine has compiled the code before
 * packets come that count: for its first seconds it interprets, and would lose most of a fast link's packets.
 *
 * <p>Nothing of it leaves: path, counters and names are its own, and the observations are encoded for nobody. The captures
 * are some of the project's samples, connections of the common protocols and handshakes in their variants, and QUIC as the trace
 * writer of {@code bench/traces} makes it. Every other round is {@linkplain VariedPackets varied}.
 *
 * <p><b>Threading:</b> the caller's thread. <b>Memory:</b> some megabytes, given back at its end.
 */
public final class WarmUp {
    /** Enough where another processor compiles meanwhile; docs/performance.md has what was measured. */
    public static final Duration DEFAULT = Duration.ofSeconds(5);

    private static final List<String> CAPTURES = List.of(
            "dns",
            "failures-few",
            "ftp-auth-tls",
            "http",
            "imap-starttls",
            "mutual-tls",
            "mutual-tls12",
            "postgres-tls",
            "quic",
            "smtp-starttls",
            "ssh",
            "tls12-client-at-tls13-server",
            "tls12-ecdsa-wildcard",
            "tls12-good",
            "tls13-ipv6",
            "tls13-mixed-clients",
            "tls13");

    private static final int MOST_WALL_TIME = 3;
    private static final int FLOWS = 1 << 16;
    /** Between two captures. */
    private static final long GAP_NS = 1_000_000;

    private static final int ETHERTYPE = 12;
    private static final short IPV4 = 0x0800;
    private static final int IPV4_SOURCE = 26;
    private static final int IPV4_DESTINATION = 30;
    private static final short IPV6 = (short) 0x86dd;
    private static final int IPV6_SOURCE = 22;
    private static final int IPV6_DESTINATION = 38;

    private record Frame(ByteBuffer bytes, ByteBuffer handedOut, long afterNs, int linkType) {}

    private final SensorPipeline pipeline;
    private final SensorCounters counters = new SensorCounters();
    private final List<List<Frame>> captures =
            CAPTURES.stream().map(WarmUp::frames).toList();
    private final VariedPackets varied;
    private long clock = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());

    /** @param sink gets what nobody else is to get */
    WarmUp(SensorSettings settings, ObservationSink sink) {
        pipeline = new SensorPipeline(
                settings.withFlowCapacity(FLOWS), new Protocols(counters, settings.trustRoots()).all(), sink, counters);
        varied = new VariedPackets(pipeline);
    }

    /**
     * Plays the captures again and again.
     *
     * @param settings as those of the path to come
     * @param duration how much of a processor's time it takes, in {@value #MOST_WALL_TIME} times that at most on a busy
     *     machine; zero does nothing
     * @return how many packets were played
     */
    public static long run(SensorSettings settings, Duration duration) {
        if (duration.isZero()) {
            return 0;
        }
        WarmUp warmUp = new WarmUp(settings, new NdjsonSink(OutputStream.nullOutputStream(), "nobody"));
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long cpuStart = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        int round = 0;
        do {
            warmUp.play(round++);
        } while (threads.getCurrentThreadCpuTime() - cpuStart < duration.toNanos()
                && System.nanoTime() - start < MOST_WALL_TIME * duration.toNanos());
        warmUp.pipeline.end();
        return warmUp.counters.get(SensorCounter.PACKETS);
    }

    /** All captures once. */
    void play(int round) {
        captures.forEach(capture -> play(capture, round));
    }

    SensorCounters counters() {
        return counters;
    }

    /**
     * Between other hosts in every round, so that each connection is a new one; time only goes on, so that connections end and
     * are forgotten by time as they do on an interface.
     */
    private void play(List<Frame> frames, int round) {
        clock += GAP_NS;
        long start = clock;
        for (Frame frame : frames) {
            int length = frame.bytes.capacity();
            otherHosts(frame.bytes, round);
            clock = Math.max(clock, start + frame.afterNs);
            if ((round & 1) == 0) {
                pipeline.onPacket(frame.handedOut, 0, length, length, clock, frame.linkType);
            } else {
                varied.play(frame.bytes, clock, frame.linkType);
            }
        }
    }

    /** Puts the round into the middle of both addresses; nobody looks at checksums. */
    private static void otherHosts(ByteBuffer frame, int round) {
        short type = frame.getShort(ETHERTYPE);
        if (type == IPV4) {
            frame.putShort(IPV4_SOURCE + 1, (short) round);
            frame.putShort(IPV4_DESTINATION + 1, (short) round);
        } else if (type == IPV6) {
            frame.putShort(IPV6_SOURCE + 4, (short) round);
            frame.putShort(IPV6_DESTINATION + 4, (short) round);
        }
    }

    /** Read-only outside the heap, as the ring's are and mapped ones: code is compiled for the kinds of buffers that it has seen. */
    private static List<Frame> frames(String name) {
        List<Frame> frames = new ArrayList<>();
        String file = name + ".pcap";
        InputStream in = WarmUp.class.getResourceAsStream("warmup/" + file);
        if (in == null) {
            throw new IllegalStateException("the program was built without its capture " + file);
        }
        long[] first = {Long.MIN_VALUE};
        try (CaptureReader reader = CaptureFiles.read(Path.of(file), in)) {
            reader.forEach((buffer, offset, captured, original, timestampNs, linkType) -> {
                if (first[0] == Long.MIN_VALUE) {
                    first[0] = timestampNs;
                }
                ByteBuffer bytes = ByteBuffer.allocateDirect(captured).put(0, buffer, offset, captured);
                frames.add(new Frame(bytes, bytes.asReadOnlyBuffer(), timestampNs - first[0], linkType));
            });
        } catch (CaptureException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        return frames;
    }
}
