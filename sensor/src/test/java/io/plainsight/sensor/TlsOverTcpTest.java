package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.sensor.flow.TcpSegments;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdicts on TLS connections whose segments come in any shape; all protocols are known, no bytes are real secrets. */
class TlsOverTcpTest implements ObservationSink {
    private static final int CLIENT_ISN = 1000;
    private static final int ECDHE_GCM = 0xc02f;

    private final List<Observation> observations = new ArrayList<>();
    private final SensorCounters counters = new SensorCounters();
    private final SensorPipeline pipeline;

    private int clientNext;
    private int serverNext;

    TlsOverTcpTest() {
        Protocols protocols = new Protocols(counters);
        pipeline = new SensorPipeline(
                SensorSettings.defaults("test").withFlowCapacity(64), protocols.all(), this, counters);
    }

    @ParameterizedTest
    @ValueSource(ints = {5000, -3, -60, Integer.MAX_VALUE - 40})
    void shouldProtectAHandshakeOfRepeatedReorderedSegmentsAcrossTheWrap(int serverIsn) {
        open(serverIsn);
        client(clientHello());
        serverShuffled(concat(serverHello(), finished()), serverIsn);
        client(finished());
        client(data(200));
        pipeline.end();

        assertThat(last().plainsight().protection()).isEqualTo(Protection.PROTECTED);
        assertThat(last().tls().resumed()).isTrue();
        assertThat(counters.get(SensorCounter.DISSECTOR_ERRORS)).isZero();
    }

    @Test
    void shouldNotKnowWhatMissesASegmentBetweenServerHelloAndFinished() {
        open(5000);
        client(clientHello());
        server(serverHello());
        serverNext += 700; // never captured
        server(finished());
        for (int i = 0; i < 6; i++) {
            client(i == 0 ? finished() : data(100));
            server(data(100));
        }
        pipeline.end();

        assertThat(last().plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(last().plainsight().handshake().failure()).isNull();
    }

    @Test
    void shouldNotProtectOneDirection() {
        client(clientHello());
        client(finished());
        client(data(300));
        pipeline.end();

        assertThat(last().plainsight().protection()).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldNotProtectHttpBehindAHandshakeThatBeganOnly() {
        open(5000);
        client(clientHello());
        server(serverHello());
        client(ascii("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        server(ascii("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        pipeline.end();

        assertThat(last().plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(observations)
                .noneMatch(o -> Actions.HANDSHAKE_COMPLETED.equals(o.event().action()));
    }

    @Test
    void shouldCallPlaintextWhatGoesOnInClearAfterAnAcceptedStarttls() {
        upgrade();
        client(ascii("MAIL FROM:<a@example.org>\r\n"));
        server(ascii("250 ok\r\n"));
        client(ascii("RCPT TO:<b@example.org>\r\n"));
        server(ascii("250 ok\r\n"));
        client(ascii("DATA\r\n"));
        server(ascii("354 go\r\n"));
        pipeline.end();

        assertThat(last().plainsight().protection()).isEqualTo(Protection.PLAINTEXT);
        assertThat(last().plainsight().starttls().accepted()).isTrue();
        assertThat(last().plainsight().starttls().used()).isFalse();
    }

    @Test
    void shouldNotProtectAnUpgradeThatCommandsWereInjectedInto() {
        open(5000);
        server(ascii("220 mx ESMTP\r\n"));
        client(ascii("EHLO a\r\n"));
        server(ascii("250-mx\r\n250 STARTTLS\r\n"));
        client(ascii("STARTTLS\r\nMAIL FROM:<evil@example.org>\r\n"));
        server(ascii("220 go\r\n"));
        handshake();
        pipeline.end();

        assertThat(last().plainsight().protection()).isEqualTo(Protection.WEAK);
        assertThat(last().plainsight().reasons()).extracting("rule").contains("starttls.pipelined");
    }

    @Test
    void shouldProtectACleanUpgrade() {
        upgrade();
        handshake();
        pipeline.end();

        assertThat(last().plainsight().protection()).isEqualTo(Protection.PROTECTED);
        assertThat(last().network().application()).isEqualTo("smtp");
    }

    private void upgrade() {
        open(5000);
        server(ascii("220 mx ESMTP\r\n"));
        client(ascii("EHLO a\r\n"));
        server(ascii("250-mx\r\n250 STARTTLS\r\n"));
        client(ascii("STARTTLS\r\n"));
        server(ascii("220 go\r\n"));
    }

    private void handshake() {
        client(clientHello());
        server(concat(serverHello(), finished()));
        client(finished());
    }

    private void open(int serverIsn) {
        pipeline.onDecoded(PipelineHarness.client().syn().seq(CLIENT_ISN).packet());
        pipeline.onDecoded(PipelineHarness.server()
                .synAck()
                .seq(serverIsn)
                .ack(CLIENT_ISN + 1)
                .packet());
        clientNext = CLIENT_ISN + 1;
        serverNext = serverIsn + 1;
    }

    private void client(byte[] bytes) {
        TcpSegments segment = PipelineHarness.client().seq(clientNext).ack(serverNext);
        pipeline.onDecoded(segment.payload(bytes).packet());
        clientNext += bytes.length;
    }

    private void server(byte[] bytes) {
        TcpSegments segment = PipelineHarness.server().seq(serverNext).ack(clientNext);
        pipeline.onDecoded(segment.payload(bytes).packet());
        serverNext += bytes.length;
    }

    /** Pieces of 7 bytes, each twice, in an order that the seed gives. */
    private void serverShuffled(byte[] bytes, long seed) {
        List<Integer> starts = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += 7) {
            starts.addAll(List.of(at, at));
        }
        Collections.shuffle(starts, new Random(seed));
        for (int at : starts) {
            byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 7));
            pipeline.onDecoded(PipelineHarness.server()
                    .seq(serverNext + at)
                    .ack(clientNext)
                    .payload(piece)
                    .packet());
        }
        serverNext += bytes.length;
    }

    private static byte[] clientHello() {
        byte[] suites = {0, 2, (byte) (ECDHE_GCM >> 8), (byte) ECDHE_GCM, 1, 0};
        return message(1, concat(new byte[] {3, 3}, new byte[32], new byte[] {0}, suites));
    }

    private static byte[] serverHello() {
        byte[] suite = {(byte) (ECDHE_GCM >> 8), (byte) ECDHE_GCM, 0};
        return message(2, concat(new byte[] {3, 3}, new byte[32], new byte[] {0}, suite));
    }

    private static byte[] message(int type, byte[] body) {
        return record(22, concat(new byte[] {(byte) type, 0, 0, (byte) body.length}, body));
    }

    private static byte[] finished() {
        byte[] encrypted = new byte[40];
        Arrays.fill(encrypted, (byte) 0xa7);
        return concat(record(20, new byte[] {1}), record(22, encrypted));
    }

    private static byte[] data(int length) {
        return record(23, new byte[length]);
    }

    private static byte[] record(int type, byte[] fragment) {
        byte[] header = {(byte) type, 3, 3, (byte) (fragment.length >> 8), (byte) fragment.length};
        return concat(header, fragment);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private Observation last() {
        return observations.get(observations.size() - 1);
    }

    @Override
    public void accept(Observation observation) {
        observations.add(observation);
    }
}
