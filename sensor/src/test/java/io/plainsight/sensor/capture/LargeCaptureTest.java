package io.plainsight.sensor.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plainsight.sensor.testing.CaptureBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Captures beyond what 31 and 32 bits can count. The files are sparse: of every frame only the first and last bytes are
 * written, so that gigabytes take some megabytes of the disk.
 */
class LargeCaptureTest {
    private static final long FOUR_GIB = 1L << 32;
    /** Not a divisor of any window, so that frames lie across the edges. */
    private static final int FRAME_LENGTH = 250_004;

    private static final int WINDOW_OF_FILES = MappedInput.WINDOW_LENGTH;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1 << 20, (1 << 24) + 1, WINDOW_OF_FILES, (1 << 30) - 7, Integer.MAX_VALUE})
    void shouldReadPcapBeyondFourGibibytes(int windowLength) throws Exception {
        Path file = directory.resolve("large.pcap");
        long frames = write(file, CaptureBytes.pcap().toArray(), 16, 0);

        assertAllRead(file, frames, windowLength);
    }

    @ParameterizedTest
    @ValueSource(ints = {(1 << 24) + 1, WINDOW_OF_FILES, Integer.MAX_VALUE})
    void shouldReadPcapngBeyondFourGibibytes(int windowLength) throws Exception {
        Path file = directory.resolve("large.pcapng");
        byte[] head = CaptureBytes.pcapng(true).interfaceDescription(1).toArray();
        long frames = write(file, head, 28, 4);

        assertAllRead(file, frames, windowLength);
    }

    @Test
    void shouldNameAPlaceBeyondFourGibibytes() throws Exception {
        Path file = directory.resolve("large.pcap");
        long frames = write(file, CaptureBytes.pcap().toArray(), 16, 0);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1);
        }

        Counted counted = new Counted();
        CaptureException problem = null;
        try (CaptureReader reader = CaptureFiles.open(file)) {
            reader.forEach(counted);
        } catch (CaptureException e) {
            problem = e;
        }

        assertThat(problem).hasMessageContaining("the record at byte " + (24 + (frames - 1) * (16L + FRAME_LENGTH)));
        assertThat(counted.frames).isEqualTo(frames - 1);
    }

    private static void assertAllRead(Path file, long frames, int windowLength) throws CaptureException {
        Counted counted = new Counted();
        try (CaptureReader reader = CaptureFiles.open(file, windowLength)) {
            reader.forEach(counted);
            assertThat(reader.position()).isEqualTo(reader.size()).isGreaterThan(FOUR_GIB);
        }
        assertThat(counted.frames).isEqualTo(frames);
    }

    /** Frames that begin and end with their number. */
    private long write(Path file, byte[] head, int headerLength, int trailerLength) throws IOException {
        assumeTrue(Files.getFileStore(directory).getUsableSpace() > 2 * FOUR_GIB, "too little room on the disk");
        int recordLength = headerLength + FRAME_LENGTH + trailerLength;
        long frames = FOUR_GIB / recordLength + 10;
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(head), 0);
            for (long i = 0; i < frames; i++) {
                long at = head.length + i * recordLength;
                ByteBuffer begin = little(headerLength + Long.BYTES);
                if (trailerLength == 0) {
                    begin.putInt((int) i).putInt(0).putInt(FRAME_LENGTH).putInt(FRAME_LENGTH);
                } else {
                    begin.putInt(6).putInt(recordLength).putInt(0).putLong(0);
                    begin.putInt(FRAME_LENGTH).putInt(FRAME_LENGTH);
                }
                channel.write(begin.putLong(i).flip(), at);
                ByteBuffer end = little(Long.BYTES + trailerLength).putLong(i);
                if (trailerLength > 0) {
                    end.putInt(recordLength);
                }
                channel.write(end.flip(), at + headerLength + FRAME_LENGTH - Long.BYTES);
            }
        }
        return frames;
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Checks that each frame is whole and in its place. */
    private static final class Counted implements PacketHandler {
        private long frames;

        @Override
        public void onPacket(
                ByteBuffer buffer, int offset, int captured, int original, long timestampNs, int linkType) {
            if (captured != FRAME_LENGTH
                    || Long.reverseBytes(buffer.getLong(offset)) != frames
                    || Long.reverseBytes(buffer.getLong(offset + captured - Long.BYTES)) != frames) {
                throw new AssertionError("frame " + frames + " is another one");
            }
            frames++;
        }
    }
}
