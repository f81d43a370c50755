package io.plainsight.sensor.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import io.plainsight.sensor.testing.Bytes;
import io.plainsight.sensor.testing.CaptureBytes;
import io.plainsight.sensor.testing.Frames;
import io.plainsight.sensor.testing.Recording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures compressed with Zstandard, RFC 8878. */
class ZstdCaptureTest {
    private static final byte[] FRAME = Frames.payload(60);

    @TempDir
    private Path directory;

    @Test
    void shouldReadWhateverItsNameAndFormat() throws Exception {
        byte[] pcap = CaptureBytes.pcap().record(7000, FRAME).toArray();
        byte[] pcapng = CaptureBytes.pcapng(false)
                .interfaceDescription(101)
                .enhancedPacket(0, 7, FRAME)
                .toArray();

        assertThat(read(CaptureBytes.zstd(pcap)).frames()).containsExactly(FRAME);
        Recording second = read(CaptureBytes.zstd(pcapng));
        assertThat(second.frames()).containsExactly(FRAME);
        assertThat(second.packets.get(0).timestampNs()).isEqualTo(7000);
    }

    @Test
    void shouldReadSeveralFramesAndPassOverSkippableOnes() throws Exception {
        byte[] whole = CaptureBytes.pcap().record(1, FRAME).record(2, FRAME).toArray();
        byte[] first = CaptureBytes.zstd(Arrays.copyOf(whole, 50)); // within a record
        byte[] second = CaptureBytes.zstd(Arrays.copyOfRange(whole, 50, whole.length));
        byte[] skippable = Bytes.hex("5c2a4d18 03000000 010203");

        Recording recording = read(Bytes.concat(skippable, Bytes.concat(first, Bytes.concat(skippable, second))));

        assertThat(recording.error).isNull();
        assertThat(recording.frames()).containsExactly(FRAME, FRAME);
    }

    @Test
    void shouldDeliverWhatIsBeforeACutAndSayWhere() throws Exception {
        byte[] compressed = CaptureBytes.zstd(noise(300));

        Recording recording = read(Arrays.copyOf(compressed, compressed.length / 2));

        assertThat(recording.packets).hasSizeBetween(50, 160);
        assertThat(recording.error)
                .hasMessageContaining("capture")
                .hasMessageContaining("compressed data is damaged or cut")
                .hasMessageContaining("everything before was read");
    }

    @Test
    void shouldDeliverWhatIsBeforeDamage() throws Exception {
        byte[] compressed = withChecksum(noise(600));
        compressed[compressed.length - 1] ^= (byte) 0xff;

        Recording recording = read(compressed);

        assertThat(recording.packets).hasSizeGreaterThan(580);
        assertThat(recording.error).hasMessageContaining("compressed data is damaged or cut");
    }

    @Test
    void shouldRefuseAFrameThatAsksForTooMuchMemory() throws Exception {
        // magic, descriptor without content size, window of 2^31 bytes; an empty raw block, the last
        byte[] greedy = Bytes.hex("28b52ffd 00 a8 010000");

        assertThatThrownBy(() -> CaptureFiles.open(write(greedy)))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("compressed data is damaged or cut at its start")
                .hasMessageContaining("memory");
    }

    /** A thousand times as large unpacked: only what is looked at is held. */
    @Test
    void shouldReadWhatUnpacksToManyTimesItsSize() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] record = Arrays.copyOfRange(
                CaptureBytes.pcap().record(1, new byte[60_000]).toArray(), 24, 24 + 16 + 60_000);
        try (ZstdOutputStream out = new ZstdOutputStream(bytes)) {
            out.write(CaptureBytes.pcap().toArray());
            for (int i = 0; i < 5000; i++) {
                out.write(record);
            }
        }
        assertThat(bytes.size()).isLessThan(300_000);
        int[] packets = new int[1];

        try (CaptureReader reader = CaptureFiles.open(write(bytes.toByteArray()))) {
            reader.forEach((buffer, offset, captured, original, time, linkType) -> {
                assertThat(buffer.capacity()).isLessThanOrEqualTo(StreamedInput.BUFFER_LENGTH);
                packets[0]++;
            });
            assertThat(reader.position()).isEqualTo(bytes.size()).isEqualTo(reader.size());
        }

        assertThat(packets[0]).isEqualTo(5000);
    }

    @Test
    void shouldSayWhatIsInsideWhenItIsNoCapture() throws Exception {
        byte[] text = CaptureBytes.zstd("hello, world".getBytes(StandardCharsets.US_ASCII));
        byte[] twice = CaptureBytes.zstd(CaptureBytes.gzip(CaptureBytes.pcap().toArray()));

        assertThatThrownBy(() -> CaptureFiles.open(write(text)))
                .hasMessageContaining("unknown magic number 0x68656c6c");
        assertThatThrownBy(() -> CaptureFiles.open(write(twice)))
                .hasMessageContaining("is compressed twice; decompress it once");
    }

    @Test
    void shouldBeFoundInADirectory() throws Exception {
        Files.write(
                directory.resolve("unnamed"),
                CaptureBytes.zstd(CaptureBytes.pcap().toArray()));
        Files.write(directory.resolve("text"), CaptureBytes.zstd("hello".getBytes(StandardCharsets.US_ASCII)));
        Files.write(directory.resolve("damaged"), Bytes.hex("28b52ffd ffffffffffff"));

        FoundCaptures found = CaptureFinder.find(directory);

        assertThat(found.captures()).extracting(CaptureFile::relativePath).containsExactly("unnamed");
        assertThat(found.skipped()).containsExactly("damaged", "text");
    }

    @Test
    void shouldWipeWhatItHeldOfAStream() throws Exception {
        byte[][] seen = new byte[1][];
        try (PacketSource source = CaptureFiles.open(
                write(CaptureBytes.zstd(CaptureBytes.pcap().record(1, FRAME).toArray())))) {
            source.forEach((buffer, offset, captured, original, time, linkType) -> seen[0] = buffer.array());
        }

        assertThat(seen[0]).containsOnly(0);
    }

    private static byte[] noise(int frames) {
        CaptureBytes capture = CaptureBytes.pcap();
        Random random = new Random(42);
        for (int i = 0; i < frames; i++) {
            byte[] frame = new byte[1400];
            random.nextBytes(frame);
            capture.record(i, frame);
        }
        return capture.toArray();
    }

    private static byte[] withChecksum(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(bytes).setChecksum(true)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private Recording read(byte[] file) throws Exception {
        return Recording.of(CaptureFiles.open(write(file)));
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("capture"), bytes);
    }
}
