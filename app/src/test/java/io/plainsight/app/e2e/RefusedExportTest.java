package io.plainsight.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.process.Program;
import io.plainsight.events.Topics;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a router sends and nobody can read lies in the topic of dead letters, though no file of flow logs was given. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RefusedExportTest {
    private static final String BROKER = "Kafka broker: ";
    private static final String RECEIVING = "Receiving NetFlow and IPFIX on udp 127.0.0.1:";

    @Test
    void shouldSetAsideInKafkaWhatCannotBeRead(@TempDir Path data) throws Exception {
        int port = freePort();
        try (Program program = Program.start(
                "run", "--netflow", Integer.toString(port), "--data", data.toString(), "--console", "127.0.0.1:0")) {
            String broker = program.awaitOutput(line -> line.startsWith(BROKER)).substring(BROKER.length());
            program.awaitOutput(line -> line.startsWith(RECEIVING));
            byte[] syslog = "<34>no NetFlow".getBytes(StandardCharsets.US_ASCII);
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(new DatagramPacket(syslog, syslog.length, InetAddress.getLoopbackAddress(), port));
            }

            ConsumerRecord<?, ?> letter = awaitLetter(broker);
            assertThat(header(letter, "reason")).isEqualTo("export_packet");
            assertThat(header(letter, "file")).isEqualTo("flow exporter 127.0.0.1");
        }
    }

    private static ConsumerRecord<?, ?> awaitLetter(String broker) throws InterruptedException {
        while (true) {
            List<? extends ConsumerRecord<?, ?>> letters = new KafkaReader(broker).records(Topics.DEAD_LETTER);
            if (!letters.isEmpty()) {
                return letters.get(0);
            }
            Thread.sleep(100);
        }
    }

    private static String header(ConsumerRecord<?, ?> letter, String name) {
        Header header = letter.headers().lastHeader("plainsight.dead-letter." + name);
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static int freePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        }
    }
}
