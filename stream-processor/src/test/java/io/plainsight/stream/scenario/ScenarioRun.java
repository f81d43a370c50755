package io.plainsight.stream.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert;
import io.plainsight.events.Observation;
import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.policy.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Plays a scenario through the topology that judges live traffic too. */
public final class ScenarioRun {
    /** Records of several sensors arrive so much out of order. */
    private static final long MAX_LATENESS_MS = 60_000;

    private ScenarioRun() {}

    /** The records in the order in which they happened. */
    public static List<Alert> inOrder(Scenario scenario) {
        return play(scenario.observations());
    }

    /** The same records up to a minute late, every fifth of them twice. */
    public static List<Alert> shuffled(Scenario scenario, long seed) {
        record Arrival(Observation observation, Instant at) {}
        Random random = new Random(seed);
        List<Arrival> arrivals = new ArrayList<>();
        for (Observation observation : scenario.observations()) {
            for (int i = random.nextInt(5) == 0 ? 2 : 1; i > 0; i--) {
                arrivals.add(new Arrival(observation, observation.timestamp().plusMillis((long)
                        (random.nextDouble() * MAX_LATENESS_MS))));
            }
        }
        arrivals.sort(Comparator.comparing(Arrival::at));
        return play(arrivals.stream().map(Arrival::observation).toList());
    }

    /** Fails unless these are the alerts that the scenario expects, each exactly once, and no other watched one. */
    public static void check(Scenario scenario, List<Alert> alerts) {
        List<Alert> left = new ArrayList<>(alerts);
        for (ExpectedAlert expected : scenario.expected()) {
            Alert found = left.stream().filter(expected::matches).findFirst().orElse(null);
            assertThat(found)
                    .as("%s must raise %s; raised %s", scenario, expected, told(alerts))
                    .isNotNull();
            left.remove(found);
        }
        assertThat(told(left)).as("%s raises nothing else", scenario).isEmpty();
    }

    private static List<Alert> play(List<Observation> observations) {
        try (OfflineAnalysis analysis = new OfflineAnalysis(Policy.defaults())) {
            observations.forEach(analysis::accept);
            return analysis.finish().alerts().stream()
                    .filter(alert -> Scenario.WATCHED.contains(alert.rule().id()))
                    .toList();
        }
    }

    private static List<String> told(List<Alert> alerts) {
        return alerts.stream()
                .map(alert -> alert.rule().id() + " "
                        + alert.detail().severity().text() + " "
                        + alert.detail().status().text() + " about "
                        + alert.detail().entity().value() + " " + alert.detail().values() + " count="
                        + alert.detail().count() + " " + alert.event().reason())
                .toList();
    }
}
