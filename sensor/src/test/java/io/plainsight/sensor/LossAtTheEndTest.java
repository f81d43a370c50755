package io.plainsight.sensor;

import static io.plainsight.sensor.PipelineHarness.client;
import static io.plainsight.sensor.PipelineHarness.server;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Packets that are missing right before an end are told before it: an end after a hole is no failure. */
class LossAtTheEndTest {
    private final PipelineHarness harness = new PipelineHarness();

    @Test
    void shouldTellOfMissingBytesThatAFinAcknowledgesBeforeTheFin() {
        hello();
        // the client's bytes 1006 to 1080 were lost, the server has them and closes
        harness.send(server().fin().seq(5001).ack(1080));

        assertThat(harness.dissector().log).containsExactly("C:TLS", "C:gap", "S:FIN");
    }

    @Test
    void shouldTellOfMissingBytesThatAResetAcknowledges() {
        hello();
        harness.send(client().rst().seq(1005).ack(7000));

        assertThat(harness.dissector().log).startsWith("C:TLS", "S:gap", "C:RESET");
    }

    @Test
    void shouldTellOfMissingBytesThatTheResettingEndHadSent() {
        hello();
        harness.send(client().rst().seq(1200).ack(5001));

        assertThat(harness.dissector().log).startsWith("C:TLS", "C:gap", "C:RESET");
    }

    @Test
    void shouldTellOfNoHoleWhereThereIsNone() {
        hello();
        harness.send(server().fin().seq(5001).ack(1005));
        harness.send(client().rst().seq(1005).ack(5002));

        assertThat(harness.dissector().log)
                .startsWith("C:TLS", "S:FIN", "C:RESET")
                .doesNotContain("C:gap", "S:gap");
    }

    @Test
    void shouldNotBelieveAResetOutsideOfAnyWindow() {
        hello();
        harness.send(client().rst().seq(1005 + (1 << 30) + 1).ack(5001));

        assertThat(harness.dissector().log).startsWith("C:TLS", "C:RESET");
    }

    @Test
    void shouldNotTakeAFinThatWasMissedForMissingBytes() {
        hello();
        harness.send(server().fin().seq(5001).ack(1006));

        assertThat(harness.dissector().log).containsExactly("C:TLS", "S:FIN");
    }

    private void hello() {
        harness.connect().send(client().seq(1001).ack(5001).payload("TLS\n"));
    }
}
