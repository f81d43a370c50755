package io.plainsight.sensor;

import static io.plainsight.sensor.PipelineHarness.client;
import static io.plainsight.sensor.PipelineHarness.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.metrics.SensorCounter;
import org.junit.jupiter.api.Test;

/** What is given up under overload, what is not, and what is said of it. */
class OverloadTest {
    private static final long MS = 1_000_000L;

    private final PipelineHarness harness = new PipelineHarness();
    private long timeMs = 10_000;

    @Test
    void shouldStillDecideHandshakesOfNewConnectionsAtLevelThree() {
        raise(3);
        connect();
        send("TLS\n");
        send("more of the handshake\nDONE\n");

        assertThat(harness.last().event().action()).isEqualTo("handshake_completed");
        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.PROTECTED);
    }

    @Test
    void shouldNotGoOnWithOtherProtocolsThanHandshakesAtLevelTwo() {
        raise(2);
        connect();
        send("HELLO\n");
        send("LOGIN\n");
        harness.pipeline.end();

        assertOverloaded("plain");
        assertThat(harness.last().plainsight().plaintext()).isNull();
        assertThat(harness.dissector().log).doesNotContain("C:LOGIN");
        assertThat(harness.count(SensorCounter.SACRIFICED_DISSECTION)).isEqualTo(1);
    }

    @Test
    void shouldKeepWhatWasReadInClearBefore() {
        connect();
        send("HELLO\nDECIDE\n");
        raise(2);
        send("LOGIN\n");
        harness.pipeline.end();

        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.PLAINTEXT);
        assertThat(harness.last().plainsight().plaintext()).isNull();
    }

    @Test
    void shouldNotCallProtectedWhatItDidNotReadToTheEnd() {
        PipelineHarness database = new PipelineHarness(
                SensorSettings.defaults("tap1").withFlowCapacity(64), "database", Protection.PROTECTED);
        database.connect()
                .send(client().seq(1001).ack(5001).payload("HELLO\nDECIDE\n").atMs(timeMs));
        assertThat(database.last().plainsight().protection()).isEqualTo(Protection.PROTECTED);
        for (int level = 0; level < 2; level++) {
            database.pipeline.onLoss(1, 0);
            database.pipeline.onIdle((timeMs + 200L * (level + 1)) * MS);
        }
        database.send(client().seq(1014).ack(5001).payload("more\n").atMs(timeMs + 600));
        database.pipeline.end();

        assertThat(database.last().plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(database.last().plainsight().reasons())
                .extracting(Observation.Reason::rule)
                .containsExactly(Reasons.SENSOR_OVERLOADED);
    }

    @Test
    void shouldReadTheBeginningOfLongConnectionsAtLevelOne() {
        raise(1);
        connect();
        send("HELLO\n");
        send("x".repeat(1000) + "\n");
        assertThat(harness.count(SensorCounter.SACRIFICED_DISSECTION)).isZero();
        for (int i = 0; i < 20; i++) {
            send("x".repeat(1000) + "\n");
        }
        harness.pipeline.end();

        assertOverloaded("plain");
        assertThat(harness.count(SensorCounter.SACRIFICED_DISSECTION)).isEqualTo(1);
    }

    @Test
    void shouldLookAtEverythingAgainWhenTheLoadIsGone() {
        raise(1);
        timeMs += 2_100;
        harness.pipeline.onIdle(timeMs * MS);
        connect();
        for (int i = 0; i < 40; i++) {
            send(i == 0 ? "HELLO\n" : "x".repeat(1000) + "\n");
        }
        send("DECIDE\n");

        assertThat(harness.last().event().action()).isEqualTo("plaintext_observed");
    }

    @Test
    void shouldLeaveConnectionsPickedUpMidwayAtLevelTwo() {
        raise(2);
        harness.send(client().seq(77).ack(5001).payload("HELLO\nLOGIN\n").atMs(timeMs));
        harness.pipeline.end();

        assertOverloaded(null);
        assertThat(harness.last().source().packets()).isEqualTo(1);
        assertThat(harness.count(SensorCounter.SACRIFICED_MIDSTREAM)).isEqualTo(1);
    }

    @Test
    void shouldGiveUpDatagramsThatAreNoHandshake() {
        raise(2);
        harness.send(client().udp().payload("HELLO").atMs(timeMs));
        harness.send(client().udp().payload("again").atMs(timeMs));
        harness.pipeline.end();

        assertOverloaded("datagram");
        assertThat(harness.last().source().packets()).isEqualTo(2);
    }

    @Test
    void shouldLeaveNewConnectionsWhenTheBufferIsAsGoodAsFull() {
        harness.pipeline.onPressure(0.99);
        connect();
        send("TLS\n");
        send("more of the handshake\nDONE\n");
        harness.pipeline.end();

        assertOverloaded(null);
        assertThat(harness.last().source().packets()).isEqualTo(4);
        assertThat(harness.count(SensorCounter.SACRIFICED_CONNECTION)).isEqualTo(1);
    }

    @Test
    void shouldLeaveNewDatagramConnectionsWhenTheBufferIsAsGoodAsFull() {
        harness.pipeline.onPressure(0.99);
        harness.send(client().udp().payload("HELLO").atMs(timeMs));
        harness.pipeline.end();

        assertOverloaded(null);
        assertThat(harness.count(SensorCounter.SACRIFICED_CONNECTION)).isEqualTo(1);
    }

    @Test
    void shouldReadHandshakesThatHaveBegunToTheirEndHoweverFullTheBufferIs() {
        connect();
        send("TLS\n");
        harness.pipeline.onPressure(1);
        send("more of the handshake\nDONE\n");

        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.PROTECTED);
        assertThat(harness.count(SensorCounter.SACRIFICED_CONNECTION)).isZero();
    }

    @Test
    void shouldLookIntoAllNewConnectionsAgainOnceTheBufferIsNoLongerThatFull() {
        harness.pipeline.onPressure(0.99);
        harness.pipeline.onPressure(0.4);
        connect();
        send("TLS\n");
        send("more of the handshake\nDONE\n");

        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.PROTECTED);
    }

    @Test
    void shouldCountEveryPacketAtEveryLevel() {
        raise(3);
        connect();
        for (int i = 0; i < 50; i++) {
            send("nothing that is known, line " + i + "\n");
        }
        harness.pipeline.end();

        assertThat(harness.last().source().packets()).isEqualTo(52);
        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldTellTheLossDuringAConnection() {
        connect();
        harness.pipeline.onLoss(30, 10);
        harness.pipeline.onIdle((timeMs + 200) * MS);
        harness.pipeline.end();

        assertThat(harness.last().plainsight().capture().lostPackets()).isEqualTo(40);
        assertThat(harness.last().plainsight().capture().lostShare()).isGreaterThan(0.9);
        assertThat(harness.last().plainsight().capture().midstream()).isNull();
    }

    @Test
    void shouldTellNoLossToConnectionsThatBeginAfterIt() {
        harness.pipeline.onIdle(timeMs * MS);
        harness.pipeline.onLoss(30, 10);
        harness.pipeline.onIdle((timeMs + 10) * MS);
        timeMs += 1000;
        connect();
        harness.pipeline.end();

        assertThat(harness.last().plainsight().capture()).isNull();
    }

    private void raise(int levels) {
        for (int i = 0; i < levels; i++) {
            harness.pipeline.onPressure(0.6);
            timeMs += 200;
            harness.pipeline.onIdle(timeMs * MS);
        }
    }

    private int sequence;

    private void connect() {
        harness.send(
                client().syn().seq(1000).atMs(timeMs),
                server().synAck().seq(5000).ack(1001).atMs(timeMs),
                client().seq(1001).ack(5001).atMs(timeMs));
        sequence = 1001;
    }

    private void send(String text) {
        harness.send(client().seq(sequence).ack(5001).payload(text).atMs(timeMs));
        sequence += text.length();
    }

    private void assertOverloaded(String protocol) {
        assertThat(harness.last().event().action()).isEqualTo("flow_ended");
        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(harness.last().plainsight().reasons())
                .extracting(Observation.Reason::rule)
                .containsExactly(Reasons.SENSOR_OVERLOADED);
        assertThat(harness.last().network().protocol()).isEqualTo(protocol);
    }
}
