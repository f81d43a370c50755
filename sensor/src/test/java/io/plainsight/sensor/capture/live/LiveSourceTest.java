package io.plainsight.sensor.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.capture.CaptureMethod;
import io.plainsight.sensor.capture.LiveCaptureConfig;
import io.plainsight.sensor.capture.PacketSource;
import io.plainsight.sensor.testing.Bytes;
import io.plainsight.sensor.testing.Frames;
import io.plainsight.sensor.testing.LiveRecording;
import io.plainsight.sensor.testing.RestrictedJava;
import io.plainsight.sensor.testing.VethPair;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How an interface is opened, shared, and found again. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LiveSourceTest {
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int VLAN = 0x8100;
    private static final int UDP = 17;

    private VethPair pair;

    @BeforeEach
    void connect() throws Exception {
        RestrictedJava.requireRoot();
        pair = new VethPair();
    }

    @AfterEach
    void remove() throws Exception {
        if (pair != null) {
            pair.close();
        }
    }

    @ParameterizedTest
    @EnumSource(CaptureMethod.class)
    void shouldGoOnWhenTheInterfaceVanishesAndReturns(CaptureMethod method) throws Exception {
        byte[] before = frame("10.0.0.1", "10.0.0.2");
        byte[] after = frame("10.0.0.3", "10.0.0.4");
        List<PacketSource> sources = LiveSource.open(config().withMethod(method));

        try (LiveRecording recording = new LiveRecording(sources.get(0))) {
            pair.send(before);
            recording.awaitPackets(1);
            pair.delete();
            pair.add();
            // frames from before the reopening are part of the gap
            recording.await(r -> r.gaps() == 1);
            sendUntilSeen(after, recording, 2);

            assertThat(sources).hasSize(1);
            assertThat(recording.frames().get(0)).isEqualTo(before);
            assertThat(recording.frames()).endsWith(after);
        }
    }

    @Test
    void shouldStopWhileTheInterfaceIsAway() throws Exception {
        LiveRecording recording = new LiveRecording(LiveSource.open(config()).get(0));
        pair.send(frame("10.0.0.1", "10.0.0.2"));
        recording.awaitPackets(1);
        int idles = recording.idles();
        pair.delete();
        recording.await(r -> r.idles() > idles + 2);

        recording.close();

        assertThat(recording.gaps()).isLessThanOrEqualTo(1);
        pair.add();
    }

    @Test
    void shouldShareAnInterfaceSoThatEveryPairOfHostsStaysWithOneThread() throws Exception {
        List<PacketSource> sources = LiveSource.open(config().withThreads(2));
        List<byte[]> frames = new ArrayList<>();
        for (int i = 1; i <= 16; i++) {
            frames.addAll(conversation("10.0.0." + i, "192.0.2." + (i * 7)));
        }

        try (LiveRecording one = new LiveRecording(sources.get(0));
                LiveRecording other = new LiveRecording(sources.get(1))) {
            for (byte[] frame : frames) {
                pair.send(frame);
            }
            awaitTogether(one, other, frames.size());

            assertThat(pairsOf(one)).isNotEmpty().doesNotContainAnyElementsOf(pairsOf(other));
            assertThat(pairsOf(other)).isNotEmpty();
            assertThat(one.frames().size() + other.frames().size()).isEqualTo(frames.size());
        }
    }

    @Test
    void shouldShareAnInterfaceAgainAfterItsReturn() throws Exception {
        List<PacketSource> sources = LiveSource.open(config().withThreads(2));

        try (LiveRecording one = new LiveRecording(sources.get(0));
                LiveRecording other = new LiveRecording(sources.get(1))) {
            pair.delete();
            pair.add();
            one.await(r -> r.gaps() == 1);
            other.await(r -> r.gaps() == 1);
            // how soon both have opened it again is theirs; frames until then are part of the gap
            for (int i = 1; pairsOf(one).isEmpty() || pairsOf(other).isEmpty(); i = i % 250 + 1) {
                for (byte[] frame : conversation("10.0.0." + i, "192.0.2." + i)) {
                    pair.send(frame);
                }
                requireAlive(one, other);
                TimeUnit.MILLISECONDS.sleep(5);
            }

            assertThat(pairsOf(one)).doesNotContainAnyElementsOf(pairsOf(other));
        }
    }

    /** Both directions; plain, with one tag, with two, and within a mirror's VXLAN whose own addresses are the same for all. */
    private static List<byte[]> conversation(String client, String server) {
        List<byte[]> frames = new ArrayList<>();
        for (byte[] packet : List.of(packet(client, server), packet(server, client))) {
            frames.add(Frames.ethernet(IPV4, packet));
            frames.add(Frames.ethernet(VLAN, Frames.vlan(42, IPV4, packet)));
            frames.add(Frames.ethernet(0x88a8, Frames.vlan(7, VLAN, Frames.vlan(42, IPV4, packet))));
            byte[] vxlan = Bytes.bigEndian()
                    .u32(0x0800_0000L)
                    .u32(0)
                    .put(Frames.ethernet(IPV4, packet))
                    .toArray();
            frames.add(Frames.ethernet(
                    IPV4, Frames.ipv4("10.9.9.1", "10.9.9.2", UDP, 1, 0, Frames.udp(50_000, 4789, vxlan))));
        }
        return frames;
    }

    @Test
    void shouldShareIpv6Too() throws Exception {
        List<PacketSource> sources = LiveSource.open(config().withThreads(2));
        byte[] there = Frames.ethernet(IPV6, Frames.ipv6(UDP, Frames.udp(1000, 53, new byte[40])));
        byte[] back = there.clone();
        System.arraycopy(there, 14 + 8, back, 14 + 24, 16);
        System.arraycopy(there, 14 + 24, back, 14 + 8, 16);

        try (LiveRecording one = new LiveRecording(sources.get(0));
                LiveRecording other = new LiveRecording(sources.get(1))) {
            pair.send(there);
            pair.send(back);
            awaitTogether(one, other, 2);

            assertThat(List.of(one.frames().size(), other.frames().size())).containsExactlyInAnyOrder(0, 2);
        }
    }

    private static void requireAlive(LiveRecording... recordings) throws InterruptedException {
        for (LiveRecording recording : recordings) {
            recording.await(r -> true);
        }
    }

    private static void awaitTogether(LiveRecording one, LiveRecording other, int count) throws InterruptedException {
        one.await(r -> r.frames().size() + other.frames().size() >= count);
    }

    private void sendUntilSeen(byte[] frame, LiveRecording recording, int count) throws Exception {
        while (recording.frames().size() < count) {
            pair.send(frame);
            requireAlive(recording);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** The innermost pair of addresses of each frame, whatever its direction. */
    private static Set<Set<Integer>> pairsOf(LiveRecording recording) {
        Set<Set<Integer>> pairs = new HashSet<>();
        for (byte[] frame : recording.frames()) {
            // the innermost IP header is the last thing but the UDP header and 100 bytes
            ByteBuffer header = ByteBuffer.wrap(frame, frame.length - 108 - 8, 8);
            int source = header.getInt();
            int destination = header.getInt();
            pairs.add(Set.of(source, destination));
        }
        return pairs;
    }

    private LiveCaptureConfig config() {
        return LiveCaptureConfig.on(pair.interfaceName).withBufferBytes(4 << 20);
    }

    private static byte[] frame(String source, String destination) {
        return Frames.ethernet(IPV4, packet(source, destination));
    }

    private static byte[] packet(String source, String destination) {
        return Frames.ipv4(source, destination, UDP, 1, 0, Frames.udp(1000, 53, Frames.payload(100)));
    }
}
