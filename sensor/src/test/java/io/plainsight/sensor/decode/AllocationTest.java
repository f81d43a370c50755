package io.plainsight.sensor.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureFiles;
import io.plainsight.sensor.capture.PacketHandler;
import io.plainsight.sensor.capture.PacketSource;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.testing.CaptureBytes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The claim of the packet path, measured: reading a mapped capture and decoding it allocates nothing per packet. */
class AllocationTest {
    private static final int REPETITIONS = 200;
    /** Opening a file and mapping it costs some kilobytes, however many packets there are. */
    private static final long BYTES_PER_FILE = 64 * 1024;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    private Path directory;

    @Test
    void shouldNotAllocatePerPacketOfPcap() throws Exception {
        CaptureBytes capture = CaptureBytes.pcap();
        int packets = 0;
        for (int i = 0; i < REPETITIONS; i++) {
            for (Samples.Sample sample : Samples.all().values()) {
                if (sample.linkType() == LinkType.ETHERNET) {
                    capture.record(packets++, sample.frame());
                }
            }
        }

        assertNothingPerPacket(capture.toArray(), packets);
    }

    @Test
    void shouldNotAllocatePerPacketOfPcapng() throws Exception {
        CaptureBytes capture = CaptureBytes.pcapng(true);
        Samples.Sample[] samples = Samples.all().values().toArray(new Samples.Sample[0]);
        for (Samples.Sample sample : samples) {
            capture.interfaceDescription(sample.linkType());
        }
        int packets = 0;
        for (int i = 0; i < REPETITIONS; i++) {
            for (int id = 0; id < samples.length; id++) {
                capture.enhancedPacket(id, packets++, samples[id].frame());
            }
        }

        assertNothingPerPacket(capture.toArray(), packets);
    }

    private void assertNothingPerPacket(byte[] capture, int packets) throws IOException, CaptureException {
        Path file = Files.write(directory.resolve("capture"), capture);
        Counting counting = new Counting();
        read(file, counting);
        read(file, counting);
        counting.packets = 0;
        counting.payloadBytes = 0;

        long before = threads.getCurrentThreadAllocatedBytes();
        read(file, counting);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(packets).isGreaterThan(5000);
        assertThat(counting.packets).isEqualTo(packets);
        assertThat(counting.payloadBytes).isEqualTo(32L * packets);
        assertThat(allocated).isLessThan(BYTES_PER_FILE);
        assertThat(allocated / packets).isLessThan(8);
    }

    private static void read(Path file, Counting counting) throws CaptureException {
        try (PacketSource source = CaptureFiles.open(file)) {
            source.forEach(counting);
        }
    }

    private static final class Counting implements PacketHandler {
        private final PacketDecoder decoder = new PacketDecoder(new SensorCounters());
        private final Packet packet = new Packet();
        private long packets;
        private long payloadBytes;

        @Override
        public void onPacket(
                ByteBuffer buffer, int offset, int capturedLength, int originalLength, long timestampNs, int linkType) {
            DecodeResult result =
                    decoder.decode(buffer, offset, capturedLength, originalLength, timestampNs, linkType, packet);
            if (result == DecodeResult.OK && packet.destinationPort == 443) {
                packets++;
                payloadBytes += packet.payloadLength;
            }
        }
    }
}
