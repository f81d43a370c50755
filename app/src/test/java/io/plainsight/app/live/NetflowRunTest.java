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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Flow export from the socket to the observation, with the program killed and started again. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class NetflowRunTest {
    @Test
    void shouldDeliverFlowsBeforeAndAfterItWasKilled() throws Exception {
        int port = freePort();
        JsonNode first;
        try (Program program = Program.start("sensor", "--netflow", Integer.toString(port), "--output", "-")) {
            assertThat(program.awaitError(NetflowRunTest::isReady))
                    .endsWith("127.0.0.1:" + port + ", from this host alone");
            send(port, v5(1, 40_001));
            first = Json.mapper().readTree(program.awaitOutput(line -> line.contains("flow_logged")));
        }
        try (Program program = Program.start("sensor", "--netflow", Integer.toString(port), "--output", "-")) {
            program.awaitError(NetflowRunTest::isReady);
            send(port, new byte[] {1, 2, 3});
            send(port, v5(1, 40_001));
            send(port, v5(2, 40_002));
            program.awaitOutput(line -> line.contains("40002"));

            List<JsonNode> after = new ArrayList<>();
            for (String line : program.output()) {
                after.add(Json.mapper().readTree(line));
            }
            assertThat(after).hasSize(2);
            assertThat(after.get(0)).isEqualTo(first);
            assertThat(first.at("/plainsight/protection").asText()).isEqualTo("unknown");
            assertThat(first.at("/destination/port").asInt()).isEqualTo(5432);
            assertThat(first.at("/plainsight/flow/fields/exporter").asText()).isEqualTo("127.0.0.1");
            program.interrupt();
            assertThat(program.awaitExit()).isEqualTo(130); // 128 + SIGINT
        }
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

    /** One flow of NetFlow 5, from 10.0.0.1 to 10.0.0.2:5432 in the minute before 2026-11-21T12:00:00Z. */
    private static byte[] v5(int number, int sourcePort) {
        ByteBuffer packet = ByteBuffer.allocate(24 + 48);
        packet.putShort((short) 5)
                .putShort((short) 1)
                .putInt(600_000)
                .putInt(1_795_262_400)
                .putInt(0)
                .putInt(number)
                .putInt(0);
        packet.putInt(0x0a000001)
                .putInt(0x0a000002)
                .putInt(0)
                .putInt(0)
                .putInt(3)
                .putInt(1500)
                .putInt(540_000)
                .putInt(600_000);
        packet.putShort((short) sourcePort)
                .putShort((short) 5432)
                .put((byte) 0)
                .put((byte) 0x1b)
                .put((byte) 6);
        return packet.array();
    }

    private static boolean isReady(String line) {
        return line.startsWith("Receiving NetFlow");
    }
}
