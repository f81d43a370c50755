package io.plainsight.sensor;

import static io.plainsight.sensor.PipelineHarness.client;
import static io.plainsight.sensor.PipelineHarness.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.dissect.DatagramIdentification;
import io.plainsight.sensor.flow.TcpSegments;
import io.plainsight.sensor.metrics.SensorCounter;
import org.junit.jupiter.api.Test;

/** What the pipeline promises to dissectors of datagrams, and what it makes of their answers. */
class DatagramInspectionTest {
    private final PipelineHarness harness = new PipelineHarness();

    @Test
    void shouldFeedBothSidesFromTheFirstDatagram() {
        harness.send(ask("HELLO"), answer("hi"), ask("more DECIDE"));

        assertThat(harness.datagrams.log).containsExactly("C:HELLO", "S:hi", "C:more DECIDE");
        assertThat(harness.actions()).containsExactly("handshake_completed");
        assertThat(harness.last().network().protocol()).isEqualTo("datagram");
        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.PROTECTED);
    }

    @Test
    void shouldReplayWhatCameBeforeTheProtocolWasKnown() {
        harness.send(ask("?one"), ask("?two"), ask("HELLO"));

        assertThat(harness.datagrams.log).containsExactly("C:?one", "C:?two", "C:HELLO");
    }

    @Test
    void shouldTakeALastingMaybeOnceEnoughDatagramsWereSeen() {
        harness.send(ask("?one"), answer("?two"));
        assertThat(harness.datagrams.log).isEmpty();
        harness.send(ask("?three"));

        assertThat(harness.datagrams.log).hasSize(DatagramIdentification.MAX_DATAGRAMS);
        assertThat(harness.count(SensorCounter.PROTOCOL_RECOGNISED)).isEqualTo(1);
    }

    @Test
    void shouldTurnTheEndsRoundWhenOnlyThatFits() {
        harness.send(answer("?"), answer("HELLO DONE"));
        harness.pipeline.end();

        assertThat(harness.datagrams.log).containsExactly("C:?", "C:HELLO DONE");
        assertThat(harness.last().source().ip()).isEqualTo("10.0.1.9");
    }

    @Test
    void shouldSayUnknownWhenNoSignatureIsLeftOrTheDissectorDisowns() {
        harness.send(ask("nothing"));
        harness.pipeline.end();
        assertThat(harness.last().plainsight().reasons().get(0).rule()).isEqualTo(Reasons.PROTOCOL_UNRECOGNISED);
        assertThat(harness.last().network().protocol()).isNull();

        harness.send(ask("HELLO NOTMINE"));
        harness.pipeline.end();
        assertThat(harness.last().network().protocol()).isNull();
        assertThat(harness.count(SensorCounter.PROTOCOL_UNRECOGNISED)).isEqualTo(2);
    }

    @Test
    void shouldNoteHowUnrecognisedContentLooks() {
        harness.send(ask("nothing that is known,"), ask(" yet text"));
        harness.pipeline.end();

        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(harness.last().plainsight().reasons().get(0).rule()).isEqualTo(Reasons.CONTENT_LOOKS_LIKE_TEXT);
    }

    @Test
    void shouldCountADissectorThatThrowsAndCallTheConnectionUnknown() {
        harness.send(ask("HELLO THROW"), ask("HELLO DECIDE"));
        harness.pipeline.end();

        assertThat(harness.count(SensorCounter.DISSECTOR_ERRORS)).isEqualTo(1);
        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldEndInspectionOnceDone() {
        harness.send(ask("HELLO DONE"), ask("more"));
        harness.pipeline.end();

        assertThat(harness.datagrams.log).containsExactly("C:HELLO DONE");
        assertThat(harness.actions()).containsExactly("handshake_completed", "flow_ended");
    }

    @Test
    void shouldBoundTheConnectionsUnderInspection() {
        PipelineHarness one = new PipelineHarness(
                SensorSettings.defaults("tap1").withFlowCapacity(64).withInspectedConnections(1));
        one.send(ask("HELLO"), ask("HELLO").ports(1, 2));
        one.pipeline.end();

        assertThat(one.count(SensorCounter.FLOWS_NOT_INSPECTED)).isEqualTo(1);
        one.send(ask("HELLO").ports(1, 2));
        assertThat(one.datagrams.log).containsExactly("C:HELLO", "-:END_OF_CAPTURE", "C:HELLO");
    }

    private static TcpSegments ask(String text) {
        return client().udp().payload(text);
    }

    private static TcpSegments answer(String text) {
        return server().udp().payload(text);
    }
}
