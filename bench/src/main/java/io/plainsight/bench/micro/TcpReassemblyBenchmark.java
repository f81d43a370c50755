package io.plainsight.bench.micro;

import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.tcp.BufferPool;
import io.plainsight.sensor.tcp.StreamHandler;
import io.plainsight.sensor.tcp.TcpReassembler;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Segments of 1400 bytes through one direction's reassembler, per segment. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TcpReassemblyBenchmark {
    private static final int SEGMENT = 1400;
    private static final int PAIR = 2;

    private final Delivered delivered = new Delivered();
    private final BufferPool pool = new BufferPool(1 << 20);
    private final SensorCounters counters = new SensorCounters();
    private final ByteBuffer payload = ByteBuffer.allocateDirect(SEGMENT);
    private final TcpReassembler ordered = new TcpReassembler(delivered, pool, 1 << 16, counters);
    private final TcpReassembler swapped = new TcpReassembler(delivered, pool, 1 << 16, counters);
    private int orderedNext;
    private int swappedNext;

    @Benchmark
    public long inOrder() {
        ordered.onSegment(payload, 0, SEGMENT, SEGMENT, orderedNext, false, 1);
        orderedNext += SEGMENT;
        return delivered.bytes;
    }

    @Benchmark
    @OperationsPerInvocation(PAIR)
    public long pairsInWrongOrder() {
        swapped.base(swappedNext);
        swapped.onSegment(payload, 0, SEGMENT, SEGMENT, swappedNext + SEGMENT, false, 1);
        swapped.onSegment(payload, 0, SEGMENT, SEGMENT, swappedNext, false, 1);
        swappedNext += PAIR * SEGMENT;
        return delivered.bytes;
    }

    private static final class Delivered implements StreamHandler {
        private long bytes;

        @Override
        public void onData(ByteBuffer buffer, int offset, int length, long timestampNs) {
            bytes += length;
        }

        @Override
        public void onGap(int length, long timestampNs) {
            throw new IllegalStateException("nothing is missing: length=" + length);
        }

        @Override
        public void onConflict() {
            throw new IllegalStateException("nothing comes twice");
        }

        @Override
        public void onFin(long timestampNs) {
            throw new IllegalStateException("nothing ends");
        }
    }
}
