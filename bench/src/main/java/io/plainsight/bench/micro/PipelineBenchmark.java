package io.plainsight.bench.micro;

import io.plainsight.bench.trace.TraceWriter;
import io.plainsight.sensor.BenchedPipeline;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The packet path from the frame to the observation, which nobody takes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PipelineBenchmark {
    private static final int CONNECTIONS = 1000;

    private final BenchedPipeline pipeline = new BenchedPipeline(observation -> this.observations++);
    /** Given back, so that nobody can take the work for idle. */
    private long observations;

    private ByteBuffer[] frames;
    private long nowNs = 1_000_000_000L;

    @Setup
    public void build() {
        frames = BenchedPipeline.direct(TraceWriter.tlsConnections(CONNECTIONS));
    }

    /** A whole TLS connection, from its SYN to its last observation. */
    @Benchmark
    @OperationsPerInvocation(CONNECTIONS)
    public long tlsConnection() {
        for (ByteBuffer frame : frames) {
            pipeline.onFrame(frame, nowNs += 1000);
        }
        pipeline.end();
        return observations;
    }
}
