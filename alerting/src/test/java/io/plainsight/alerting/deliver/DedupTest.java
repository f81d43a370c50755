package io.plainsight.alerting.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.alerting.Alerts;
import io.plainsight.events.Alert;
import org.junit.jupiter.api.Test;

class DedupTest {
    private final Dedup dedup = new Dedup(Alert.Severity.LOW, 3);

    @Test
    void shouldSendAnAlertOnce() {
        assertThat(dedup.decide(high("a"))).isEqualTo(SendReason.FIRST);
        assertThat(dedup.decide(high("a"))).isEqualTo(SendReason.UPDATE_ONLY);
    }

    @Test
    void shouldSendARaisedSeverityAgainButNotItsReturn() {
        dedup.decide(high("a"));

        assertThat(dedup.decide(with("a", Alert.Severity.CRITICAL))).isEqualTo(SendReason.SEVERITY_RAISED);
        assertThat(dedup.decide(high("a"))).isEqualTo(SendReason.SEVERITY_LOWERED);
        assertThat(dedup.decide(with("a", Alert.Severity.CRITICAL))).isEqualTo(SendReason.UPDATE_ONLY);
    }

    @Test
    void shouldSendTheEndAndAReturn() {
        dedup.decide(high("a"));

        assertThat(dedup.decide(Alerts.alert("a").resolved().build())).isEqualTo(SendReason.RESOLVED);
        assertThat(dedup.decide(Alerts.alert("a").resolved().build())).isEqualTo(SendReason.UPDATE_ONLY);
        assertThat(dedup.decide(high("a"))).isEqualTo(SendReason.REOPENED);
    }

    @Test
    void shouldNeverSendInfoUntilItIsRaised() {
        assertThat(dedup.decide(with("a", Alert.Severity.INFO)).sent()).isFalse();
        assertThat(dedup.decide(Alerts.alert("a")
                                .severity(Alert.Severity.INFO)
                                .resolved()
                                .build())
                        .sent())
                .isFalse();
        assertThat(dedup.decide(with("a", Alert.Severity.MEDIUM))).isEqualTo(SendReason.FIRST);
    }

    @Test
    void shouldForgetTheIdDecidedOnLongestAgo() {
        for (String id : new String[] {"a", "b", "c", "a", "d"}) {
            dedup.decide(high(id));
        }

        assertThat(dedup.decide(high("a"))).isEqualTo(SendReason.UPDATE_ONLY);
        assertThat(dedup.decide(high("b"))).isEqualTo(SendReason.FIRST);
    }

    private static Alert high(String id) {
        return with(id, Alert.Severity.HIGH);
    }

    private static Alert with(String id, Alert.Severity severity) {
        return Alerts.alert(id).severity(severity).build();
    }
}
