package io.plainsight.sensor.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.http.HttpDissector;
import io.plainsight.sensor.imap.ImapDissector;
import io.plainsight.sensor.smtp.SmtpDissector;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is fed into an open dissector allocates nothing; the dissector itself is the connection's one allocation. */
class AllocationTest {
    private static final int ROUNDS = 2_000;

    @Test
    void shouldNotAllocateForHttp() {
        shouldNotAllocate(
                HttpDissector::new,
                "GET /a HTTP/1.1\r\nHost: a\r\nCookie: b=c\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    @Test
    void shouldNotAllocateForSmtp() {
        shouldNotAllocate(SmtpDissector::new, "EHLO a\r\nNOOP\r\n", "250-a\r\n250-STARTTLS\r\n250 SIZE\r\n250 OK\r\n");
    }

    @Test
    void shouldNotAllocateForImap() {
        shouldNotAllocate(
                ImapDissector::new,
                "a1 CAPABILITY\r\na2 NOOP\r\n",
                "* CAPABILITY IMAP4rev1 IDLE\r\na1 OK\r\na2 OK\r\n");
    }

    private static void shouldNotAllocate(
            java.util.function.Supplier<StreamDissector> open, String clientText, String serverText) {
        ByteBuffer client = ByteBuffer.wrap(clientText.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer server = ByteBuffer.wrap(serverText.getBytes(StandardCharsets.US_ASCII));
        StreamDissector[] dissectors = new StreamDissector[2 * ROUNDS];
        for (int i = 0; i < dissectors.length; i++) {
            dissectors[i] = open.get();
        }
        ByteCursor in = new ByteCursor();
        run(dissectors, 0, ROUNDS, client, server, in);

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long consumed = run(dissectors, ROUNDS, 2 * ROUNDS, client, server, in);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(consumed).isEqualTo((long) ROUNDS * (client.limit() + server.limit()));
        // the measurement itself and a late class load, but nothing that grows with the rounds
        assertThat(allocated).isLessThan(ROUNDS);
    }

    private static long run(
            StreamDissector[] dissectors, int from, int to, ByteBuffer client, ByteBuffer server, ByteCursor in) {
        long consumed = 0;
        for (int i = from; i < to; i++) {
            in.wrap(client, 0, client.limit());
            dissectors[i].onBytes(Side.CLIENT, in, 0);
            consumed += client.limit() - in.remaining();
            in.wrap(server, 0, server.limit());
            dissectors[i].onBytes(Side.SERVER, in, 0);
            consumed += server.limit() - in.remaining();
        }
        return consumed;
    }
}
