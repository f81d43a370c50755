package io.plainsight.stream.scenario;

import static io.plainsight.stream.scenario.Abilities.TLS11;
import static io.plainsight.stream.scenario.Abilities.TLS12;
import static io.plainsight.stream.scenario.Abilities.TLS13;
import static io.plainsight.stream.scenario.ExpectedAlert.alert;
import static io.plainsight.stream.scenario.Scenario.every;
import static io.plainsight.stream.scenario.Scenario.hours;
import static io.plainsight.stream.scenario.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScenarioTest {
    @Test
    void shouldNegotiateAsTheRfcsSay() {
        Scenario scenario = scenario("versions")
                .server("10.0.1.9:443")
                .supports(TLS13, TLS12, TLS11)
                .client("10.0.0.5")
                .handshakes(2, every(hours(1)))
                .offers(TLS12)
                .handshakes(1)
                .offers(TLS11)
                .handshakes(1);

        assertThat(scenario.observations().get(1).timestamp())
                .isEqualTo(scenario.observations().get(0).timestamp().plus(hours(1)));
        assertThat(scenario.observations())
                .extracting(o -> o.tls().version())
                .containsExactly("1.3", "1.3", "1.2", "1.1");
        assertThat(scenario.observations())
                .extracting(o -> o.plainsight().tls().downgradeSentinel())
                .containsExactly(null, null, "tls12", "tls11");
    }

    @Test
    void shouldShowTheSensorWhatIsOnItsSideOfTheAttacker() {
        Scenario scenario = scenario("a rewritten hello")
                .server("10.0.1.9:443")
                .client("10.0.0.5")
                .onPath(OnPath.rewritesHello(TLS12))
                .handshakes(1)
                .onPath(OnPath.rewritesHelloBeforeSensor(TLS12))
                .handshakes(1);

        assertThat(scenario.observations())
                .extracting(o -> o.plainsight().tls().offeredVersions().get(0))
                .containsExactly("1.3", "1.2");
        assertThat(scenario.observations())
                .extracting(o -> o.plainsight().handshake().alert())
                .containsOnly("illegal_parameter");
    }

    @Test
    void shouldFailWhereAnExpectedAlertIsMissingOrAnotherIsThere() {
        Scenario missing = scenario("an innocent handshake")
                .server("10.0.1.9:443")
                .client("10.0.0.5")
                .handshakes(1)
                .expect(alert("downgrade"));
        Scenario surplus = scenario("an attack")
                .server("10.0.1.9:443")
                .client("10.0.0.5")
                .onPath(OnPath.rewritesHello(TLS12))
                .handshakes(1)
                .expectNothing();

        assertThatThrownBy(() -> ScenarioRun.check(missing, ScenarioRun.inOrder(missing)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("must raise downgrade");
        assertThatThrownBy(() -> ScenarioRun.check(surplus, ScenarioRun.inOrder(surplus)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("sentinel-1.2");
        ScenarioRun.check(
                surplus.expect(alert("downgrade")
                        .row("sentinel-1.2")
                        .about("10.0.1.9:443")
                        .count(1)),
                ScenarioRun.inOrder(surplus));
    }
}
