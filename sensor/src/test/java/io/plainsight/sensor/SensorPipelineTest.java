package io.plainsight.sensor;

import static io.plainsight.sensor.PipelineHarness.client;
import static io.plainsight.sensor.PipelineHarness.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.metrics.SensorCounter;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SensorPipelineTest {
    private final PipelineHarness harness = new PipelineHarness();

    @Test
    void shouldObserveDecisionAtOnceAndEndOnce() {
        harness.pipeline.beginFile("dir/a.pcap");
        harness.connect()
                .send(client().seq(1001).ack(5001).payload("TLS\nDECIDE\n").atMs(1500));

        assertThat(harness.actions()).containsExactly("handshake_completed");
        Observation decided = harness.last();
        assertThat(decided.source().ip()).isEqualTo("10.0.0.5");
        assertThat(decided.destination().text()).isEqualTo("10.0.1.9:443");
        assertThat(decided.network().transport()).isEqualTo("tcp");
        assertThat(decided.network().protocol()).isEqualTo("tls");
        assertThat(decided.network().direction()).isEqualTo("internal");
        assertThat(decided.plainsight().protection()).isEqualTo(Protection.PROTECTED);
        assertThat(decided.plainsight().portHint()).isNull();
        assertThat(decided.log().file().path()).isEqualTo("dir/a.pcap");

        harness.send(
                client().fin().seq(1012).ack(5001), server().fin().seq(5001).ack(1013));
        harness.send(client().seq(1013).ack(5002));
        assertThat(harness.actions()).containsExactly("handshake_completed");
        harness.pipeline.onIdle(12_000_000_000L);

        assertThat(harness.actions()).containsExactly("handshake_completed", "flow_ended");
        Observation ended = harness.last();
        assertThat(ended.event().id()).isEqualTo(decided.event().id()).hasSize(22);
        assertThat(ended.event().type()).containsExactly("connection", "end");
        assertThat(ended.plainsight().protection()).isEqualTo(Protection.PROTECTED);
        assertThat(ended.source().packets()).isEqualTo(5);
        assertThat(ended.destination().packets()).isEqualTo(2);
        assertThat(ended.source().bytes()).isEqualTo(5 * 20 + 11);
        assertThat(harness.dissector().log).containsExactly("C:TLS", "C:DECIDE", "C:FIN", "S:FIN", "-:FIN");
        assertThat(harness.count(SensorCounter.FLOWS_ENDED_FIN)).isEqualTo(1);
    }

    @Test
    void shouldTakeTheReceiverOfASynAckForTheSource() {
        harness.send(server().synAck().seq(5000).ack(1001).ports(443, 40000));
        harness.pipeline.end();

        assertThat(harness.last().source().port()).isEqualTo(443);
        assertThat(harness.last().destination().port()).isEqualTo(40000);
    }

    @Test
    void shouldGuessTheServerByItsPortWhenPickedUpMidway() {
        harness.send(server().seq(7000).ack(3000).payload("noise"));
        harness.pipeline.end();

        assertThat(harness.last().destination().port()).isEqualTo(443);
        assertThat(harness.last().plainsight().portHint()).isEqualTo("https");
        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldTurnTheEndsRoundWhenThePresumedServerSpeaksAsClient() {
        harness.send(server().ports(40000, 443).seq(7000).ack(3000).payload("TLS\nDECIDE\n"));

        assertThat(harness.last().source().port()).isEqualTo(443);
        assertThat(harness.dissector().log).containsExactly("C:TLS", "C:DECIDE");
    }

    @Test
    void shouldReverseOnlyTheRolesWhenASynToldWhoOpenedTheConnection() {
        harness.connect().send(server().seq(5001).ack(1001).payload("TLS\nDECIDE\n"));
        assertThat(harness.observations).isEmpty();

        harness.send(client().seq(1001).ack(5012).payload("#server bytes\n"));

        assertThat(harness.last().source().port()).isEqualTo(40000);
        assertThat(harness.dissector().log).containsExactly("C:TLS", "C:DECIDE", "S:#server bytes");
    }

    @Test
    void shouldNotBlameASideOfWhichNothingWasCaptured() {
        harness.send(client().seq(1001).ack(5001).payload("TLS\n"));
        harness.pipeline.onIdle(3_600_000_000_000L);

        assertThat(harness.actions()).containsExactly("flow_ended");
        assertThat(harness.dissector().log).containsExactly("C:TLS", "-:END_OF_CAPTURE");
    }

    @Test
    void shouldSayThatConnectionWasRefused() {
        harness.send(client().syn().seq(1000), server().rst().seq(0).ack(1001));
        harness.pipeline.end();

        assertThat(harness.actions()).containsExactly("flow_ended");
        assertThat(harness.last().event().type()).containsExactly("connection", "denied", "end");
        assertThat(harness.last().event().outcome()).isEqualTo("failure");
        assertReason(Reasons.NO_PAYLOAD);
        assertThat(harness.count(SensorCounter.FLOWS_ENDED_RESET)).isEqualTo(1);
    }

    @Test
    void shouldSayThatNoPayloadWasSeen() {
        harness.connect();
        harness.pipeline.end();

        assertReason(Reasons.NO_PAYLOAD);
        assertThat(harness.last().event().type()).containsExactly("connection", "end");
    }

    @Test
    void shouldSayThatContentWasNotRecognised() {
        harness.connect()
                .send(client().seq(1001).payload("???"), server().seq(5001).payload("###"));
        harness.pipeline.end();

        assertReason(Reasons.PROTOCOL_UNRECOGNISED);
        assertThat(harness.last().network().protocol()).isNull();
        assertThat(harness.last().plainsight().portHint()).isEqualTo("https");
    }

    @Test
    void shouldOpenNewConnectionForNewSynOnClosedOne() {
        harness.connect().send(client().rst().seq(1001));
        harness.send(client().syn().seq(90_000).atMs(2000));

        assertThat(harness.actions()).containsExactly("flow_ended");
        assertThat(harness.count(SensorCounter.FLOWS)).isEqualTo(2);
        harness.pipeline.end();
        assertThat(harness.observations.get(0).event().id())
                .isNotEqualTo(harness.last().event().id());
    }

    @Test
    void shouldNotOpenNewConnectionForRetransmittedSynOrLateFin() {
        harness.send(client().syn().seq(1000), client().syn().seq(1000).atMs(3000));
        harness.connect();
        harness.send(
                client().fin().seq(1001).ack(5001),
                server().fin().seq(5001).ack(1002),
                client().fin().seq(1001));

        assertThat(harness.count(SensorCounter.FLOWS)).isEqualTo(1);
    }

    @Test
    void shouldBelieveNewSynOnOpenConnectionOnlyOnceItIsAnswered() {
        harness.connect().send(client().seq(1001).ack(5001).payload("HELLO\n"));
        harness.send(client().syn().seq(90_000));
        assertThat(harness.count(SensorCounter.FLOWS)).isEqualTo(1);

        harness.send(
                server().synAck().seq(70_000).ack(90_001),
                client().seq(90_001).ack(70_001).payload("TLS\nDECIDE\n"));

        assertThat(harness.count(SensorCounter.FLOWS)).isEqualTo(2);
        assertThat(harness.count(SensorCounter.FLOWS_ENDED_REUSED)).isEqualTo(1);
        assertThat(harness.last().network().protocol()).isEqualTo("tls");
        assertThat(harness.last().source().port()).isEqualTo(40000);
    }

    @Test
    void shouldReadDataInTheSyn() {
        harness.send(
                client().syn().seq(1000).payload("TLS\nDEC"),
                server().synAck().seq(5000).ack(1001));
        harness.send(client().seq(1001).ack(5001).payload("TLS\nDECIDE\n"));

        assertThat(harness.dissector().log).containsExactly("C:TLS", "C:DECIDE");
    }

    @Test
    void shouldFindTheLostFirstSegmentByTheSyn() {
        harness.connect().send(client().seq(1005).ack(5001).payload("DECIDE\n"));
        assertThat(harness.tls.opened).isEmpty();

        harness.send(client().seq(1001).ack(5001).payload("TLS\n"));

        assertThat(harness.dissector().log).containsExactly("C:TLS", "C:DECIDE");
    }

    @Test
    void shouldUpdateOnceAMinuteOfPacketTime() {
        harness.connect().send(client().seq(1001).payload("TLS\nDECIDE\n"));
        for (int second = 2; second <= 182; second++) {
            harness.send(client().seq(1012).atMs(second * 1000L));
        }

        assertThat(harness.actions())
                .containsExactly("handshake_completed", "flow_updated", "flow_updated", "flow_updated");
    }

    @Test
    void shouldUpdateAQuietConnectionWhileOthersTalk() {
        harness.connect().send(client().seq(1001).payload("TLS\nDECIDE\n"));
        for (int second = 1; second <= 121; second++) {
            harness.send(client().ports(50_000, 80).seq(1).atMs(second * 1000L));
        }

        assertThat(harness.observations)
                .filteredOn(o -> o.source().port() == 40_000)
                .extracting(o -> o.event().action())
                .containsExactly("handshake_completed", "flow_updated", "flow_updated");
    }

    @Test
    void shouldUpdateAndThenEndAQuietConnectionWhileNothingArrives() {
        harness.connect().send(client().seq(1001).payload("TLS\nDECIDE\n"));
        for (int minute = 1; minute <= 5; minute++) {
            harness.pipeline.onIdle(1_000_000_000L + minute * 60_000_000_000L);
            harness.pipeline.onIdle(1_000_000_001L + minute * 60_000_000_000L);
        }

        assertThat(harness.actions())
                .containsExactly(
                        "handshake_completed",
                        "flow_updated",
                        "flow_updated",
                        "flow_updated",
                        "flow_updated",
                        "flow_ended");
    }

    @Test
    void shouldNotUpdateWhatNobodyAnswered() {
        harness.send(client().syn().seq(1000).atMs(0));
        harness.pipeline.onIdle(60_000_000_000L);
        harness.pipeline.onIdle(90_000_000_000L);

        assertThat(harness.actions()).containsExactly("flow_ended");
    }

    @Test
    void shouldCountWhatTheSourceLost() {
        harness.pipeline.onLoss(3, 4);
        harness.pipeline.onLoss(10, 0);

        assertThat(harness.count(SensorCounter.DROPS_KERNEL)).isEqualTo(13);
        assertThat(harness.count(SensorCounter.DROPS_INTERFACE)).isEqualTo(4);
    }

    @Test
    void shouldEndIdleConnectionsByPacketTime() {
        harness.send(client().udp().payload("x").atMs(0));
        harness.send(client().udp().ports(1, 2).payload("x").atMs(59_999));
        assertThat(harness.actions()).isEmpty();
        harness.send(client().udp().ports(1, 2).payload("x").atMs(60_000));

        assertThat(harness.actions()).containsExactly("flow_ended");
        assertThat(harness.count(SensorCounter.FLOWS_ENDED_IDLE)).isEqualTo(1);
        assertReason(Reasons.PROTOCOL_UNRECOGNISED);
    }

    @Test
    void shouldSayWhenOneDirectionOrTheBeginningIsMissing() {
        harness.send(client().seq(1001).payload("HELLO\nDECIDE\n"));
        assertThat(harness.last().plainsight().capture().midstream()).isTrue();
        assertThat(harness.last().plainsight().capture().oneSided()).isNull();
        harness.pipeline.end();
        assertThat(harness.last().plainsight().capture().oneSided()).isTrue();

        harness.connect().send(client().seq(1001).payload("HELLO\nDECIDE\n"));
        harness.pipeline.end();
        assertThat(harness.last().plainsight().capture()).isNull();
        assertThat(harness.count(SensorCounter.TCP_SEEN_ONE_WAY)).isEqualTo(1);
        assertThat(harness.count(SensorCounter.TCP_SEEN_BOTH_WAYS)).isEqualTo(1);
    }

    @Test
    void shouldSayNothingOfDirectionsWherePacketsAreSamples() {
        harness.pipeline.onSampling(0, 99, 100);
        harness.send(client().seq(1001).payload("HELLO\nDECIDE\n"));
        harness.pipeline.end();

        assertThat(harness.count(SensorCounter.TCP_SEEN_ONE_WAY)).isZero();
    }

    @Test
    void shouldCountAndObserveEvictions() {
        for (int port = 1; port <= 70; port++) {
            harness.send(client().syn().ports(10_000 + port, 443));
        }

        assertThat(harness.count(SensorCounter.FLOWS_ENDED_EVICTED)).isEqualTo(6);
        assertThat(harness.observations).hasSize(6);
        assertThat(harness.observations.get(0).source().port()).isEqualTo(10_001);
    }

    @Test
    void shouldNameProtocolsWithoutPorts() {
        harness.send(client().protocol(50));
        harness.pipeline.end();

        assertThat(harness.last().network().transport()).isEqualTo("esp");
        assertThat(harness.last().source().port()).isNull();
        assertThat(harness.last().key()).isEqualTo("10.0.1.9");
    }

    @Test
    void shouldTakeTheFirstSenderOfUdpForTheSourceUnlessItsPortIsAServices() {
        harness.send(server().udp().ports(40000, 53), client().udp().ports(5353, 5353));
        harness.pipeline.end();

        assertThat(harness.observations.get(0).destination().port()).isEqualTo(53);
        assertThat(harness.observations.get(1).source().ip()).isEqualTo("10.0.0.5");
    }

    @Test
    void shouldEndEveryConnectionWithItsFile() {
        harness.pipeline.beginFile("a.pcap");
        harness.connect().send(client().seq(1001).payload("TLS\nhalf"));
        harness.pipeline.endFile();
        harness.pipeline.beginFile("b.pcap");
        harness.connect();
        harness.pipeline.endFile();

        assertThat(harness.observations).extracting(o -> o.log().file().path()).containsExactly("a.pcap", "b.pcap");
        assertThat(harness.dissector().log).containsExactly("C:TLS", "-:END_OF_CAPTURE");
        assertThat(harness.count(SensorCounter.FLOWS_ENDED_END_OF_CAPTURE)).isEqualTo(2);
    }

    @Test
    void shouldGiveTheSameIdsWhenACaptureIsReadAgain() {
        for (int i = 0; i < 2; i++) {
            harness.pipeline.beginFile("a.pcap");
            harness.connect();
            harness.pipeline.endFile();
        }

        assertThat(harness.observations.get(0).event().id())
                .isEqualTo(harness.last().event().id());
    }

    @Test
    void shouldLeaveConnectionsAloneWhenTooManyAreUnderInspection() {
        PipelineHarness small = new PipelineHarness(
                SensorSettings.defaults("tap1").withFlowCapacity(64).withInspectedConnections(1));
        small.send(
                client().seq(1).payload("TLS\n"), client().ports(7, 443).seq(1).payload("TLS\nDECIDE\n"));
        assertThat(small.count(SensorCounter.FLOWS_NOT_INSPECTED)).isEqualTo(1);

        small.send(client().rst().seq(5), client().ports(8, 443).seq(1).payload("TLS\nDECIDE\n"));

        assertThat(small.actions()).containsExactly("handshake_completed");
    }

    private void assertReason(String rule) {
        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(harness.last().plainsight().reasons())
                .extracting(Observation.Reason::rule)
                .containsExactly(rule);
    }

    @Test
    void shouldCountFramesThatHoldNoPacket() {
        harness.pipeline.onPacket(ByteBuffer.allocate(60), 0, 60, 100, 0, 1);

        assertThat(harness.count(SensorCounter.PACKETS)).isEqualTo(1);
        assertThat(harness.count(SensorCounter.BYTES)).isEqualTo(100);
        assertThat(harness.count(SensorCounter.FLOWS)).isZero();
    }
}
