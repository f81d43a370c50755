package io.plainsight.app.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.stream.backtest.Backtest;
import io.plainsight.stream.backtest.BacktestReport;
import io.plainsight.stream.backtest.Reading;
import io.plainsight.stream.backtest.RetainedSource;
import io.plainsight.stream.backtest.TimeRange;
import io.plainsight.stream.learn.PolicyDraft;
import io.plainsight.stream.learn.PolicyLearner;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A policy drafted from the captures made by others, judged on them again. */
class LearnedCorpusTest {
    @Test
    void shouldAllowAllThatItWasDraftedFrom() throws Exception {
        RetainedSource corpus = played(SharedCorpus.require());
        Reading learning = new Reading(TimeRange.ALL);
        PolicyLearner learner = new PolicyLearner(Policy.defaults()).learn(List.of(corpus), learning);

        Policy draft = PolicyReader.parse("draft.yaml", new PolicyDraft(learner, learning.input(), 5).text());

        BacktestReport report = new Backtest(Policy.defaults(), draft).run(List.of(corpus), new Reading(TimeRange.ALL));
        assertThat(report.appear()).isEmpty();
        assertThat(report.disappear()).isEmpty();
        assertThat(draft.destinations()).hasSizeGreaterThan(10);
        assertThat(draft.destinations())
                .allSatisfy(rule -> assertThat(rule.allow()).isNotEmpty());
    }

    /** Without its allow-lists the same policy minds, so the silence above is the lists' doing. */
    @Test
    void shouldMindTheSameTrafficWithEmptyLists() throws Exception {
        RetainedSource corpus = played(SharedCorpus.require());
        Reading learning = new Reading(TimeRange.ALL);
        PolicyLearner learner = new PolicyLearner(Policy.defaults()).learn(List.of(corpus), learning);
        String text = new PolicyDraft(learner, learning.input(), 5).text();

        Policy empty = PolicyReader.parse(
                "draft.yaml",
                text.replaceAll("(?m)^      [#-].*\\n", "")
                        .replaceAll("(?m)^        ports:.*\\n", "")
                        .replace("    allow:\n", "    allow: []\n"));

        BacktestReport report = new Backtest(Policy.defaults(), empty).run(List.of(corpus), new Reading(TimeRange.ALL));
        assertThat(report.appear()).hasSizeGreaterThan(100).allSatisfy(alert -> assertThat(alert.rule())
                .isEqualTo("unexpected-destination"));
    }

    private static RetainedSource played(Path corpus) {
        List<Observation> observations = new ArrayList<>();
        try (Sensor sensor = new Sensor(SensorSettings.defaults("test"), observations::add)) {
            sensor.playCaptures(List.of(corpus), false);
        }
        return new RetainedSource() {
            @Override
            public String description() {
                return "the corpus";
            }

            @Override
            public void read(Reading reading) {
                observations.forEach(reading::accept);
            }
        };
    }
}
