package io.plainsight.sensor;

import static io.plainsight.sensor.PipelineHarness.client;
import static io.plainsight.sensor.PipelineHarness.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.dissect.ProtocolIdentifierBuffer;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.flow.TcpSegments;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the pipeline promises to dissectors, and what it makes of their answers. */
class InspectionContractTest {
    private final PipelineHarness harness = new PipelineHarness();

    @Test
    void shouldBringUnconsumedBytesAgainWithMoreBehindThem() {
        harness.connect().send(data(1001, "HELLO\nhal"), data(1010, "f a line\nand"), data(1022, " more\n"));

        assertThat(harness.dissector().log).containsExactly("C:HELLO", "C:half a line", "C:and more");
    }

    @Test
    void shouldNoteHowUnrecognisedContentLooks() {
        harness.connect().send(data(1001, "no such protocol"), reply(5001, "indeed there is none"));
        harness.pipeline.end();

        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(harness.last().plainsight().reasons().get(0).rule()).isEqualTo(Reasons.CONTENT_LOOKS_LIKE_TEXT);
    }

    @Test
    void shouldNotCallProtectedWhatCameTwiceWithDifferentContent() {
        harness.connect().send(data(1001, "TLS\nthe beginning, as the sensor saw it\n"));
        harness.send(data(1001, "TLS\nAND THE BEGINNING AS THE SERVER DID\n"), data(1041, "DECIDE\n"));

        assertThat(harness.last().event().action()).isEqualTo("handshake_completed");
        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(harness.last().plainsight().reasons().get(0).rule()).isEqualTo(Reasons.CAPTURE_CONFLICTING);
        assertThat(harness.last().plainsight().capture().conflicting()).isTrue();
    }

    @Test
    void shouldReplayBothSidesInTheOrderTheyCame() {
        harness.connect().send(reply(5001, "banner\n"), data(1001, "HE"), reply(5008, "wait\n"), data(1003, "LLO\n"));

        assertThat(harness.dissector().log).containsExactly("S:banner", "S:wait", "C:HELLO");
    }

    @Test
    void shouldKeepWhatEachSideLeftDuringTheReplay() {
        harness.connect().send(reply(5001, "ban"), data(1001, "HELLO\nx"), reply(5004, "ner\n"), data(1008, "y\n"));

        assertThat(harness.dissector().log).containsExactly("C:HELLO", "S:banner", "C:xy");
    }

    @Test
    void shouldReportGapBehindRecognisedBytesAndGoOn() {
        harness.connect().send(data(1001, "HELLO\nlost "), data(1020, "rest\n"));
        harness.send(
                reply(5001, "").ack(1025),
                reply(5001, "").ack(1025),
                reply(5001, "").ack(1025));
        assertThat(harness.dissector().log).containsExactly("C:HELLO");
        harness.send(reply(5001, "").ack(1025));

        assertThat(harness.dissector().log).containsExactly("C:HELLO", "C:gap", "C:rest");
    }

    @Test
    void shouldReportGapAfterTruncatedSegment() {
        harness.connect().send(data(1001, "HELLO\nabc").wireLength(100), data(1101, "next\n"));

        assertThat(harness.dissector().log).containsExactly("C:HELLO", "C:gap", "C:next");
    }

    @Test
    void shouldReportGapThatCameBeforeTheProtocolWasKnown() {
        harness.connect().send(reply(5001, "ban").wireLength(10), data(1001, "HELLO\n"), reply(5011, "next\n"));

        assertThat(harness.dissector().log).containsExactly("S:gap", "C:HELLO", "S:next");
    }

    @Test
    void shouldDropWhatExceedsTheLargestPendingSizeAndReportAGap() {
        harness.connect().send(data(1001, "HELLO\n"));
        int sequence = 1007;
        String kilobyte = "x".repeat(1024);
        for (int i = 0; i < StreamDissector.MAX_PENDING / 1024; i++) {
            harness.send(data(sequence, kilobyte));
            sequence += 1024;
        }
        assertThat(harness.dissector().log).containsExactly("C:HELLO", "C:gap");

        harness.send(data(sequence, "line\n"));

        assertThat(harness.dissector().log).containsExactly("C:HELLO", "C:gap", "C:line");
        assertThat(harness.count(SensorCounter.TCP_PENDING_EXCEEDED)).isEqualTo(1);
    }

    @Test
    void shouldFeedNothingMoreAfterDoneAndKeepTheVerdict() {
        harness.connect().send(data(1001, "HELLO\nDONE\nmore\n"), data(1017, "later\n"));

        assertThat(harness.dissector().log).containsExactly("C:HELLO", "C:DONE");
        assertThat(harness.actions()).containsExactly("plaintext_observed");
        harness.pipeline.end();
        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.PLAINTEXT);
        assertThat(harness.last().event().action()).isEqualTo("flow_ended");
    }

    @Test
    void shouldNotRepeatItselfWhenDoneChangesNothing() {
        harness.connect().send(data(1001, "HELLO\nDECIDE\n"), data(1014, "DONE\n"));

        assertThat(harness.actions()).containsExactly("plaintext_observed");
    }

    @Test
    void shouldMakeConnectionUnknownWhenItsDissectorThrows() {
        harness.connect().send(data(1001, "HELLO\nTHROW\n"), data(1013, "more\n"));
        harness.send(client().ports(7, 443).seq(1).payload("TLS\nDECIDE\n"));
        harness.pipeline.end();

        assertThat(harness.count(SensorCounter.DISSECTOR_ERRORS)).isEqualTo(1);
        Observation thrown = harness.observations.stream()
                .filter(o -> o.source().port() == 40000)
                .findFirst()
                .orElseThrow();
        assertThat(thrown.plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(thrown.plainsight().reasons()).isNotEmpty();
        assertThat(harness.actions()).containsExactly("handshake_completed", "flow_ended", "flow_ended");
    }

    @Test
    void shouldCallItUnknownWhenTheDissectorDisownsTheBytes() {
        harness.connect().send(data(1001, "HELLO\nNOTMINE\n"));
        harness.pipeline.end();

        assertThat(harness.last().network().protocol()).isNull();
        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(harness.last().plainsight().reasons().get(0).rule()).isEqualTo(Reasons.PROTOCOL_UNRECOGNISED);
    }

    @Test
    void shouldGiveUpWhenTheFirstBytesExceedTheirLimit() {
        harness.connect();
        String kilobyte = "x".repeat(1024);
        for (int i = 0; i <= ProtocolIdentifierBuffer.MAX_BYTES / 1024; i++) {
            harness.send(reply(5001 + i * 1024, kilobyte));
        }
        harness.send(data(1001, "HELLO\n"));

        assertThat(harness.plain.opened).isEmpty();
        assertThat(harness.count(SensorCounter.PROTOCOL_UNRECOGNISED)).isEqualTo(1);
    }

    @Test
    void shouldChangeToTlsAndRememberWhatUpgraded() {
        harness.connect().send(data(1001, "HELLO\nSTARTTLS\n"), data(1016, "TLS\nDECIDE\n"));

        Observation upgraded = harness.last();
        assertThat(upgraded.network().protocol()).isEqualTo("tls");
        assertThat(upgraded.network().application()).isEqualTo("plain");
        assertThat(upgraded.plainsight().protection()).isEqualTo(Protection.PROTECTED);
        assertThat(upgraded.plainsight().starttls().used()).isTrue();
        assertThat(harness.plain.opened.get(0).log).containsExactly("C:HELLO", "C:STARTTLS");
        assertThat(harness.tls.opened.get(0).log).containsExactly("C:TLS", "C:DECIDE");
    }

    @Test
    void shouldGivePipelinedBytesToTls() {
        harness.connect()
                .send(data(1001, "HELLO\n"), data(1007, "TL"), reply(5001, "STARTTLS\n"), data(1009, "S\nDECIDE\n"));

        assertThat(harness.tls.opened.get(0).log).containsExactly("C:TLS", "C:DECIDE");
        assertThat(harness.last().network().application()).isEqualTo("plain");
    }

    @Test
    void shouldStayPlaintextWhenNoTlsFollows() {
        harness.connect().send(data(1001, "HELLO\nSTARTTLS\n"), data(1016, "still clear\nDECIDE\n"));

        assertThat(harness.tls.opened).isEmpty();
        assertThat(harness.last().network().protocol()).isEqualTo("plain");
        assertThat(harness.last().plainsight().starttls().used()).isFalse();
        assertThat(harness.dissector().log).containsExactly("C:HELLO", "C:STARTTLS", "C:still clear", "C:DECIDE");
    }

    @Test
    void shouldIdentifyAnewBehindATunnelsOpening() {
        harness.connect().send(data(1001, "HELLO\nTUNNEL\n"), data(1014, "HELLO\nDECIDE\n"));

        assertThat(harness.plain.opened).hasSize(2);
        assertThat(harness.plain.opened.get(0).log).containsExactly("C:HELLO", "C:TUNNEL");
        assertThat(harness.dissector().log).containsExactly("C:HELLO", "C:DECIDE");
        assertThat(harness.last().network().protocol()).isEqualTo("plain");
        assertThat(harness.last().network().application()).isEqualTo("plain");
        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.PLAINTEXT);
    }

    @Test
    void shouldGiveWhatStandsBehindATunnelsOpeningToTheInside() {
        harness.connect().send(reply(5001, "wait\n"), data(1001, "HELLO\nTUNNEL\nTLS\nDECIDE\n"), reply(5006, "on\n"));

        assertThat(harness.plain.opened.get(0).log).containsExactly("S:wait", "C:HELLO", "C:TUNNEL");
        assertThat(harness.tls.opened.get(0).log).containsExactly("C:TLS", "C:DECIDE", "S:on");
        assertThat(harness.last().network().protocol()).isEqualTo("tls");
        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.PROTECTED);
    }

    @Test
    void shouldKeepAskingAboutATunnelsInsideThatComesInPieces() {
        harness.connect()
                .send(
                        data(1001, "HELLO\nTUNNEL\nT"),
                        reply(5001, "banner\n"),
                        data(1015, "LS\n"),
                        data(1018, "DECIDE\n"));

        assertThat(harness.tls.opened.get(0).log).containsExactly("S:banner", "C:TLS", "C:DECIDE");
    }

    @Test
    void shouldNotKnowATunnelsInsideThatNobodyKnows() {
        harness.connect().send(data(1001, "HELLO\nTUNNEL\n"), data(1014, "nobody knows this\n"));
        harness.pipeline.end();

        assertThat(harness.last().network().protocol()).isEqualTo("plain");
        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(harness.last().plainsight().reasons()).isNotEmpty();
    }

    @Test
    void shouldNotCallATunnelProtectedWhoseCarrierShowedCredentials() {
        harness.connect().send(data(1001, "HELLO\nLOGIN\nTUNNEL\nTLS\nDECIDE\n"));

        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.PLAINTEXT);
        assertThat(harness.last().plainsight().plaintext().credentials()).isEqualTo("secret");
    }

    @Test
    void shouldNotCallConnectionProtectedWhoseCredentialsPassedBeforeTheUpgrade() {
        harness.connect().send(data(1001, "HELLO\nLOGIN\nSTARTTLS\n"), data(1022, "TLS\nDECIDE\n"));

        assertThat(harness.last().plainsight().protection()).isEqualTo(Protection.PLAINTEXT);
        assertThat(harness.last().plainsight().reasons())
                .extracting(Observation.Reason::rule)
                .containsExactly("plaintext.credentials", "test");
    }

    @Test
    void shouldTellTheDissectorOfReset() {
        harness.connect().send(data(1001, "HELLO\n"), reply(5001, "").rst());

        assertThat(harness.dissector().log).containsExactly("C:HELLO", "S:RESET", "-:RESET");
    }

    @Test
    void shouldGiveWhatIsHeldBehindAHoleBeforeTheReset() {
        harness.connect()
                .send(
                        data(1001, "HELLO\n"),
                        data(1010, "after\n"),
                        reply(5001, "").rst());

        assertThat(harness.dissector().log).containsExactly("C:HELLO", "C:gap", "C:after", "S:RESET", "-:RESET");
    }

    @Test
    void shouldLetTheSinksFailureOut() {
        ObservationSink broken = new ObservationSink() {
            @Override
            public void accept(Observation observation) {
                throw new UncheckedIOException(new IOException("disk full"));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        SensorCounters counters = new SensorCounters();
        SensorPipeline pipeline = new SensorPipeline(
                SensorSettings.defaults("tap1").withFlowCapacity(64),
                new RecognisedProtocols(List.of(harness.plain), harness.tls::open, List.of()),
                broken,
                counters);

        assertThatThrownBy(() -> pipeline.onDecoded(data(1, "HELLO\nDECIDE\n").packet()))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(counters.get(SensorCounter.DISSECTOR_ERRORS)).isZero();
    }

    private static TcpSegments data(int sequence, String text) {
        return client().seq(sequence).ack(5001).payload(text);
    }

    private static TcpSegments reply(int sequence, String text) {
        return server().seq(sequence).ack(1001).payload(text);
    }
}
