package io.plainsight.stream.detection.downgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.AcceptingPolicy;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.scenario.ExpectedAlert;
import io.plainsight.stream.scenario.Scenario;
import io.plainsight.stream.scenario.ScenarioRun;
import io.plainsight.stream.scenario.Twins;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every attack is found, and its innocent neighbour is silent: in order, and however late the records arrive. */
class DowngradeScenariosTest {
    private static final long SEEDS = 5;

    static Stream<Twins> twins() {
        return Stream.of(MarkScenarios.all(), FallbackScenarios.all(), RegressionScenarios.all(), PathScenarios.all())
                .flatMap(List::stream);
    }

    static Stream<Scenario> attacks() {
        return twins().map(Twins::attack);
    }

    static Stream<Scenario> innocents() {
        return twins().map(Twins::innocent);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void shouldFindTheAttack(Scenario attack) {
        ScenarioRun.check(attack, ScenarioRun.inOrder(attack));
    }

    @ParameterizedTest
    @MethodSource("innocents")
    void shouldStaySilentOnItsInnocentTwin(Scenario innocent) {
        ScenarioRun.check(innocent, ScenarioRun.inOrder(innocent));
    }

    @ParameterizedTest
    @MethodSource("innocents")
    void shouldStaySilentHoweverLateTheRecordsAre(Scenario innocent) {
        LongStream.range(0, SEEDS).forEach(seed -> ScenarioRun.check(innocent, ScenarioRun.shuffled(innocent, seed)));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void shouldFindTheAttackHoweverLateTheRecordsAre(Scenario attack) {
        LongStream.range(0, SEEDS).forEach(seed -> {
            List<Alert> alerts = ScenarioRun.shuffled(attack, seed);

            for (ExpectedAlert expected : attack.expected()) {
                assertThat(alerts)
                        .as("%s, seed %d, must raise %s", attack, seed, expected)
                        .anyMatch(expected::matchesLate);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void shouldFindTheSameWithStoresOnDisk(Scenario attack, @TempDir Path directory) {
        try (TopologyHarness topology = new TopologyHarness(Policy.defaults(), directory)) {
            attack.observations().forEach(topology::pipe);

            ScenarioRun.check(
                    attack,
                    topology.alerts().stream()
                            .filter(alert ->
                                    Scenario.WATCHED.contains(alert.rule().id()))
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void shouldRaiseNothingThatThePolicyAccepts(Scenario attack, @TempDir Path directory) throws PolicyException {
        try (TopologyHarness topology = new TopologyHarness(AcceptingPolicy.make(), directory)) {
            attack.observations().forEach(topology::pipe);

            assertThat(topology.alerts()).extracting(alert -> alert.rule().id()).isEmpty();
        }
    }

    @Test
    void shouldHaveFortyPairs() {
        assertThat(twins()).hasSizeGreaterThanOrEqualTo(40);
    }

    /** On a difference, the failure shows what the page should say. */
    @Test
    void shouldListThePairsInTheDocuments() throws IOException {
        String rows = twins().map(DowngradeScenariosTest::row).collect(Collectors.joining());

        assertThat(Files.readString(Path.of("..", "docs", "detections", "scenarios.md"), StandardCharsets.UTF_8))
                .endsWith("|---|---|---|\n" + rows);
    }

    private static String row(Twins twins) {
        String alerts = twins.attack().expected().stream()
                .map(alert -> alert.row().isEmpty() ? '`' + alert.rule() + '`' : '`' + alert.row() + '`')
                .filter(alert -> !alert.equals("`downgrade`"))
                .distinct()
                .collect(Collectors.joining(", "));
        return "| " + twins.attack() + " | " + alerts + " | " + twins.innocent() + " |\n";
    }
}
