package io.plainsight.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.app.process.Program;
import io.plainsight.events.Json;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** sFlow from the socket to the observation. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SflowRunTest {
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final String LOGIN = "220 files ready\r\n";

    @Test
    void shouldLookIntoSampledHeadersUntilItIsStopped() throws Exception {
        int port = freePort();
        try (Program program = Program.start("sensor", "--sflow", Integer.toString(port), "--output", "-")) {
            assertThat(program.awaitError(line -> line.startsWith("Receiving sFlow")))
                    .endsWith("127.0.0.1:" + port + ", from this host alone");
            send(port, new byte[] {0, 0, 0, 4});
            send(port, sample(1, segment(true, SYN, 1_000, "")));
            send(port, sample(2, segment(false, SYN | ACK, 5_000, "")));
            send(port, sample(3, segment(true, ACK, 1_001, "")));
            send(port, sample(4, segment(false, ACK, 5_001, LOGIN)));
            send(port, sample(5, segment(true, ACK, 1_001, "USER anna\r\n")));
            send(port, sample(6, segment(false, ACK, 5_018, "331 go on\r\n")));
            JsonNode seen = Json.mapper().readTree(program.awaitOutput(line -> line.contains("plaintext_observed")));

            assertThat(seen.at("/network/protocol").asText()).isEqualTo("ftp");
            assertThat(seen.at("/source/ip").asText()).isEqualTo("10.0.0.1");
            assertThat(seen.at("/destination/port").asInt()).isEqualTo(21);
            assertThat(seen.at("/plainsight/capture/sampling_rate").asInt()).isEqualTo(1_000);
            assertThat(seen.at("/plainsight/capture/lost_share").asDouble()).isGreaterThan(0.9);
            assertThat(seen.at("/observer/ingress/interface/name").asText()).isEqualTo("sflow 127.0.0.1:" + port);
            program.interrupt();
            assertThat(program.awaitExit()).isEqualTo(130); // 128 + SIGINT
            assertThat(program.output()).anyMatch(line -> line.contains("flow_ended"));
        }
    }

    /** One flow sample with the raw header of an IPv4 packet. */
    private static byte[] sample(int sequence, byte[] header) {
        int padded = (header.length + 3) / 4 * 4;
        ByteBuffer datagram = ByteBuffer.allocate(28 + 8 + 32 + 8 + 16 + padded);
        datagram.putInt(5)
                .putInt(1)
                .putInt(0x0a0000fe)
                .putInt(0)
                .putInt(sequence)
                .putInt(60_000)
                .putInt(1);
        datagram.putInt(1).putInt(32 + 8 + 16 + padded);
        datagram.putInt(sequence)
                .putInt(3)
                .putInt(1_000)
                .putInt(1_000 * sequence)
                .putInt(0)
                .putInt(1)
                .putInt(2);
        datagram.putInt(1);
        datagram.putInt(1).putInt(16 + padded);
        datagram.putInt(11)
                .putInt(header.length)
                .putInt(0)
                .putInt(header.length)
                .put(header);
        return datagram.array();
    }

    private static byte[] segment(boolean client, int flags, int sequence, String text) {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        int length = 40 + payload.length;
        ByteBuffer packet = ByteBuffer.allocate(length);
        packet.putInt(0x45 << 24 | length).putInt(0).putInt(64 << 24 | 6 << 16);
        packet.putInt(client ? 0x0a000001 : 0x0a000002).putInt(client ? 0x0a000002 : 0x0a000001);
        packet.putShort((short) (client ? 40_000 : 21)).putShort((short) (client ? 21 : 40_000));
        packet.putInt(sequence).putInt(client ? 5_001 : 1_001);
        packet.putInt(5 << 28 | flags << 16 | 0xffff).putInt(0).put(payload);
        return packet.array();
    }

    private static void send(int port, byte[] payload) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(payload, payload.length, InetAddress.getLoopbackAddress(), port));
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        }
    }
}
