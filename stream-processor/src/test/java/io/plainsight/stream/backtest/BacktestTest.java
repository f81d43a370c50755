package io.plainsight.stream.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.Observations;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacktestTest {
    private static final Instant NOW = Observations.NOW;

    @Test
    void shouldFindNoDifferenceBetweenAPolicyAndItself() throws IOException {
        BacktestReport report = run(Policy.defaults(), Observations.plaintext("http"));

        assertThat(report.appear()).isEmpty();
        assertThat(report.disappear()).isEmpty();
        assertThat(report.changed()).isEmpty();
        assertThat(report.unchanged()).isEqualTo(1);
    }

    @Test
    void shouldShowWhatAppearsWithItsCountAndOnePieceOfEvidence() throws Exception {
        BacktestReport report = run(
                policy("minimum-tls-version: \"1.3\""),
                Observations.tls().version("1.2").from("10.0.0.7"),
                Observations.tls().version("1.2").from("10.0.0.8").after(Duration.ofSeconds(5)));

        assertThat(report.appear()).singleElement().satisfies(alert -> {
            assertThat(alert.rule()).isEqualTo("tls-below-minimum");
            assertThat(alert.count()).isEqualTo(2);
            assertThat(alert.start()).isEqualTo(NOW);
            assertThat(alert.evidence().source()).startsWith("10.0.0.7:");
        });
        assertThat(report.disappear()).isEmpty();
        assertThat(report.raisesNew(Severity.LOW)).isTrue();
        assertThat(report.raisesNew(Severity.HIGH)).isFalse();
    }

    @Test
    void shouldShowWhatDisappears() throws Exception {
        BacktestReport report = run(
                policy("tolerated-plaintext: [{ports: [80], owner: operations, reason: old, expires: 2099-12-31}]"),
                Observations.plaintext("http"),
                Observations.plaintext("smtp").to("10.0.1.25", 25));

        assertThat(report.disappear())
                .singleElement()
                .satisfies(alert -> assertThat(alert.entity().value()).isEqualTo("10.0.1.9:80"));
        assertThat(report.unchanged()).isEqualTo(1);
        assertThat(report.raisesNew(Severity.INFO)).isFalse();
    }

    @Test
    void shouldShowWhatBecomesLessUrgentAndCountItAsNewOnlyTheOtherWayRound() throws Exception {
        Policy ours = policy("zones: [{name: partner, networks: [198.51.100.0/24]}]");
        Observations partner = Observations.plaintext("http").to("198.51.100.7", 80);

        BacktestReport calmer = run(ours, partner);

        assertThat(calmer.changed()).singleElement().satisfies(change -> {
            assertThat(change.before()).isEqualTo(Severity.HIGH);
            assertThat(change.after()).isEqualTo(Severity.MEDIUM);
        });
        assertThat(calmer.raisesNew(Severity.INFO)).isFalse();
        BacktestReport stricter =
                new Backtest(ours, Policy.defaults()).run(List.of(ListSource.of(partner)), new Reading(TimeRange.ALL));
        assertThat(stricter.raisesNew(Severity.HIGH)).isTrue();
        assertThat(stricter.raisesNew(Severity.CRITICAL)).isFalse();
    }

    @Test
    void shouldJudgeTheRangeAloneAndSayWhatItLeftOut() throws Exception {
        Reading reading = new Reading(new TimeRange(NOW, NOW.plusSeconds(60)));

        BacktestReport report = new Backtest(Policy.defaults(), policy("minimum-tls-version: \"1.3\""))
                .run(
                        List.of(ListSource.of(
                                Observations.tls()
                                        .version("1.2")
                                        .to("10.0.1.1", 443)
                                        .at(NOW.minusNanos(1_000)),
                                Observations.tls()
                                        .version("1.2")
                                        .to("10.0.1.2", 443)
                                        .at(NOW),
                                Observations.tls()
                                        .version("1.2")
                                        .to("10.0.1.3", 443)
                                        .at(NOW.plusSeconds(60)))),
                        reading);

        assertThat(report.appear()).extracting(alert -> alert.entity().value()).containsExactly("10.0.1.2:443");
        assertThat(report.input().observations()).isEqualTo(1);
        assertThat(report.input().outside()).isEqualTo(2);
        assertThat(report.input().retainedFrom()).isEqualTo(NOW.minusNanos(1_000));
        assertThat(report.limits().get(0)).isEqualTo("Nothing before 2026-11-20T10:15:30Z was read.");
    }

    @Test
    void shouldSayWhereRetentionBegins() throws IOException {
        Reading reading = new Reading(new TimeRange(NOW.minus(Duration.ofDays(7)), null));

        BacktestReport report = new Backtest(Policy.defaults(), Policy.defaults())
                .run(List.of(ListSource.of(Observations.tls())), reading);

        assertThat(report.limits().get(0))
                .isEqualTo("Nothing before 2026-11-20T10:15:30Z is retained; what happened earlier is not judged.");
    }

    @Test
    void shouldSayThatNothingLiesInTheRange() throws IOException {
        BacktestReport report = run(Policy.defaults());

        assertThat(report.limits())
                .containsExactly("No observation lies in the range, so nothing can be said about the policy.");
    }

    @Test
    void shouldSayThatMoreAlertsWereRaisedThanItHolds() throws Exception {
        List<Observation> services = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            services.add(
                    Observations.tls().version("1.2").to("10.0.1." + i, 443).build());
        }

        BacktestReport report = new Backtest(Policy.defaults(), policy("minimum-tls-version: \"1.3\""), 10)
                .run(List.of(new ListSource(services)), new Reading(TimeRange.ALL));

        assertThat(report.appear()).hasSize(10);
        assertThat(report.limits()).anyMatch(limit -> limit.startsWith("More alerts were raised than are compared"));
    }

    @Test
    void shouldGiveEachSourceDetectorsOfItsOwn() throws Exception {
        Observations at80 = Observations.plaintext("http");

        BacktestReport report = new Backtest(Policy.defaults(), Policy.defaults())
                .run(List.of(ListSource.of(at80), ListSource.of(at80)), new Reading(TimeRange.ALL));

        assertThat(report.unchanged()).isEqualTo(1);
        assertThat(report.input().sources()).containsExactly("a list", "a list");
    }

    private static BacktestReport run(Policy after, Observations... observations) throws IOException {
        return new Backtest(Policy.defaults(), after)
                .run(List.of(ListSource.of(observations)), new Reading(TimeRange.ALL));
    }

    private static Policy policy(String text) throws PolicyException {
        return PolicyReader.parse("policy.yaml", "name: changed\n" + text + "\n");
    }
}
