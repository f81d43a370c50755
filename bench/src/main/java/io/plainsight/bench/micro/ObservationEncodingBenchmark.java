package io.plainsight.bench.micro;

import io.plainsight.bench.trace.TraceWriter;
import io.plainsight.events.Observation;
import io.plainsight.events.Topics;
import io.plainsight.sensor.BenchedPipeline;
import io.plainsight.sensor.publish.NdjsonSink;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Observations of TLS connections to JSON, by the sinks' own ways: as lines, and as values of Kafka's records. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ObservationEncodingBenchmark {
    private static final int CONNECTIONS = 200;

    private final List<Observation> observations = new ArrayList<>();
    private final NdjsonSink lines = new NdjsonSink(OutputStream.nullOutputStream(), "nowhere");
    private final Serializer<Observation> values = Topics.OBSERVATIONS.value().serializer();
    private int next;

    @Setup
    public void observe() {
        BenchedPipeline pipeline = new BenchedPipeline(observations::add);
        long nowNs = 1_000_000_000L;
        for (ByteBuffer frame : BenchedPipeline.direct(TraceWriter.tlsConnections(CONNECTIONS))) {
            pipeline.onFrame(frame, nowNs += 1000);
        }
        pipeline.end();
        if (observations.size() < CONNECTIONS) {
            throw new IllegalStateException("connections are missing: observations=" + observations.size());
        }
    }

    @Benchmark
    public void line() {
        lines.accept(another());
    }

    @Benchmark
    public byte[] kafkaValue() {
        return values.serialize(Topics.OBSERVATIONS.name(), another());
    }

    private Observation another() {
        next = (next + 1) % observations.size();
        return observations.get(next);
    }
}
