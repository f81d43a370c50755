package io.plainsight.sensor.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.testing.CaptureBytes;
import io.plainsight.sensor.testing.Frames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged capture files end in a clean end or a {@link CaptureException}, and every frame delivered lies in the buffer. */
class HostileCaptureTest {
    private static final List<byte[]> SAMPLES = samples();

    @TempDir
    private Path directory;

    private long delivered;

    @Test
    void shouldTakeEveryByteAtItsExtremes() throws IOException {
        for (byte[] sample : SAMPLES) {
            for (int at = 0; at < sample.length; at++) {
                for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
                    byte[] damaged = sample.clone();
                    damaged[at] = (byte) value;
                    read(damaged);
                }
            }
        }
        assertThat(delivered).isGreaterThan(1000);
    }

    @Test
    void shouldTakeRandomDamage() throws IOException {
        Random random = new Random(20_261_121);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = SAMPLES.get(random.nextInt(SAMPLES.size())).clone();
            for (int change = random.nextInt(8); change >= 0; change--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            read(damaged);
        }
        assertThat(delivered).isGreaterThan(1000);
    }

    private void read(byte[] bytes) throws IOException {
        Path file = Files.write(directory.resolve("capture"), bytes);
        try (PacketSource source = CaptureFiles.open(file, 64)) {
            source.forEach((buffer, offset, capturedLength, originalLength, timestampNs, linkType) -> {
                assertThat(offset).isNotNegative();
                assertThat(capturedLength).isBetween(0, buffer.limit() - offset);
                assertThat(originalLength).isGreaterThanOrEqualTo(capturedLength);
                delivered++;
            });
        } catch (CaptureException e) {
            assertThat(e).hasMessageContaining(file.toString());
        }
    }

    private static List<byte[]> samples() {
        byte[] frame = Frames.payload(33);
        CaptureBytes capture = CaptureBytes.pcapng(true);
        byte[] resolution = capture.option(PcapngSource.OPTION_IF_TSRESOL, new byte[] {9});
        byte[] pcapng = capture.interfaceDescription(1, 0, resolution)
                .enhancedPacket(0, 1, frame)
                .obsoletePacket(0, 2, frame)
                .simplePacket(33, frame)
                .block(5, Frames.payload(12))
                .toArray();
        byte[] pcap = CaptureBytes.pcap().record(1, frame).record(2, frame).toArray();
        byte[] pcapBig =
                CaptureBytes.pcap(false, true).record(1, frame).record(2, frame).toArray();
        return List.of(pcapng, pcap, pcapBig, CaptureBytes.gzip(pcap));
    }
}
