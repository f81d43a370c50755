package io.plainsight.sensor.capture.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureMethod;
import io.plainsight.sensor.capture.LiveCaptureConfig;
import io.plainsight.sensor.capture.PacketClock;
import io.plainsight.sensor.testing.Command;
import io.plainsight.sensor.testing.Frames;
import io.plainsight.sensor.testing.LiveRecording;
import io.plainsight.sensor.testing.Recording;
import io.plainsight.sensor.testing.RestrictedJava;
import io.plainsight.sensor.testing.VethPair;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kernel's own ring, on a pair of virtual interfaces. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RingCaptureTest {
    private static final int IPV4 = 0x0800;
    private static final int VLAN = 0x8100;
    private static final int SERVICE_VLAN = 0x88a8;

    private static VethPair pair;

    @BeforeAll
    static void connect() throws Exception {
        RestrictedJava.requireRoot();
        pair = new VethPair();
    }

    @AfterAll
    static void remove() throws Exception {
        if (pair != null) {
            pair.close();
        }
    }

    @Test
    void shouldDeliverFramesAsTheyWereOnTheWire() throws Exception {
        byte[] plain = Frames.ethernet(IPV4, datagram(1000));
        byte[] tagged = Frames.ethernet(VLAN, Frames.vlan(0x6000 | 42, IPV4, datagram(1001)));
        byte[] twice = Frames.ethernet(SERVICE_VLAN, Frames.vlan(7, VLAN, Frames.vlan(42, IPV4, datagram(1002))));
        byte[] jumbo = Frames.ethernet(IPV4, Frames.ipv4(17, Frames.udp(1003, 53, Frames.payload(8900))));
        Instant start = Instant.now();

        try (LiveRecording recording = record(config())) {
            pair.send(plain);
            pair.send(tagged);
            pair.send(twice);
            pair.send(jumbo);
            recording.awaitPackets(4);

            assertThat(recording.frames()).containsExactly(plain, tagged, twice, jumbo);
            assertThat(recording.packets()).allSatisfy(packet -> {
                assertThat(packet.linkType()).isEqualTo(1);
                assertThat(packet.originalLength()).isEqualTo(packet.frame().length);
                assertThat(packet.timestampNs() / 1_000_000_000L)
                        .isBetween(start.getEpochSecond() - 1, Instant.now().getEpochSecond() + 1);
            });
            assertThat(recording.packets())
                    .extracting(Recording.Delivered::timestampNs)
                    .isSorted();
        }
    }

    @Test
    void shouldLeaveOutWhatTheFilterExcludes() throws Exception {
        try (LiveRecording recording = record(config().withFilter("udp port 1001 or (vlan 42 and udp port 1002)"))) {
            pair.send(Frames.ethernet(IPV4, datagram(1000)));
            pair.send(Frames.ethernet(VLAN, Frames.vlan(41, IPV4, datagram(1002))));
            pair.send(Frames.ethernet(VLAN, Frames.vlan(42, IPV4, datagram(1002))));
            pair.send(Frames.ethernet(IPV4, datagram(1001)));
            recording.awaitPackets(2);

            assertThat(recording.frames())
                    .containsExactly(
                            Frames.ethernet(VLAN, Frames.vlan(42, IPV4, datagram(1002))),
                            Frames.ethernet(IPV4, datagram(1001)));
        }
    }

    @Test
    void shouldCutFramesAtTheSnapLength() throws Exception {
        try (LiveRecording recording = record(config().withSnapLength(64))) {
            byte[] frame = Frames.ethernet(IPV4, Frames.ipv4(17, Frames.udp(1000, 53, Frames.payload(500))));
            pair.send(frame);
            recording.awaitPackets(1);

            Recording.Delivered packet = recording.packets().get(0);
            assertThat(packet.frame()).hasSize(64);
            assertThat(packet.originalLength()).isEqualTo(frame.length);
        }
    }

    @Test
    void shouldCountWhatFindsTheRingFull() throws Exception {
        int sent = 600;
        byte[] frame = Frames.ethernet(IPV4, Frames.ipv4(17, Frames.udp(1000, 53, Frames.payload(1000))));
        CountDownLatch all = new CountDownLatch(1);
        RingCapture capture = open(config().withBufferBytes(128 << 10));
        StalledSource stalled = new StalledSource(capture, all);

        try (LiveRecording recording = new LiveRecording(stalled)) {
            for (int i = 0; i < sent; i++) {
                pair.send(frame);
            }
            all.countDown();
            recording.await(r -> r.packets().size() + r.lost() == sent);

            assertThat(recording.lost()).isPositive();
            assertThat(recording.packets()).isNotEmpty();
            assertThat(capture.droppedByKernel() + capture.droppedByInterface()).isEqualTo(recording.lost());
        }
    }

    @Test
    void shouldTellTheTimeWhileNothingArrives() throws Exception {
        try (LiveRecording recording = record(config())) {
            pair.send(Frames.ethernet(IPV4, datagram(1000)));

            recording.awaitPackets(1).await(r -> r.idles() > 1);
        }
    }

    @Test
    void shouldReturnAtOnceWhenStoppedBefore() throws Exception {
        RingCapture capture = open(config());
        capture.stop();

        capture.forEach((buffer, offset, captured, original, time, linkType) -> {});

        capture.close();
        capture.forEach((buffer, offset, captured, original, time, linkType) -> {});
    }

    @Test
    void shouldPassOnAnErrorOfTheHandler() throws Exception {
        try (RingCapture capture = open(config())) {
            pair.send(Frames.ethernet(IPV4, datagram(1000)));

            assertThatThrownBy(() -> capture.forEach((buffer, offset, captured, original, time, linkType) -> {
                        throw new IllegalStateException("from the handler");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("from the handler");
        }
    }

    @Test
    void shouldLetTheHandlerCloseTheRing() throws Exception {
        RingCapture capture = open(config());
        pair.send(Frames.ethernet(IPV4, datagram(1000)));
        int[] first = new int[1];

        capture.forEach((buffer, offset, captured, original, time, linkType) -> {
            capture.close();
            first[0] = buffer.get(offset);
        });

        assertThat(first[0]).isEqualTo(2);
    }

    @Test
    void shouldGoOnWhenTheInterfaceWasDown() throws Exception {
        try (LiveRecording recording = record(config())) {
            Command.run("ip", "link", "set", pair.interfaceName, "down");
            Command.run("ip", "link", "set", pair.interfaceName, "up");
            // the link comes up some time after that; frames until then are lost
            while (recording.frames().isEmpty()) {
                pair.send(Frames.ethernet(IPV4, datagram(1000)));
                recording.await(r -> true);
                TimeUnit.MILLISECONDS.sleep(20);
            }

            assertThat(recording.frames().get(0)).isEqualTo(Frames.ethernet(IPV4, datagram(1000)));
        }
    }

    @Test
    void shouldSeeEachPacketOfTheLoopbackInterfaceOnce() throws Exception {
        try (LiveRecording recording = record(LiveCaptureConfig.on("lo").withFilter("udp dst port 54321"))) {
            for (int i = 0; i < 3; i++) {
                try (java.net.DatagramSocket socket = new java.net.DatagramSocket()) {
                    socket.send(new java.net.DatagramPacket(
                            new byte[] {(byte) i}, 1, java.net.InetAddress.getLoopbackAddress(), 54_321));
                }
            }
            recording.awaitPackets(3);

            assertThat(recording.frames()).extracting(frame -> frame[42]).containsExactly((byte) 0, (byte) 1, (byte) 2);
        }
    }

    @Test
    void shouldTakeAllInterfacesCooked() throws Exception {
        try (LiveRecording recording = record(LiveCaptureConfig.on("any"))) {
            byte[] inner = datagram(1000);
            pair.send(Frames.ethernet(VLAN, Frames.vlan(42, IPV4, inner)));
            recording.await(r -> r.frames().stream().anyMatch(frame -> endsWith(frame, inner)));

            Recording.Delivered packet = recording.packets().stream()
                    .filter(p -> endsWith(p.frame(), inner))
                    .findFirst()
                    .orElseThrow();
            assertThat(packet.linkType()).isEqualTo(113);
            assertThat(packet.frame()).hasSize(16 + 4 + inner.length);
            ByteBuffer header = ByteBuffer.wrap(packet.frame());
            assertThat(header.getShort(0)).as("to another host").isEqualTo((short) 3);
            assertThat(header.getShort(2)).as("ARPHRD_ETHER").isEqualTo((short) 1);
            assertThat(header.getShort(4)).isEqualTo((short) 6);
            assertThat(header.getInt(6)).isEqualTo(0x02000000);
            assertThat(header.getInt(14)).isEqualTo(0x8100_002a);
            assertThat(header.getShort(18)).isEqualTo((short) IPV4);
        }
    }

    @Test
    void shouldListTheInterfacesWhenThereIsNoneOfThatName() {
        for (String name : List.of("none0", "a-name-that-no-interface-can-have")) {
            assertThatThrownBy(() -> open(LiveCaptureConfig.on(name)))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("no interface " + name)
                    .hasMessageContaining(pair.interfaceName)
                    .hasMessageContaining("lo");
        }
    }

    @Test
    void shouldNameAFilterThatIsNotUnderstood() {
        assertThatThrownBy(() -> open(config().withFilter("prot 443")))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("capture filter 'prot 443' is not understood");
    }

    @Test
    void shouldAdviseOnWhatCutsAndJoinsFrames() throws Exception {
        String name = pair.interfaceName;

        assertThat(RingSetup.advice(config().withSnapLength(1000)))
                .anyMatch(
                        line -> line.contains(name + ": frames longer than 1000 bytes are cut, and its MTU allows 9000;"
                                + " --snap-length 9022 keeps them whole"));
        assertThat(RingSetup.advice(config())).noneMatch(line -> line.contains("cut"));
        assertThat(RingSetup.advice(LiveCaptureConfig.on("any"))).isEmpty();
        assertThat(RingSetup.advice(LiveCaptureConfig.on("lo").withSnapLength(262_144)))
                .as("the loopback interface always joins, or never did segment")
                .allMatch(line -> line.contains("GRO is on") && line.contains("ethtool -K lo gro off"));
    }

    @Test
    void shouldNeedNoOtherRightThanNetRaw() throws Exception {
        String output = RestrictedJava.runWith("net_raw", Open.class, pair.interfaceName);

        assertThat(output).contains("opened, link type 1").contains("promiscuity 1");
    }

    @Test
    void shouldNameTheMissingCapabilityAndHowToGiveIt() throws Exception {
        String output = RestrictedJava.run("net_raw,net_admin", Open.class, pair.interfaceName);

        assertThat(output)
                .contains("CAP_NET_RAW")
                .contains("sudo setcap cap_net_raw,cap_net_admin=eip " + System.getProperty("java.home"));
    }

    private static LiveCaptureConfig config() {
        return LiveCaptureConfig.on(pair.interfaceName)
                .withMethod(CaptureMethod.RING)
                .withBufferBytes(4 << 20);
    }

    private static LiveRecording record(LiveCaptureConfig config) throws CaptureException {
        return new LiveRecording(open(config));
    }

    private static RingCapture open(LiveCaptureConfig config) throws CaptureException {
        RingCapture capture = RingSetup.open(config, null, new PacketClock());
        capture.begin();
        return capture;
    }

    private static byte[] datagram(int port) {
        return Frames.ipv4(17, Frames.udp(port, 53, Frames.payload(100)));
    }

    private static boolean endsWith(byte[] frame, byte[] end) {
        return frame.length >= end.length
                && java.util.Arrays.equals(frame, frame.length - end.length, frame.length, end, 0, end.length);
    }

    /** Prints how the interface named by its argument was opened, or why it cannot be. */
    static final class Open {
        public static void main(String[] arguments) throws Exception {
            try (RingCapture capture =
                    RingSetup.open(LiveCaptureConfig.on(arguments[0]).withFilter("udp"), null, new PacketClock())) {
                System.out.println("opened, link type " + capture.linkType());
                System.out.println(Command.run("ip", "-d", "link", "show", arguments[0]));
            } catch (CaptureException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
