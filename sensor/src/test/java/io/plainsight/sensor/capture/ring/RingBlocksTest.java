package io.plainsight.sensor.capture.ring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.plainsight.sensor.capture.PacketHandler;
import io.plainsight.sensor.testing.Bytes;
import io.plainsight.sensor.testing.Frames;
import io.plainsight.sensor.testing.Recording;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rings as the kernel would fill them, and as it never should. Offsets are written out, by linux/if_packet.h. */
class RingBlocksTest {
    private static final int BLOCK = 4096;
    private static final int USER = 1;
    private static final int VLAN_VALID = 0x10;
    private static final int TPID_VALID = 0x40;
    private static final int HARDWARE = 0x8000_0000;
    private static final int PACKET_LENGTH = 512;
    private static final int MAC = 98;

    private final ByteBuffer ring = ByteBuffer.allocateDirect(4 * BLOCK).order(ByteOrder.nativeOrder());
    private final Recording recording = new Recording();
    private RingBlocks blocks = new RingBlocks(ring, BLOCK, LinkLayer.ETHERNET, false);

    @Test
    void shouldHandOnEachPacketOfABlockAndGiveItBack() {
        byte[] one = frame(60);
        byte[] other = frame(80);
        packet(0, 0, one, 0);
        packet(0, 1, other, 0);
        ready(0, 2);

        assertThat(blocks.isReady()).isTrue();
        blocks.deliver(recording);

        assertThat(recording.frames()).containsExactly(one, other);
        Recording.Delivered packet = recording.packets.get(1);
        assertThat(packet.linkType()).isEqualTo(1);
        assertThat(packet.originalLength()).isEqualTo(1514);
        assertThat(packet.timestampNs()).isEqualTo(4_000_000_001_000_000_007L);
        assertThat(blocks.latestNs()).isEqualTo(packet.timestampNs());
        assertThat(ring.getInt(8)).as("back to the kernel").isZero();
        assertThat(blocks.isReady()).isFalse();
    }

    @Test
    void shouldTakeBlocksInTheirOrderAndBeginAgainBehindTheLast() {
        for (int round = 0; round < 2; round++) {
            for (int block = 0; block < 4; block++) {
                packet(block, 0, frame(60 + block), 0);
                ready(block, 1);
                blocks.deliver(recording);
            }
        }

        assertThat(recording.frames())
                .extracting(frame -> frame.length)
                .containsExactly(60, 61, 62, 63, 60, 61, 62, 63);
    }

    @Test
    void shouldPutTheVlanTagBack() {
        byte[] inner = Frames.udp(1000, 53, new byte[10]);
        packet(0, 0, Frames.ethernet(0x0800, inner), VLAN_VALID);
        packet(0, 1, Frames.ethernet(0x8100, Frames.vlan(42, 0x0800, inner)), VLAN_VALID | TPID_VALID);
        tag(0, 0, 0x6000 | 42, 0);
        tag(0, 1, 7, 0x88a8);
        ready(0, 2);

        blocks.deliver(recording);

        assertThat(recording.frames())
                .containsExactly(
                        Frames.ethernet(0x8100, Frames.vlan(0x6000 | 42, 0x0800, inner)),
                        Frames.ethernet(0x88a8, Frames.vlan(7, 0x8100, Frames.vlan(42, 0x0800, inner))));
        assertThat(recording.packets.get(0).originalLength()).isEqualTo(1514 + 4);
    }

    @Test
    void shouldLeaveTheTagOutWhereItHasNoPlace() {
        byte[] cutAddresses = new byte[11];
        packet(0, 0, cutAddresses, VLAN_VALID);
        byte[] withoutRoom = frame(60);
        packet(0, 1, withoutRoom, VLAN_VALID, 68 + 3);
        ready(0, 2);

        blocks.deliver(recording);

        assertThat(recording.frames()).containsExactly(cutAddresses, withoutRoom);
    }

    @Test
    void shouldWriteACookedHeaderWhereTheSocketHasNone() {
        blocks = new RingBlocks(ring, BLOCK, LinkLayer.COOKED, false);
        byte[] datagram = Frames.ipv4(17, Frames.udp(1000, 53, new byte[4]));
        packet(0, 0, datagram, 0);
        packet(0, 1, datagram, VLAN_VALID);
        tag(0, 1, 42, 0);
        for (int packet = 0; packet < 2; packet++) {
            int at = 48 + packet * PACKET_LENGTH;
            ring.put(at + 50, (byte) 0x08).put(at + 51, (byte) 0x00);
            ring.putShort(at + 56, (short) 512).put(at + 58, (byte) 4).put(at + 59, (byte) 6);
            ring.put(at + 60, (byte) 0x0a).put(at + 65, (byte) 0x0f);
        }
        ready(0, 2);

        blocks.deliver(recording);

        String header = "0004 0200 0006 0a000000000f0000 ";
        assertThat(recording.frames())
                .containsExactly(
                        Bytes.bigEndian()
                                .put(Bytes.hex(header + "0800"))
                                .put(datagram)
                                .toArray(),
                        Bytes.bigEndian()
                                .put(Bytes.hex(header + "8100 002a 0800"))
                                .put(datagram)
                                .toArray());
        assertThat(recording.packets).allMatch(packet -> packet.linkType() == 113);
    }

    @Test
    void shouldLeaveOutWhatALoopbackInterfaceSendsWhereTheKernelCannot() {
        blocks = new RingBlocks(ring, BLOCK, LinkLayer.ETHERNET, true);
        packet(0, 0, frame(60), 0);
        packet(0, 1, frame(61), 0);
        ring.put(48 + 58, (byte) 4);
        ready(0, 2);

        blocks.deliver(recording);

        assertThat(recording.frames()).containsExactly(frame(61));
        assertThat(blocks.malformed()).isZero();
    }

    @Test
    void shouldMoveTheAdaptersTimeStampsAndNoOthers() {
        packet(0, 0, frame(60), HARDWARE);
        packet(0, 1, frame(60), 0);
        ring.putInt(32, (int) 4_000_000_000L).putInt(36, 5);
        ready(0, 2);

        assertThat(blocks.isStampedByHardware()).isTrue();
        assertThat(blocks.firstTimestampNs()).isEqualTo(4_000_000_000_000_000_005L);
        blocks.shiftHardwareTimestamps(-37_000_000_000L);
        blocks.deliver(recording);

        assertThat(recording.packets)
                .extracting(Recording.Delivered::timestampNs)
                .containsExactly(3_999_999_963_001_000_007L, 4_000_000_001_000_000_007L);
    }

    /** Place of a number within the block, and what it says. */
    @ParameterizedTest
    @CsvSource({
        "16, 0",
        "16, 47",
        "16, 4096",
        "16, -1",
        "16, 2147483647",
        "16, 4030",
        "72, 0",
        "72, 67",
        "72, 4096",
        "72, 65535",
        "60, -1",
        "60, 3951",
        "60, 2147483647"
    })
    void shouldNotReadBeyondABlockWhateverItsNumbersSay(int place, int value) {
        packet(0, 0, frame(60), 0);
        packet(0, 1, frame(60), 0);
        ready(0, 2);
        if (place == 72) {
            ring.putShort(place, (short) value);
        } else {
            ring.putInt(place, value);
        }

        blocks.deliver(recording);

        assertThat(recording.frames()).isEmpty();
        assertThat(blocks.malformed()).isEqualTo(2);
        assertThat(ring.getInt(8)).as("back to the kernel").isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 67, 4000, 4096, -512, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void shouldNotFollowANextPacketThatIsNotInTheBlock(int next) {
        packet(0, 0, frame(60), 0);
        packet(0, 1, frame(60), 0);
        ring.putInt(48, next);
        ready(0, 2);

        blocks.deliver(recording);

        assertThat(recording.frames()).hasSize(1);
        assertThat(blocks.malformed()).isEqualTo(1);
    }

    @Test
    void shouldReadNoMorePacketsThanTheBlockHolds() {
        packet(0, 0, frame(60), 0);
        packet(0, 1, frame(60), 0);
        ring.putInt(48 + PACKET_LENGTH, 0);
        ready(0, -1);
        blocks.deliver(recording);
        assertThat(recording.frames()).as("a negative number is none").isEmpty();

        ready(1, 0);
        blocks.deliver(recording);

        packet(2, 0, frame(60), 0);
        ring.putInt(2 * BLOCK + 48, 0);
        ready(2, 1000);
        blocks.deliver(recording);
        assertThat(recording.frames()).hasSize(1);
        assertThat(blocks.malformed()).isEqualTo(999);
    }

    @Test
    void shouldAllocateNothingPerPacket() {
        int rounds = 20_000;
        CountingHandler counter = new CountingHandler();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int packet = 0; packet < 4; packet++) {
            packet(0, packet, frame(60), VLAN_VALID);
        }
        deliverAgain(rounds, counter);

        long before = threads.getCurrentThreadAllocatedBytes();
        deliverAgain(rounds, counter);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(rounds);
        assertThat(counter.packets).isEqualTo(2 * 4 * rounds);
        assertThat(counter.bytes).isEqualTo(2L * 4 * rounds * 64);
    }

    private void deliverAgain(int rounds, CountingHandler counter) {
        for (int i = 0; i < rounds; i++) {
            ready(0, 4);
            for (int block = 1; block < 4; block++) {
                ready(block, 0);
            }
            for (int block = 0; block < 4; block++) {
                assertReady();
                blocks.deliver(counter);
            }
        }
    }

    /** Without an assertion's objects. */
    private void assertReady() {
        if (!blocks.isReady()) {
            throw new AssertionError("not ready");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, ETHERNET",
        "772, ETHERNET",
        "65534, RAW",
        "519, RAW",
        "801, IEEE802_11",
        "803, IEEE802_11_RADIOTAP",
        "512, COOKED",
        "778, COOKED"
    })
    void shouldKnowHowFramesOfAnInterfaceLook(int hardwareType, LinkLayer expected) {
        assertThat(LinkLayer.ofHardwareType(hardwareType)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"65536, 16384", "131072, 16384", "1048576, 131072", "4194304, 524288", "268435456, 524288"})
    void shouldChooseBlocksThatLeaveSeveralInTheRing(long ringLength, int blockLength) {
        assertThat(RingSetup.blockLength(ringLength)).isEqualTo(blockLength);
    }

    @Test
    void shouldWriteAFanoutProgramThatIsWhole() {
        ByteBuffer program = ByteBuffer.wrap(FanoutProgram.instructions()).order(ByteOrder.nativeOrder());
        int instructions = program.capacity() / 8;

        for (int i = 0; i < instructions; i++) {
            assertThat(List.of(program.get(i * 8 + 2), program.get(i * 8 + 3)))
                    .as("jumps go forward, within the program")
                    .allSatisfy(jump -> assertThat((int) jump).isBetween(0, instructions - 1));
        }
        assertThat(program.getShort((instructions - 1) * 8))
                .as("BPF_RET | BPF_A")
                .isEqualTo((short) 0x16);
    }

    /** Writes what a tpacket3_hdr says about a packet, and its bytes. */
    private void packet(int block, int number, byte[] frame, int status) {
        packet(block, number, frame, status, MAC);
    }

    private void packet(int block, int number, byte[] frame, int status, int mac) {
        int at = block * BLOCK + 48 + number * PACKET_LENGTH;
        ring.putInt(at, PACKET_LENGTH);
        ring.putInt(at + 4, (int) 4_000_000_001L);
        ring.putInt(at + 8, 7);
        if (status == HARDWARE) {
            ring.putInt(at + 4, (int) 4_000_000_000L).putInt(at + 8, 1_000_007);
        }
        ring.putInt(at + 12, frame.length);
        ring.putInt(at + 16, 1514);
        ring.putInt(at + 20, status | USER);
        ring.putShort(at + 24, (short) mac);
        for (int i = 0; i < frame.length; i++) {
            ring.put(at + mac + i, frame[i]);
        }
    }

    private void tag(int block, int number, int tci, int tpid) {
        int at = block * BLOCK + 48 + number * PACKET_LENGTH;
        ring.putInt(at + 32, tci).putShort(at + 36, (short) tpid);
    }

    private void ready(int block, int packets) {
        int at = block * BLOCK;
        ring.putInt(at + 12, packets);
        ring.putInt(at + 16, 48);
        ring.putInt(at + 8, USER);
    }

    private static byte[] frame(int length) {
        return Frames.payload(length);
    }

    /** Counts without keeping anything. */
    private static final class CountingHandler implements PacketHandler {
        private int packets;
        private long bytes;

        @Override
        public void onPacket(
                ByteBuffer buffer, int offset, int capturedLength, int originalLength, long timestampNs, int linkType) {
            packets++;
            bytes += capturedLength;
        }
    }
}
