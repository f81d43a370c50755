package io.plainsight.bench.micro;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.quic.QuicSignature;
import io.plainsight.sensor.quic.TraceQuic;
import io.plainsight.sensor.tls.TlsOddityHandler;
import io.plainsight.sensor.tls.TraceHandshakes;
import io.plainsight.sensor.x509.CertificateCache;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A connection's first datagrams: keys derived, protection removed, CRYPTO frames put together, hello read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class QuicInitialBenchmark {
    /** Connection ids are random, so keys cannot be reused between connections. */
    private static final int CONNECTIONS = 64;

    private final QuicSignature signature =
            new QuicSignature(new CertificateCache(), TlsOddityHandler.NONE, new SensorCounters());
    private final ByteCursor cursor = new ByteCursor();
    private final ByteBuffer[] oneInitial = new ByteBuffer[CONNECTIONS];
    private final ByteBuffer[][] twoInitials = new ByteBuffer[CONNECTIONS][];
    private int next;

    @Setup
    public void build() {
        Random random = new Random(1);
        for (int i = 0; i < CONNECTIONS; i++) {
            oneInitial[i] = initials(false, random)[0];
            twoInitials[i] = initials(true, random);
        }
    }

    @Benchmark
    public Progress helloInOneInitial() {
        DatagramDissector dissector = signature.open();
        next = (next + 1) % CONNECTIONS;
        Progress progress = read(dissector, oneInitial[next]);
        dissector.onClose(CloseKind.IDLE, 1);
        return progress;
    }

    @Benchmark
    public Progress helloInTwoInitials() {
        DatagramDissector dissector = signature.open();
        next = (next + 1) % CONNECTIONS;
        read(dissector, twoInitials[next][0]);
        Progress progress = read(dissector, twoInitials[next][1]);
        dissector.onClose(CloseKind.IDLE, 1);
        return progress;
    }

    private Progress read(DatagramDissector dissector, ByteBuffer datagram) {
        return dissector.onDatagram(Side.CLIENT, cursor.wrap(datagram, 0, datagram.capacity()), datagram.capacity(), 1);
    }

    private static ByteBuffer[] initials(boolean postQuantum, Random random) {
        byte[] hello = TraceHandshakes.quicClientHello("www.example.test", postQuantum);
        List<TraceQuic.Datagram> datagrams = TraceQuic.connection(hello, random);
        return datagrams.stream()
                .takeWhile(TraceQuic.Datagram::fromClient)
                .map(datagram ->
                        ByteBuffer.allocateDirect(datagram.bytes().length).put(0, datagram.bytes()))
                .toArray(ByteBuffer[]::new);
    }
}
