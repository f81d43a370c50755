package io.plainsight.sensor;

import static io.plainsight.sensor.testing.Bytes.bigEndian;
import static io.plainsight.sensor.testing.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.Observation;
import io.plainsight.sensor.canary.Packets;
import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.decode.PacketDecoder;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.testing.Bytes;
import io.plainsight.sensor.testing.CaptureBytes;
import io.plainsight.sensor.testing.Frames;
import io.plainsight.sensor.testing.SharedFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However many threads share the work, the observations are those of one. */
class ParallelReplayTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOON_NS = 1_447_416_000L * SECOND;
    private static final int UDP = 17;
    private static final int TCP = 6;
    private static final int SYN = 2;

    @TempDir
    private Path directory;

    private long nowNs = NOON_NS;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void shouldObserveOfTheCorpusWhatOneThreadObserves(int threads) {
        Path corpus = SharedFolder.require().resolve("corpus");

        assertSame(corpus, threads);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldObserveOfDamagedConversationsWhatOneThreadObserves(int threads) throws IOException {
        Path file = write("conversations.pcap", Packets.all(NOON_NS).pcap());

        Played one = assertSame(file, threads);

        assertThat(one.count(SensorCounter.PACKETS)).isGreaterThan(2 * PacketBatch.CAPACITY);
    }

    /** The answer and the connection it is for go to different workers. */
    @Test
    void shouldNameDestinationsByAnswersThatAnotherWorkerSaw() throws IOException {
        CaptureBytes capture = CaptureBytes.pcap(true, true);
        int apart = 0;
        for (int i = 0; i < 3000; i++) {
            String client = "10.0." + i / 250 + "." + i % 250;
            String server = "10.9." + i % 7 + "." + i % 11;
            byte[] question = ip(client, "10.0.0.254", UDP, Frames.udp(40_000, 53, DnsMessages.question(i)));
            byte[] connection = ip(client, server, TCP, Frames.tcp(40_001, 443, SYN, 1, new byte[0]));
            capture.record(nowNs, question);
            capture.record(
                    nowNs += 1000,
                    ip("10.0.0.254", client, UDP, Frames.udp(53, 40_000, DnsMessages.answer(i, server))));
            capture.record(nowNs, connection); // at the very time of the answer
            apart += worker(question, 2) != worker(connection, 2) ? 1 : 0;
        }

        Played one = assertSame(write("names.pcap", capture.toArray()), 2);

        assertThat(apart).isGreaterThan(1000);
        assertThat(one.observations())
                .filteredOn(o -> o.network().transport().equals("tcp"))
                .hasSize(3000)
                .allSatisfy(o -> assertThat(o.destination().domain()).startsWith("host"));
        assertThat(Played.by(2, directory.resolve("names.pcap")).count(SensorCounter.NAMES_LEARNED))
                .isEqualTo(3000);
    }

    /** One packet's time ends more connections than may wait for the other workers. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void shouldEndIdleConnectionsAtThePacketsOfOthers(int threads) throws IOException {
        CaptureBytes capture = CaptureBytes.pcap(true, true);
        int flows = threads * 2 * WorkerOutput.MAX_WAITING;
        for (int i = 0; i < flows; i++) {
            capture.record(nowNs += 1000, ip(host(i), "10.200.0.1", UDP, Frames.udp(5, 6, hex("01"))));
        }
        capture.record(nowNs += 3600 * SECOND, ip("10.99.0.1", "10.99.0.2", UDP, Frames.udp(5, 6, hex("01"))));
        capture.record(nowNs - 7200 * SECOND, ip("10.99.0.1", "10.99.0.2", UDP, Frames.udp(5, 6, hex("01"))));
        capture.record(nowNs += 3600 * SECOND, ip("10.99.0.3", "10.99.0.2", UDP, Frames.udp(5, 6, hex("01"))));

        Played one = assertSame(write("idle.pcap", capture.toArray()), threads);

        assertThat(one.count(SensorCounter.FLOWS_ENDED_IDLE)).isEqualTo(flows + 1);
    }

    /** All have the same addresses outside, and nobody can look inside before the last fragment. */
    @Test
    void shouldPutTunnelledFragmentsTogetherWhoeverReadsThem() throws IOException {
        CaptureBytes capture = CaptureBytes.pcap();
        for (int i = 0; i < 2000; i += 10) {
            for (int half = 0; half < 2; half++) {
                for (int j = i; j < i + 10; j++) {
                    byte[] datagram = vxlan(ip(host(j), "10.200.0.1", UDP, Frames.udp(7, 8, Frames.payload(400))));
                    byte[] part = half == 0
                            ? Arrays.copyOf(datagram, 240)
                            : Arrays.copyOfRange(datagram, 240, datagram.length);
                    capture.record(
                            nowNs += 1000,
                            Frames.ethernet(0x0800, Frames.ipv4Fragment(UDP, j, half * 240, half == 0, part)));
                }
            }
        }

        Played one = assertSame(write("tunnel.pcap", capture.toArray()), 3);

        assertThat(one.count(SensorCounter.FLOWS)).isEqualTo(2000);
        Set<String> sources = new HashSet<>();
        one.observations().forEach(o -> sources.add(o.source().ip()));
        assertThat(sources).hasSize(2000);
    }

    @Test
    void shouldReadCompressedCapturesAlike() throws IOException {
        byte[] capture = Packets.all(NOON_NS).pcap();
        Path plain = write("same.pcap", capture);
        Path gzip = write("packed/same.pcap", CaptureBytes.gzip(capture));
        Path zstd = write("packed2/same.pcap", CaptureBytes.zstd(capture));

        Played one = Played.by(1, plain);

        assertThat(Played.by(2, gzip).lines()).isEqualTo(one.lines());
        assertThat(Played.by(2, zstd).lines()).isEqualTo(one.lines());
        assertThat(Played.by(1, zstd).lines()).isEqualTo(one.lines());
    }

    @Test
    void shouldDeliverWhatIsBeforeACutAndNameIt() throws IOException {
        byte[] capture = Packets.all(NOON_NS).pcap();
        Path file = write("cut.pcap", Arrays.copyOf(capture, capture.length / 2));

        Played one = assertSame(file, 2);

        assertThat(one.problems()).singleElement().asString().contains("cut.pcap: truncated: the record at byte");
        assertThat(one.observations()).isNotEmpty();
    }

    @Test
    void shouldGoOnWithTheNextFileAfterADamagedOne() throws IOException {
        byte[] capture = Packets.all(NOON_NS).pcap();
        write("files/1.pcap", Arrays.copyOf(capture, 30));
        write("files/2.pcap", new byte[0]);
        write("files/3.pcap", capture);

        Played one = assertSame(directory.resolve("files"), 2);

        assertThat(one.problems()).hasSize(2);
        assertThat(one.observations()).isNotEmpty();
    }

    @Test
    void shouldStopAllWhenOneCannotDeliver() throws IOException {
        Path file = write("conversations.pcap", Packets.all(NOON_NS).pcap());
        Played full = new Played() {
            @Override
            public void accept(Observation observation) {
                super.accept(observation);
                if (observations().size() > 100) {
                    throw new IllegalStateException("disk full");
                }
            }
        };

        assertThatThrownBy(() -> full.play(3, file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("disk full");

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("packets-"));
    }

    @Test
    void shouldEndSoonWhenStopped() throws IOException {
        Path file = write("conversations.pcap", Packets.all(NOON_NS).pcap());
        Played stopped = new Played();
        stopped.stopAfter(10);

        stopped.play(2, file);

        assertThat(stopped.observations()).hasSizeGreaterThanOrEqualTo(10);
        assertThat(stopped.problems()).isEmpty();
        assertThat(stopped.count(SensorCounter.FLOWS))
                .isEqualTo(stopped.count(SensorCounter.FLOWS_ENDED_FIN)
                        + stopped.count(SensorCounter.FLOWS_ENDED_RESET)
                        + stopped.count(SensorCounter.FLOWS_ENDED_IDLE)
                        + stopped.count(SensorCounter.FLOWS_ENDED_REUSED)
                        + stopped.count(SensorCounter.FLOWS_ENDED_END_OF_CAPTURE));
    }

    /** The virtual machine tells by an error, on whichever thread reads first what is no longer there. */
    @Test
    void shouldEndWithAProblemWhenTheFileBecomesShorterWhileItIsRead() throws IOException {
        CaptureBytes capture = CaptureBytes.pcap();
        for (int i = 0; i < 40_000; i++) {
            String source = host(i % 500);
            byte[] message = i % 2 == 0 ? DnsMessages.question(i) : Frames.payload(1000);
            capture.record(nowNs += SECOND / 10, ip(source, "10.200.0.1", UDP, Frames.udp(i % 2, 53, message)));
        }
        Path file = write("shrinking.pcap", capture.toArray());
        Played shrinking = new Played() {
            @Override
            public void accept(Observation observation) {
                if (observations().isEmpty()) {
                    truncate(file, 8192);
                }
                super.accept(observation);
            }
        };

        shrinking.play(2, file);

        assertThat(shrinking.problems()).singleElement().asString().contains(file + ": became shorter");
        assertThat(shrinking.observations()).isNotEmpty();
    }

    private static void truncate(Path file, long length) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Played assertSame(Path files, int threads) {
        Played one = Played.by(1, files);
        Played many = Played.by(threads, files);
        assertThat(many.lines()).isEqualTo(one.lines());
        assertThat(many.byConnection()).isEqualTo(one.byConnection());
        assertThat(many.problems()).isEqualTo(one.problems());
        for (SensorCounter counter : SensorCounter.values()) {
            if (!Played.OF_EACH_WORKER.contains(counter)) {
                assertThat(many.count(counter)).as(counter.toString()).isEqualTo(one.count(counter));
            }
        }
        return one;
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    private static int worker(byte[] frame, int workers) {
        Packet packet = new Packet();
        new PacketDecoder(new SensorCounters())
                .decode(ByteBuffer.wrap(frame), 0, frame.length, frame.length, 0, 1, packet);
        return FlowSplit.worker(packet, workers);
    }

    private static byte[] vxlan(byte[] frame) {
        return Frames.udp(
                50_000,
                4789,
                Bytes.concat(bigEndian().u32(0x0800_0000L).u32(77 << 8).toArray(), frame));
    }

    private static byte[] ip(String source, String destination, int protocol, byte[] payload) {
        return Frames.ethernet(0x0800, Frames.ipv4(source, destination, protocol, 1, 0, payload));
    }

    private static String host(int i) {
        return "10." + (100 + i / 62_500) + "." + i / 250 % 250 + "." + i % 250;
    }

    /** Names with a number in them. */
    private static final class DnsMessages {
        private DnsMessages() {}

        static byte[] question(int number) {
            return bigEndian()
                    .put(hex("1234 0100 0001 0000 0000 0000"))
                    .put(name(number))
                    .put(hex("0001 0001"))
                    .toArray();
        }

        static byte[] answer(int number, String address) {
            Bytes message = bigEndian()
                    .put(hex("1234 8180 0001 0001 0000 0000"))
                    .put(name(number))
                    .put(hex("0001 0001 c00c 0001 0001 0000012c 0004"));
            for (String part : List.of(address.split("\\."))) {
                message.u8(Integer.parseInt(part));
            }
            return message.toArray();
        }

        private static byte[] name(int number) {
            byte[] label = ("host" + number).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            return bigEndian()
                    .u8(label.length)
                    .put(label)
                    .put(hex("04 74657374 00"))
                    .toArray();
        }
    }
}
