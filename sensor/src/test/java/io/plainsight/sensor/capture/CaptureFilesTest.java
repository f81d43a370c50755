package io.plainsight.sensor.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.sensor.testing.Bytes;
import io.plainsight.sensor.testing.CaptureBytes;
import io.plainsight.sensor.testing.Frames;
import io.plainsight.sensor.testing.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureFilesTest {
    private static final long NOON_NS = 1_447_416_000_123_456_000L;
    private static final byte[] FRAME = Frames.payload(60);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void shouldReadPcapOfEitherOrderAndPrecision(boolean littleEndian, boolean nanoseconds) throws Exception {
        long precise = NOON_NS + (nanoseconds ? 789 : 0);
        Path file = write(CaptureBytes.pcap(littleEndian, nanoseconds)
                .record(precise, FRAME)
                .record(precise + 1_000_000, 60, 1514, FRAME)
                .toArray());

        Recording recording = Recording.of(CaptureFiles.open(file));

        assertThat(recording.error).isNull();
        assertThat(recording.frames()).containsExactly(FRAME, FRAME);
        assertThat(recording.packets)
                .extracting(Recording.Delivered::timestampNs)
                .containsExactly(precise, precise + 1_000_000);
        assertThat(recording.packets)
                .extracting(Recording.Delivered::originalLength)
                .containsExactly(60, 1514);
        assertThat(recording.packets).extracting(Recording.Delivered::linkType).containsExactly(1, 1);
    }

    @Test
    void shouldReadGzipWhateverItsName() throws Exception {
        byte[] pcap = CaptureBytes.pcap().record(NOON_NS, FRAME).toArray();
        byte[] pcapng = CaptureBytes.pcapng(false)
                .interfaceDescription(101)
                .enhancedPacket(0, 7, FRAME)
                .toArray();

        Recording first = Recording.of(CaptureFiles.open(write(CaptureBytes.gzip(pcap))));
        Recording second = Recording.of(CaptureFiles.open(write(CaptureBytes.gzip(pcapng))));

        assertThat(first.frames()).containsExactly(FRAME);
        assertThat(second.frames()).containsExactly(FRAME);
        assertThat(second.packets.get(0).timestampNs()).isEqualTo(7000);
    }

    @Test
    void shouldReadGzipOfSeveralMembers() throws Exception {
        byte[] one =
                CaptureBytes.gzip(CaptureBytes.pcap().record(NOON_NS, FRAME).toArray());
        byte[] record =
                Arrays.copyOfRange(CaptureBytes.pcap().record(NOON_NS, FRAME).toArray(), 24, 24 + 76);

        Recording recording = Recording.of(CaptureFiles.open(write(Bytes.concat(one, CaptureBytes.gzip(record)))));

        assertThat(recording.frames()).containsExactly(FRAME, FRAME);
    }

    @Test
    void shouldReadGzipLargerThanItsBuffer() throws Exception {
        CaptureBytes capture = CaptureBytes.pcap();
        byte[] large = Frames.payload(65_000);
        for (int i = 0; i < 100; i++) {
            large[0] = (byte) i;
            capture.record(i, large);
        }

        Recording recording = Recording.of(CaptureFiles.open(write(CaptureBytes.gzip(capture.toArray()))));

        assertThat(recording.error).isNull();
        assertThat(recording.frames()).hasSize(100).allMatch(frame -> frame.length == 65_000);
        assertThat(recording.frames().get(99)).isEqualTo(large);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 24, 64, 77, 100, 4096})
    void shouldReadRecordsThatCrossTheEdgeOfAWindow(int windowLength) throws Exception {
        CaptureBytes pcap = CaptureBytes.pcap();
        CaptureBytes pcapng = CaptureBytes.pcapng(true).interfaceDescription(1);
        for (int i = 0; i < 300; i++) {
            pcap.record(i, Frames.payload(i));
            pcapng.enhancedPacket(0, i, Frames.payload(i));
        }

        Recording first = Recording.of(CaptureFiles.open(write(pcap.toArray()), windowLength));
        Recording second = Recording.of(CaptureFiles.open(write(pcapng.toArray()), windowLength));

        assertThat(first.error).isNull();
        assertThat(second.error).isNull();
        for (int i = 0; i < 300; i++) {
            assertThat(first.frames().get(i)).isEqualTo(Frames.payload(i));
            assertThat(second.frames().get(i)).isEqualTo(Frames.payload(i));
        }
    }

    @Test
    void shouldStopWhenAsked() throws Exception {
        Path file = write(CaptureBytes.pcap().record(1, FRAME).record(2, FRAME).toArray());
        int[] seen = new int[1];

        try (PacketSource source = CaptureFiles.open(file)) {
            source.forEach((buffer, offset, captured, original, time, linkType) -> {
                seen[0]++;
                source.stop();
            });
        }

        assertThat(seen[0]).isEqualTo(1);
    }

    @Test
    void shouldDeliverWhatIsBeforeACutAndNameTheOffsetAtEveryLength() throws Exception {
        byte[] whole = CaptureBytes.pcap().record(1, FRAME).record(2, FRAME).toArray();

        for (int length = 24; length < whole.length; length++) {
            Recording recording = Recording.of(CaptureFiles.open(write(Arrays.copyOf(whole, length))));

            boolean atRecordEnd = (length - 24) % 76 == 0;
            assertThat(recording.packets).hasSize((length - 24) / 76);
            if (atRecordEnd) {
                assertThat(recording.error).isNull();
            } else {
                assertThat(recording.error)
                        .hasMessageContaining("capture")
                        .hasMessageContaining("truncated: the record at byte " + (24 + (length - 24) / 76 * 76));
            }
        }
    }

    @Test
    void shouldEndWithAnExceptionWhenTheFileBecomesShorterWhileItIsRead() throws Exception {
        CaptureBytes capture = CaptureBytes.pcap();
        for (int i = 0; i < 1000; i++) {
            capture.record(i, Frames.payload(1000));
        }
        Path file = write(capture.toArray());

        try (PacketSource source = CaptureFiles.open(file)) {
            assertThatThrownBy(() -> source.forEach((buffer, offset, captured, original, time, linkType) -> {
                        if (time == 0) {
                            truncate(file, 4096);
                        }
                    }))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining(file + ": became shorter while it was read");
        }
    }

    @Test
    void shouldDeliverWhatIsBeforeACutInGzip() throws Exception {
        CaptureBytes capture = CaptureBytes.pcap();
        Random random = new Random(42);
        byte[] frame = new byte[1000];
        for (int i = 0; i < 50; i++) {
            random.nextBytes(frame);
            capture.record(i, frame.clone());
        }
        byte[] gzip = CaptureBytes.gzip(capture.toArray());

        Recording recording = Recording.of(CaptureFiles.open(write(Arrays.copyOf(gzip, gzip.length / 2))));

        assertThat(recording.packets).hasSizeBetween(20, 30);
        assertThat(recording.error).hasMessageContaining("compressed data is damaged or cut");
    }

    @ParameterizedTest
    @ValueSource(longs = {FileSource.MAX_CAPTURED_LENGTH + 1L, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL})
    void shouldStopAtAnImpossibleLengthAndNameItsOffset(long length) throws Exception {
        Path file = write(CaptureBytes.pcap()
                .record(1, FRAME)
                .record(2, length, length, FRAME)
                .record(3, FRAME)
                .toArray());

        Recording recording = Recording.of(CaptureFiles.open(file));

        assertThat(recording.packets).hasSize(1);
        assertThat(recording.error)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("corrupt at byte 100")
                .hasMessageContaining("length=" + length);
    }

    @Test
    void shouldTakeALengthAtTheLimit() throws Exception {
        byte[] longest = Frames.payload(FileSource.MAX_CAPTURED_LENGTH);
        byte[] capture = CaptureBytes.pcap().record(1, longest).record(2, FRAME).toArray();

        assertThat(Recording.of(CaptureFiles.open(write(capture))).frames()).containsExactly(longest, FRAME);
        assertThat(Recording.of(CaptureFiles.open(write(CaptureBytes.gzip(capture))))
                        .frames())
                .containsExactly(longest, FRAME);
    }

    @Test
    void shouldNeverGiveAWireLengthBelowTheCapturedOne() throws Exception {
        Path file = write(CaptureBytes.pcap()
                .record(1, 60, 0, FRAME)
                .record(1, 60, 0xffff_ffffL, FRAME)
                .toArray());

        Recording recording = Recording.of(CaptureFiles.open(file));

        assertThat(recording.packets)
                .extracting(Recording.Delivered::originalLength)
                .containsExactly(60, Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|empty",
                "23205465737420|unknown magic number 0x23205465",
                "28b52ffd00000000|compressed data is damaged or cut at its start",
                "fd377a585a000000|xz -d",
                "425a683931415926|bzip2 -d",
                "04224d1800000000|lz4 -d",
                "504b030400000000|unzip",
                "736e6f6f70000000|snoop",
                "a1b2cd3400000000|editcap",
                "d4c3|truncated",
                "1f8b0800000000|compressed data is damaged at byte 0 (it ends within its header)",
                "1f8b0900000000000000|compressed data is damaged",
            })
    void shouldSayWhatAFileIsThatIsNoCapture(String hex, String expected) throws IOException {
        Path file = write(Bytes.hex(hex));

        assertThatThrownBy(() -> CaptureFiles.open(file))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(expected);
    }

    @Test
    void shouldSayWhatIsInAGzipThatIsNoCapture() throws IOException {
        Path text = write(CaptureBytes.gzip("hello, world".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        Path empty = write(CaptureBytes.gzip(new byte[0]));

        assertThatThrownBy(() -> CaptureFiles.open(text)).hasMessageContaining("unknown magic number 0x68656c6c");
        assertThatThrownBy(() -> CaptureFiles.open(empty)).hasMessageContaining("empty");
    }

    @Test
    void shouldRefuseAnUnknownVersion() throws Exception {
        byte[] capture = CaptureBytes.pcap().record(1, FRAME).toArray();
        capture[4] = 9;

        assertThat(Recording.of(CaptureFiles.open(write(capture))).error).hasMessageContaining("version=9");
    }

    @Test
    void shouldNameADirectoryAndAMissingFile() {
        assertThatThrownBy(() -> CaptureFiles.open(directory)).hasMessageContaining("is a directory");
        assertThatThrownBy(() -> CaptureFiles.open(directory.resolve("none")))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("no such file");
    }

    private static void truncate(Path file, long length) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(byte[] bytes) throws IOException {
        Path file = Files.createTempFile(directory, "capture", ".bin");
        return Files.write(file, bytes);
    }
}
