package io.plainsight.stream.detection.starttls;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationStartTlsBuilder;
import io.plainsight.stream.Observations;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.state.Sightings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StarttlsJudgeTest {
    private final StarttlsJudge judge = new StarttlsJudge(Policy.defaults());

    @Test
    void shouldFireOnAnOfferOverwrittenWithFiller() {
        Observation observation = smtp(upgrade().offered(false).stripped(true)).build();

        assertThat(judge.judge(observation, Sightings.NONE)).hasValueSatisfying(finding -> {
            assertThat(finding.values()).containsEntry("pattern", "offer-overwritten");
            assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        });
    }

    @ParameterizedTest
    @CsvSource({"true, 0, HIGH", "false, 1, HIGH", "false, 0, INFO"})
    void shouldWeighARefusalByWhatTheServiceOffers(boolean offered, int shownBefore, Severity severity) {
        Observation observation =
                smtp(upgrade().offered(offered).requested(true).accepted(false)).build();

        assertThat(judge.judge(observation, shown(shownBefore))).hasValueSatisfying(finding -> {
            assertThat(finding.values()).containsEntry("pattern", "refused-then-clear");
            assertThat(finding.severity()).isEqualTo(severity);
        });
    }

    @Test
    void shouldStaySilentWhenTheClientLeavesAfterARefusal() {
        Observation observation = smtp(upgrade().offered(true).requested(true).accepted(false))
                .userData(false)
                .build();

        assertThat(judge.judge(observation, Sightings.NONE)).isEmpty();
    }

    @Test
    void shouldFireOnceAnAcceptedUpgradeDidNotFollow() {
        ObservationStartTlsBuilder upgrade =
                upgrade().offered(true).requested(true).accepted(true).used(false);

        assertThat(judge.judge(smtp(upgrade).action(Actions.PLAINTEXT_OBSERVED).build(), Sightings.NONE))
                .as("TLS may still follow")
                .isEmpty();
        assertThat(judge.judge(smtp(upgrade).build(), Sightings.NONE))
                .map(finding -> finding.values().get("pattern"))
                .contains("accepted-then-clear");
    }

    @Test
    void shouldStaySilentWhenTlsFollowed() {
        Observation observation = smtp(upgrade()
                        .offered(true)
                        .requested(true)
                        .accepted(true)
                        .used(true))
                .build();

        assertThat(judge.judge(observation, shown(5))).isEmpty();
    }

    @Test
    void shouldStaySilentWhenTheClientNeverAsked() {
        assertThat(judge.judge(smtp(upgrade().offered(true).used(false)).build(), shown(5)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"3, MEDIUM", "2, INFO"})
    void shouldNoticeAnOfferThatVanished(int shownBefore, Severity severity) {
        Observation observation = smtp(upgrade().offered(false)).build();

        assertThat(judge.judge(observation, shown(shownBefore)))
                .map(Finding::severity)
                .contains(severity);
    }

    @Test
    void shouldStaySilentOnAServiceThatNeverOffered() {
        assertThat(judge.judge(smtp(upgrade().offered(false)).build(), Sightings.NONE))
                .isEmpty();
    }

    @Test
    void shouldForgetAnOfferAfterThirtyDays() {
        Observation observation =
                smtp(upgrade().offered(false)).after(Duration.ofDays(31)).build();

        assertThat(judge.judge(observation, shown(5))).isEmpty();
    }

    @Test
    void shouldRememberOnlyTheEndOfConnectionsThatShowedTheAbility() {
        assertThat(judge.remember(smtp(upgrade().offered(true)).build(), Sightings.NONE)
                        .spans())
                .hasSize(1);
        assertThat(judge.remember(smtp(upgrade().offered(false)).build(), Sightings.NONE))
                .isSameAs(Sightings.NONE);
        assertThat(judge.remember(
                        smtp(upgrade().offered(true))
                                .action(Actions.PLAINTEXT_OBSERVED)
                                .build(),
                        Sightings.NONE))
                .isSameAs(Sightings.NONE);
    }

    private static Sightings shown(int times) {
        Sightings sightings = Sightings.NONE;
        for (int i = 0; i < times; i++) {
            sightings = sightings.with(StarttlsJudge.ABLE, Observations.NOW.minusSeconds(60 + i));
        }
        return sightings;
    }

    private static ObservationStartTlsBuilder upgrade() {
        return ObservationStartTlsBuilder.builder().protocol("smtp");
    }

    private static Observations smtp(ObservationStartTlsBuilder upgrade) {
        return Observations.plaintext("smtp")
                .to("10.0.1.25", 25)
                .action(Actions.FLOW_ENDED)
                .starttls(upgrade);
    }
}
