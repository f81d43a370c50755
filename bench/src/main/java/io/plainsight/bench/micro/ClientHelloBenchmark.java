package io.plainsight.bench.micro;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.tls.ClientHello;
import io.plainsight.sensor.tls.ClientHelloParser;
import io.plainsight.sensor.tls.ParseResult;
import io.plainsight.sensor.tls.TraceHandshakes;
import io.plainsight.sensor.tls.fingerprint.Ja3;
import io.plainsight.sensor.tls.fingerprint.Ja4;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reading a browser's hello with a post-quantum key share, and its fingerprints. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClientHelloBenchmark {
    private static final int HANDSHAKE_HEADER = 4;

    private final ClientHelloParser parser = new ClientHelloParser();
    private final ByteCursor cursor = new ByteCursor();
    private final ClientHello parsed = new ClientHello();
    private ByteBuffer message;

    @Setup
    public void build() {
        byte[] bytes = TraceHandshakes.clientHello("www.example.test", true);
        message = ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
        if (parse(parsed) != ParseResult.OK) {
            throw new IllegalStateException("the hello cannot be read");
        }
    }

    @Benchmark
    public ClientHello parse() {
        ClientHello hello = new ClientHello();
        parse(hello);
        return hello;
    }

    @Benchmark
    public String ja3() {
        return Ja3.of(parsed);
    }

    @Benchmark
    public String ja4() {
        return Ja4.of(parsed, Ja4.TCP);
    }

    private ParseResult parse(ClientHello hello) {
        return parser.parse(cursor.wrap(message, HANDSHAKE_HEADER, message.capacity() - HANDSHAKE_HEADER), hello);
    }
}
