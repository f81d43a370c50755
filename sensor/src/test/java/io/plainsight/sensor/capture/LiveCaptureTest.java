package io.plainsight.sensor.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.sensor.decode.DecodeResult;
import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.decode.PacketDecoder;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.testing.Command;
import io.plainsight.sensor.testing.RestrictedJava;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Captures a real TLS handshake between two network namespaces: this one with the client, and one that the test makes with
 * the server. The addresses are from 198.18.0.0/15, which RFC 2544 keeps for tests.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LiveCaptureTest {
    private static final int TLS_PORT = 4433;
    private static final int HANDSHAKE_RECORD = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 2;

    private static final String RUN = Long.toString(ProcessHandle.current().pid(), 36);
    private static final String NAMESPACE = "plainsight-" + RUN;
    private static final String INTERFACE = "ps" + RUN + "a";
    private static final String PEER = "ps" + RUN + "b";
    private static final String NETWORK = "198.18." + ProcessHandle.current().pid() % 250 + ".";
    private static final String CLIENT_ADDRESS = NETWORK + "1";
    private static final String SERVER_ADDRESS = NETWORK + "2";

    @TempDir
    private static Path directory;

    private static Process server;

    @BeforeAll
    static void connectNamespaces() throws Exception {
        RestrictedJava.requireRoot();
        Command.run("ip", "netns", "add", NAMESPACE);
        Command.run("ip", "link", "add", INTERFACE, "type", "veth", "peer", "name", PEER, "netns", NAMESPACE);
        Command.run("ip", "address", "add", CLIENT_ADDRESS + "/24", "dev", INTERFACE);
        Command.run("ip", "link", "set", INTERFACE, "up");
        Command.run("ip", "-n", NAMESPACE, "address", "add", SERVER_ADDRESS + "/24", "dev", PEER);
        Command.run("ip", "-n", NAMESPACE, "link", "set", PEER, "up");
        startServer();
    }

    @AfterAll
    static void removeNamespaces() throws Exception {
        if (server != null) {
            server.destroyForcibly().waitFor();
        }
        if (Command.run("ip", "netns", "list").contains(NAMESPACE)) {
            Command.run("ip", "netns", "delete", NAMESPACE);
        }
    }

    @Test
    void shouldCaptureATlsHandshakeAndLeaveOutWhatTheFilterExcludes() throws Exception {
        Instant start = Instant.now();
        Handshake seen = new Handshake();
        LiveCapture capture = LiveCapture.open(LiveCaptureConfig.on(INTERFACE).withFilter("tcp port " + TLS_PORT));
        CompletableFuture<Void> running = capture(capture, seen);

        sendDatagram();
        Command.run("openssl", "s_client", "-connect", SERVER_ADDRESS + ":" + TLS_PORT, "-tls1_3");
        boolean complete = seen.serverHello.await(30, TimeUnit.SECONDS);
        capture.stop();
        running.get(30, TimeUnit.SECONDS);
        capture.close();

        assertThat(complete).isTrue();
        assertThat(seen.clientHello).isTrue();
        assertThat(seen.tcpPackets).isGreaterThanOrEqualTo(6);
        assertThat(seen.otherPackets).isZero();
        assertThat(seen.firstTimestampNs / 1_000_000_000L)
                .isBetween(start.getEpochSecond() - 1, Instant.now().getEpochSecond() + 1);
        assertThat(capture.linkType()).isEqualTo(1);
        assertThat(capture.droppedByKernel()).isZero();
        assertThat(capture.droppedByInterface()).isZero();
    }

    @Test
    void shouldCaptureEverythingWithoutAFilterAndCutFramesAtTheSnapLength() throws Exception {
        Handshake seen = new Handshake();
        LiveCapture capture = LiveCapture.open(LiveCaptureConfig.on(INTERFACE).withSnapLength(64));
        CompletableFuture<Void> running = capture(capture, seen);

        sendDatagram();
        boolean arrived = seen.datagram.await(30, TimeUnit.SECONDS);
        capture.close();
        running.get(30, TimeUnit.SECONDS);

        assertThat(arrived).isTrue();
        assertThat(seen.longestCaptured).isEqualTo(64);
        assertThat(seen.datagramOriginal).isEqualTo(14 + 20 + 8 + 500);
    }

    @Test
    void shouldReturnAtOnceWhenStoppedBefore() throws Exception {
        try (LiveCapture capture = LiveCapture.open(LiveCaptureConfig.on(INTERFACE))) {
            capture.stop();

            capture.forEach((buffer, offset, captured, original, time, linkType) -> {});
        }
    }

    @Test
    void shouldStopWhileNothingArrives() throws Exception {
        Handshake seen = new Handshake();
        LiveCapture capture = LiveCapture.open(LiveCaptureConfig.on(INTERFACE).withFilter("udp port 9 and len > 500"));
        CompletableFuture<Void> running = capture(capture, seen);
        sendDatagram();
        boolean arrived = seen.datagram.await(30, TimeUnit.SECONDS);

        capture.stop();
        running.get(30, TimeUnit.SECONDS);
        capture.close();

        assertThat(arrived).isTrue();
        assertThat(running).isCompleted();
    }

    @Test
    void shouldPassOnAnErrorOfTheHandler() throws Exception {
        try (LiveCapture capture =
                LiveCapture.open(LiveCaptureConfig.on(INTERFACE).withFilter("udp"))) {
            sendDatagram();

            assertThatThrownBy(() -> capture.forEach((buffer, offset, captured, original, time, linkType) -> {
                        throw new IllegalStateException("from the handler");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("from the handler");
        }
    }

    @Test
    void shouldListTheInterfacesWhenThereIsNoneOfThatName() {
        assertThatThrownBy(() -> LiveCapture.open(LiveCaptureConfig.on("none0")))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("no interface none0")
                .hasMessageContaining(INTERFACE)
                .hasMessageContaining("lo");
    }

    @Test
    void shouldNameAFilterThatIsNotUnderstood() {
        assertThatThrownBy(
                        () -> LiveCapture.open(LiveCaptureConfig.on(INTERFACE).withFilter("prot 443")))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("capture filter 'prot 443' is not understood");
    }

    @Test
    void shouldNameTheMissingCapabilityAndHowToGiveIt() throws Exception {
        String output = RestrictedJava.run("net_raw,net_admin", Open.class, INTERFACE);

        assertThat(output)
                .contains("CAP_NET_RAW")
                .contains("sudo setcap cap_net_raw,cap_net_admin=eip " + System.getProperty("java.home"));
    }

    private static CompletableFuture<Void> capture(LiveCapture capture, PacketHandler handler) {
        return CompletableFuture.runAsync(() -> {
            try {
                capture.forEach(handler);
            } catch (CaptureException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void startServer() throws IOException, InterruptedException {
        String key = directory.resolve("key.pem").toString();
        String certificate = directory.resolve("certificate.pem").toString();
        Command.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-subj",
                "/CN=capture.test",
                "-days",
                "30",
                "-keyout",
                key,
                "-out",
                certificate);
        server = Command.start(List.of(
                "ip",
                "netns",
                "exec",
                NAMESPACE,
                "openssl",
                "s_server",
                "-quiet",
                "-accept",
                Integer.toString(TLS_PORT),
                "-key",
                key,
                "-cert",
                certificate));
        awaitServer();
    }

    /** The server says nothing once it listens; a connection is the proof. The test's own time limit bounds the wait. */
    private static void awaitServer() throws IOException, InterruptedException {
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(SERVER_ADDRESS, TLS_PORT), 5000);
                return;
            } catch (ConnectException e) {
                if (!server.isAlive()) {
                    throw new IOException("openssl s_server ended: exit " + server.exitValue(), e);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private static void sendDatagram() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(new byte[500], 500, InetAddress.getByName(SERVER_ADDRESS), 9));
        }
    }

    /** What of the handshake was seen. */
    private static final class Handshake implements PacketHandler {
        private final PacketDecoder decoder = new PacketDecoder(new SensorCounters());
        private final Packet packet = new Packet();
        private final CountDownLatch serverHello = new CountDownLatch(1);
        private final CountDownLatch datagram = new CountDownLatch(1);
        private volatile boolean clientHello;
        private volatile int tcpPackets;
        private volatile int otherPackets;
        private volatile int longestCaptured;
        private volatile int datagramOriginal;
        private volatile long firstTimestampNs;

        @Override
        public void onPacket(
                ByteBuffer buffer, int offset, int capturedLength, int originalLength, long timestampNs, int linkType) {
            longestCaptured = Math.max(longestCaptured, capturedLength);
            if (firstTimestampNs == 0) {
                firstTimestampNs = timestampNs;
            }
            DecodeResult result =
                    decoder.decode(buffer, offset, capturedLength, originalLength, timestampNs, linkType, packet);
            if (result != DecodeResult.OK || !packet.isTcp()) {
                otherPackets = otherPackets + 1;
                if (result == DecodeResult.OK && packet.isUdp() && packet.destinationPort == 9) {
                    datagramOriginal = originalLength;
                    datagram.countDown();
                }
                return;
            }
            tcpPackets = tcpPackets + 1;
            if (packet.payloadLength > 6 && packet.buffer.get(packet.payloadOffset) == HANDSHAKE_RECORD) {
                int message = packet.buffer.get(packet.payloadOffset + 5);
                if (message == CLIENT_HELLO && packet.destinationPort == TLS_PORT) {
                    clientHello = true;
                }
                if (message == SERVER_HELLO && packet.sourcePort == TLS_PORT) {
                    serverHello.countDown();
                }
            }
        }
    }

    /** Prints why the interface named by its argument cannot be opened. */
    static final class Open {
        public static void main(String[] arguments) {
            try (LiveCapture capture = LiveCapture.open(LiveCaptureConfig.on(arguments[0]))) {
                System.out.println("opened, link type " + capture.linkType());
            } catch (CaptureException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
