package io.plainsight.sensor.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.dissect.ObservationDraft;
import org.junit.jupiter.api.Test;

class VerdictsTest {
    @Test
    void shouldKeepTheVerdictOfTlsAfterACleanUpgrade() {
        ObservationDraft joined = join(new ObservationDraft());

        assertThat(joined.protection).isEqualTo(Protection.PROTECTED);
        assertThat(joined.application).isEqualTo("smtp");
        assertThat(joined.reasons).extracting("rule").containsExactly(Reasons.TLS_ACCEPTABLE);
    }

    @Test
    void shouldNotCallProtectedWhatClearCommandsWerePutInFrontOf() {
        ObservationDraft before = new ObservationDraft();
        before.reason(Reasons.STARTTLS_PIPELINED, "commands in clear", "CVE-2011-0411");

        ObservationDraft joined = join(before);

        assertThat(joined.protection).isEqualTo(Protection.WEAK);
        assertThat(joined.reasons).extracting("rule").containsExactly(Reasons.STARTTLS_PIPELINED);
    }

    @Test
    void shouldCallPlaintextWhatExposedCredentialsBeforeTls() {
        ObservationDraft before = new ObservationDraft();
        before.plaintext = new Observation.Plaintext("secret", null);
        before.reason(Reasons.PLAINTEXT_CREDENTIALS, "a password");

        ObservationDraft joined = join(before);

        assertThat(joined.protection).isEqualTo(Protection.PLAINTEXT);
        assertThat(joined.reasons).extracting("rule").startsWith(Reasons.PLAINTEXT_CREDENTIALS);
    }

    private static ObservationDraft join(ObservationDraft before) {
        ObservationDraft tls = new ObservationDraft();
        tls.protection = Protection.PROTECTED;
        tls.reason(Reasons.TLS_ACCEPTABLE, "TLS 1.3");
        Verdicts.joinUpgrade(tls, before, "smtp");
        return tls;
    }
}
