package io.plainsight.bench.micro;

import io.plainsight.sensor.decode.DecodeResult;
import io.plainsight.sensor.decode.LinkType;
import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.decode.PacketDecoder;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.testing.Frames;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reading the headers of one frame, from the link layer to the transport. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {
    private static final int ETHER_IPV4 = 0x0800;
    private static final int ETHER_IPV6 = 0x86dd;
    private static final int ETHER_VLAN = 0x8100;
    private static final int VXLAN_PORT = 4789;

    @Param({"tcp4", "tcp6", "vlan", "udp4", "vxlan"})
    public String frame;

    private final PacketDecoder decoder = new PacketDecoder(new SensorCounters());
    private final Packet packet = new Packet();
    private ByteBuffer buffer;

    @Setup
    public void build() {
        byte[] payload = Frames.payload(1400);
        byte[] tcp = Frames.tcp(50_000, 443, Packet.ACK, 1000, payload);
        byte[] inner = Frames.ethernet(ETHER_IPV4, Frames.ipv4(Packet.TCP, tcp));
        byte[] bytes =
                switch (frame) {
                    case "tcp4" -> inner;
                    case "tcp6" -> Frames.ethernet(ETHER_IPV6, Frames.ipv6(Packet.TCP, tcp));
                    case "vlan" ->
                        Frames.ethernet(ETHER_VLAN, Frames.vlan(42, ETHER_IPV4, Frames.ipv4(Packet.TCP, tcp)));
                    case "udp4" -> udp(53, payload);
                    case "vxlan" -> udp(VXLAN_PORT, vxlan(inner));
                    default -> throw new IllegalArgumentException(frame);
                };
        // as files and rings are read
        buffer = ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
    }

    @Benchmark
    public DecodeResult decode() {
        return decoder.decode(buffer, 0, buffer.capacity(), buffer.capacity(), 1, LinkType.ETHERNET, packet);
    }

    private static byte[] udp(int port, byte[] payload) {
        return Frames.ethernet(ETHER_IPV4, Frames.ipv4(Packet.UDP, Frames.udp(50_000, port, payload)));
    }

    /** RFC 7348 section 5: flags with the I bit, and the network's number. */
    private static byte[] vxlan(byte[] inner) {
        return ByteBuffer.allocate(8 + inner.length)
                .putInt(0x0800_0000)
                .putInt(42 << 8)
                .put(inner)
                .array();
    }
}
