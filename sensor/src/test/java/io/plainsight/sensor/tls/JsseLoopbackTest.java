package io.plainsight.sensor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.tls.JsseStack.ClientAuth;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the sensor makes of real handshakes of the JDK's TLS stack: read in TLS 1.2, inferred in 1.3. */
class JsseLoopbackTest {
    private static JsseStack jsse;

    @BeforeAll
    static void makeKeys(@TempDir Path directory) throws Exception {
        jsse = new JsseStack(directory);
    }

    @ParameterizedTest
    @CsvSource({
        // protocols, asks, presents, server trusts, client trusts, state, failure, alert, mutual, phase
        "TLSv1.2, NONE, false, true, true, completed, , , , finished",
        "TLSv1.2, WANTED, true, true, true, completed, , , presented, finished",
        "TLSv1.2, WANTED, false, true, true, completed, , , declined, finished",
        "TLSv1.2, NEEDED, false, true, true, failed, alert, bad_certificate|handshake_failure, refused, key_exchange",
        "TLSv1.2, NEEDED, true, false, true, failed, alert, certificate_unknown, refused, key_exchange",
        "TLSv1.2, NONE, false, true, false, failed, alert, certificate_unknown, , certificate",
        "TLSv1.3 TLSv1.2, NONE, false, true, true, completed, , , not_requested, application_data",
        "TLSv1.3 TLSv1.2, WANTED, true, true, true, completed, , , presented, application_data",
        "TLSv1.3 TLSv1.2, WANTED, false, true, true, completed, , , declined, application_data",
        "TLSv1.3 TLSv1.2, NEEDED, false, true, true, failed, encrypted_alert, , refused, finished",
        "TLSv1.3 TLSv1.2, NEEDED, true, false, true, failed, encrypted_alert, , refused, finished",
        "TLSv1.3 TLSv1.2, NONE, false, true, false, failed, encrypted_alert, , , certificate",
    })
    void shouldTellHowItEnded(
            String protocols,
            ClientAuth clientAuth,
            boolean presents,
            boolean trustsClient,
            boolean trustsServer,
            String state,
            String failure,
            String alert,
            String mutual,
            String phase)
            throws Exception {
        RecordedHandshake recorded =
                jsse.handshake(protocols.split(" "), clientAuth, presents, trustsClient, trustsServer);

        for (int size : new int[] {Integer.MAX_VALUE, 7, 1}) {
            ObservationDraft draft = recorded.dissect(size);
            String shape = recorded.shape() + " in pieces of " + size;
            assertThat(draft.handshake.state()).as(shape).isEqualTo(state);
            assertThat(draft.handshake.failure()).as(shape).isEqualTo(failure);
            assertThat(String.valueOf(draft.handshake.alert())).as(shape).matches(String.valueOf(alert));
            assertThat(draft.handshake.phase()).as(shape).isEqualTo(phase);
            assertThat(draft.tlsDetail.mutual()).as(shape).isEqualTo(mutual);
            boolean tls13 = "1.3".equals(draft.tls.version());
            assertThat(draft.handshake.confidence() != null).as(shape).isEqualTo(tls13);
            assertThat(draft.tlsDetail.mutualConfidence() != null).as(shape).isEqualTo(tls13 && mutual != null);
        }
    }
}
