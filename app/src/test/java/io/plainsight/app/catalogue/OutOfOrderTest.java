package io.plainsight.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.policy.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Observations of several sensors, or of one that was cut off from Kafka, do not come in the order of their packets. */
@TestInstance(Lifecycle.PER_CLASS)
class OutOfOrderTest {
    private static final int GRACE_SECONDS = 60;
    /** A fallback that is seen before the refusal that it follows is less sure, so this one may be less severe. */
    private static final String ORDER_MATTERS = "downgrade";

    private record Arrival(Instant at, Observation observation) {}

    private List<Observation> inOrder;
    private Map<String, String> expected;

    @BeforeAll
    void analyseInOrder() {
        inOrder = new ArrayList<>();
        try (Sensor sensor = new Sensor(SensorSettings.defaults("test"), inOrder::add)) {
            sensor.playCaptures(List.of(Catalogue.directory()), false);
        }
        expected = alerts(inOrder);
        assertThat(expected).hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldRaiseTheSameAlertsWhenObservationsAreUpToAMinuteLate(long seed) {
        Random random = new Random(seed);
        List<Observation> shuffled = inOrder.stream()
                .map(observation -> new Arrival(
                        observation.timestamp().plusMillis(random.nextInt(GRACE_SECONDS * 1000 + 1)), observation))
                .sorted(Comparator.comparing(Arrival::at))
                .map(Arrival::observation)
                .toList();

        assertThat(alerts(shuffled)).containsExactlyInAnyOrderEntriesOf(expected);
    }

    /** Id to severity, where it does not depend on the order. */
    private static Map<String, String> alerts(List<Observation> observations) {
        Map<String, String> alerts = new TreeMap<>();
        try (OfflineAnalysis analysis = new OfflineAnalysis(Policy.defaults())) {
            observations.forEach(analysis::accept);
            analysis.finish()
                    .alerts()
                    .forEach(alert -> alerts.put(
                            alert.detail().id(),
                            alert.rule().id().equals(ORDER_MATTERS)
                                    ? "any"
                                    : alert.detail().severity().text()));
        }
        return alerts;
    }
}
