package io.plainsight.sensor.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.testing.Bytes;
import io.plainsight.sensor.testing.CaptureBytes;
import io.plainsight.sensor.testing.Frames;
import io.plainsight.sensor.testing.Recording;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcapngSourceTest {
    private static final int TSRESOL = PcapngSource.OPTION_IF_TSRESOL;
    private static final int TSOFFSET = PcapngSource.OPTION_IF_TSOFFSET;
    private static final byte[] FRAME = Frames.payload(61);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReadEachKindOfPacketBlock(boolean littleEndian) throws Exception {
        CaptureBytes capture = CaptureBytes.pcapng(littleEndian)
                .interfaceDescription(1, 20, new byte[0])
                .interfaceDescription(101)
                .block(0x0bad_cafe, new byte[8])
                .enhancedPacket(1, 1_000_001L, FRAME)
                .obsoletePacket(0, 0x1_0000_0000L, FRAME)
                .simplePacket(1500, Frames.payload(20));

        Recording recording = read(capture.toArray());

        assertThat(recording.error).isNull();
        assertThat(recording.frames()).containsExactly(FRAME, FRAME, Frames.payload(20));
        assertThat(recording.packets).extracting(Recording.Delivered::linkType).containsExactly(101, 1, 1);
        assertThat(recording.packets)
                .extracting(Recording.Delivered::timestampNs)
                .containsExactly(1_000_001_000L, 4_294_967_296_000L, 4_294_967_296_000L);
        assertThat(recording.packets)
                .extracting(Recording.Delivered::originalLength)
                .containsExactly(61, 61, 1500);
    }

    @Test
    void shouldReadSectionsOfBothOrdersInOneFile() throws Exception {
        byte[] little = CaptureBytes.pcapng(true)
                .interfaceDescription(1)
                .enhancedPacket(0, 1, FRAME)
                .toArray();
        byte[] big = CaptureBytes.pcapng(false)
                .interfaceDescription(113)
                .enhancedPacket(0, 2, FRAME)
                .toArray();

        Recording recording = read(Bytes.concat(little, big, little));

        assertThat(recording.error).isNull();
        assertThat(recording.packets).extracting(Recording.Delivered::linkType).containsExactly(1, 113, 1);
    }

    @Test
    void shouldForgetInterfacesAtANewSection() throws Exception {
        byte[] first = CaptureBytes.pcapng(true)
                .interfaceDescription(1)
                .enhancedPacket(0, 1, FRAME)
                .toArray();
        byte[] second = CaptureBytes.pcapng(true).enhancedPacket(0, 2, FRAME).toArray();

        Recording recording = read(Bytes.concat(first, second));

        assertThat(recording.packets).hasSize(1);
        assertThat(recording.error).hasMessageContaining("names interface 0 but 0 are described");
    }

    @ParameterizedTest
    @CsvSource({
        // if_tsresol, ticks, nanoseconds
        "0, 2, 2000000000",
        "3, 1500, 1500000000",
        "6, 1, 1000",
        "9, 123456789, 123456789",
        "12, 1999, 1",
        "27, 1000000000000000000, 1",
        "28, 1000000000000000000, 0",
        "127, 1, 0",
        "128, 3, 3000000000",
        "129, 3, 1500000000",
        "148, 1048577, 1000000953",
        "160, 4294967296, 1000000000",
        "170, 4398046511104, 1000000000",
        "191, 4611686018427387904, 500000000",
        "192, -9223372036854775808, 500000000",
        "255, -1, 0",
    })
    void shouldScaleTimeStampsByTheirResolution(int resolution, long ticks, long expectedNs) {
        assertThat(PcapngInterfaces.nanoseconds(ticks, resolution)).isEqualTo(expectedNs);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldHonourResolutionAndOffsetAmongOtherOptions(boolean littleEndian) throws Exception {
        CaptureBytes capture = CaptureBytes.pcapng(littleEndian);
        byte[] offset = Bytes.inOrder(littleEndian).u64(-3).toArray();
        byte[] options = Bytes.concat(
                capture.option(2, "eth0:".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                capture.option(TSRESOL, new byte[] {9}),
                capture.option(TSOFFSET, offset),
                capture.option(0, new byte[0]));

        Recording recording = read(capture.interfaceDescription(1, 0, options)
                .enhancedPacket(0, 5_000_000_007L, FRAME)
                .toArray());

        assertThat(recording.packets.get(0).timestampNs()).isEqualTo(2_000_000_007L);
    }

    @Test
    void shouldIgnoreOptionsBehindTheEndOption() throws Exception {
        CaptureBytes capture = CaptureBytes.pcapng(true);
        byte[] options = Bytes.concat(capture.option(0, new byte[0]), capture.option(TSRESOL, new byte[] {9}));

        Recording recording = read(capture.interfaceDescription(1, 0, options)
                .enhancedPacket(0, 5, FRAME)
                .toArray());

        assertThat(recording.packets.get(0).timestampNs()).isEqualTo(5000);
    }

    @Test
    void shouldReadBeyondTwoGibibytes() throws Exception {
        byte[] head = CaptureBytes.pcapng(true)
                .interfaceDescription(1)
                .enhancedPacket(0, 1, FRAME)
                .toArray();
        long hole = 3L << 30;
        byte[] opening = Bytes.littleEndian().u32(0x0bad_cafe).u32(hole + 12).toArray();
        byte[] closing = Bytes.littleEndian().u32(hole + 12).toArray();
        byte[] wholeTail = CaptureBytes.pcapng(true)
                .interfaceDescription(1)
                .enhancedPacket(0, 2, FRAME)
                .toArray();
        Path file = directory.resolve("large.pcapng");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(Bytes.concat(head, opening)));
            channel.position(channel.position() + hole);
            channel.write(java.nio.ByteBuffer.wrap(Bytes.concat(closing, wholeTail)));
        }

        Recording recording = Recording.of(CaptureFiles.open(file));

        assertThat(Files.size(file)).isGreaterThan(Integer.MAX_VALUE);
        assertThat(recording.error).isNull();
        assertThat(recording.packets)
                .extracting(Recording.Delivered::timestampNs)
                .containsExactly(1000L, 2000L);
    }

    @Test
    void shouldDeliverWhatIsBeforeACutAtEveryLength() throws Exception {
        byte[] head = CaptureBytes.pcapng(true).interfaceDescription(1).toArray();
        byte[] whole = Bytes.concat(
                head,
                Arrays.copyOfRange(
                        CaptureBytes.pcapng(true)
                                .enhancedPacket(0, 1, FRAME)
                                .enhancedPacket(0, 2, FRAME)
                                .toArray(),
                        28,
                        28 + 192));

        for (int length = 8; length < whole.length; length++) {
            Recording recording = read(Arrays.copyOf(whole, length));

            boolean atBlockEnd = length == 28 || length == head.length || length == head.length + 96;
            assertThat(recording.packets.size()).isLessThanOrEqualTo(2);
            assertThat(recording.error == null).as("length %d", length).isEqualTo(atBlockEnd);
        }
        assertThat(read(whole).packets).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 11, 31, 0x7fff_ffffL, 0xffff_ffffL})
    void shouldStopAtAnImpossibleBlockLength(long length) throws Exception {
        byte[] head = CaptureBytes.pcapng(true)
                .interfaceDescription(1)
                .enhancedPacket(0, 1, FRAME)
                .toArray();
        byte[] block = Bytes.littleEndian().u32(6).u32(length).zeros(60).toArray();

        Recording recording = read(Bytes.concat(head, block));

        assertThat(recording.packets.size()).isBetween(1, 2);
        assertThat(recording.error).hasMessageContaining("at byte " + head.length);
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 0x0004_0001L, 0x7fff_ffffL, 0xffff_ffffL})
    void shouldStopAtACapturedLengthThatDoesNotFitItsBlock(long length) throws Exception {
        byte[] body =
                Bytes.littleEndian().zeros(12).u32(length).u32(length).zeros(60).toArray();
        CaptureBytes capture = CaptureBytes.pcapng(true)
                .interfaceDescription(1)
                .enhancedPacket(0, 1, FRAME)
                .block(6, body);

        Recording recording = read(capture.toArray());

        assertThat(recording.packets).hasSize(1);
        assertThat(recording.error)
                .hasMessageContaining("corrupt at byte 144")
                .hasMessageContaining("length=" + length);
    }

    @Test
    void shouldStopWhenTheTwoLengthsOfABlockDiffer() throws Exception {
        byte[] capture = CaptureBytes.pcapng(true)
                .interfaceDescription(1)
                .enhancedPacket(0, 1, FRAME)
                .toArray();
        capture[capture.length - 4] ^= 0x10;

        assertThat(read(capture).error).hasMessageContaining("two length fields differ");
    }

    @Test
    void shouldTakeABlockLengthThatLeavesOutThePadding() throws Exception {
        byte[] capture = CaptureBytes.pcapng(true)
                .interfaceDescription(1)
                .enhancedPacket(0, 1, FRAME)
                .toArray();
        int block = 28 + 20;
        capture[block + 4] = (byte) (capture[block + 4] - 3);
        capture[capture.length - 4] = (byte) (capture[capture.length - 4] - 3);

        Recording recording =
                read(Bytes.concat(capture, CaptureBytes.pcapng(true).toArray()));

        assertThat(recording.error).isNull();
        assertThat(recording.frames()).containsExactly(FRAME);
    }

    @Test
    void shouldRefuseASectionWithoutByteOrderMagic() throws Exception {
        byte[] capture = CaptureBytes.pcapng(true).toArray();
        capture[8] = 0;

        assertThat(read(capture).error).hasMessageContaining("byte-order magic");
    }

    private Recording read(byte[] bytes) throws IOException, CaptureException {
        Path file = Files.createTempFile(directory, "capture", ".bin");
        return Recording.of(CaptureFiles.open(Files.write(file, bytes)));
    }
}
