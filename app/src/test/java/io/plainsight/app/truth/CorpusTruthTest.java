package io.plainsight.app.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.publish.ObservationSink;
import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.policy.Policy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Holds the program's verdicts over the shared corpus to what tshark saw, and its downgrade alerts to a reviewed list. */
class CorpusTruthTest {
    /** Rules that speak of a connection pushed below what it could be; the reviewed list names every alert of theirs. */
    private static final Set<String> DOWNGRADE_RULES =
            Set.of("downgrade", "starttls-stripped", "handshake-failure-spike");

    private static final String REVIEW = "downgrade-review.tsv";
    private static final String NO_ALERT = "-";

    @Test
    void shouldEndEveryConnectionOnceAndThrowNothing() {
        Played played = play(SharedCorpus.require());

        assertThat(played.dissectorErrors).isZero();
        Map<String, Integer> ends = new HashMap<>();
        for (Observation observation : played.observations) {
            String connection = file(observation) + ' ' + observation.event().id();
            ends.merge(connection, Actions.FLOW_ENDED.equals(observation.event().action()) ? 1 : 0, Integer::sum);
        }
        assertThat(ends).hasSizeGreaterThan(1000).allSatisfy((connection, count) -> assertThat(count)
                .as(connection)
                .isEqualTo(1));
    }

    @Test
    void shouldCallNothingProtectedThatTsharkSawWeakOrIncomplete() throws IOException {
        Path corpus = SharedCorpus.require();
        TsharkConnections tshark = TsharkConnections.read(corpus.resolve("tshark_connections.jsonl"));

        List<String> objections = new ArrayList<>();
        int compared = 0;
        for (Observation observation : play(corpus).observations) {
            if (observation.plainsight().protection() == Protection.PROTECTED) {
                compared++;
                objections.addAll(tshark.objections(observation));
            }
        }

        assertThat(objections).isEmpty();
        assertThat(compared).isGreaterThan(90);
    }

    @Test
    void shouldRaiseExactlyTheReviewedDowngradeAlerts() throws IOException {
        List<Review> reviewed = readReview();
        Played played = play(SharedCorpus.require());

        List<String> marked = played.observations.stream()
                .filter(observation ->
                        Actions.FLOW_ENDED.equals(observation.event().action()))
                .filter(observation -> mark(observation) != null)
                .map(observation -> String.join(
                        " ",
                        file(observation),
                        observation.source().text(),
                        observation.destination().text(),
                        mark(observation)))
                .toList();
        assertThat(marked)
                .containsExactlyInAnyOrderElementsOf(
                        reviewed.stream().map(Review::connection).toList());
        List<String> expected = reviewed.stream()
                .map(Review::alert)
                .filter(alert -> !alert.equals(NO_ALERT))
                .toList();
        assertThat(raised(played, alert -> true)).containsAll(expected);
        // what is only on record, such as an offer that nobody takes, notifies nobody
        assertThat(raised(played, alert -> alert.detail().severity() != Alert.Severity.INFO))
                .allSatisfy(alert -> assertThat(expected).contains(alert));
        assertThat(reviewed).allSatisfy(review -> assertThat(review.reason()).isNotBlank());
    }

    private static List<String> raised(Played played, Predicate<Alert> which) {
        return played.alerts.stream()
                .filter(alert -> DOWNGRADE_RULES.contains(alert.rule().id()))
                .filter(which)
                .map(alert -> alert.rule().id() + ' ' + alert.event().reason())
                .toList();
    }

    private record Review(String connection, String alert, String reason) {}

    private static List<Review> readReview() throws IOException {
        List<Review> lines = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(CorpusTruthTest.class.getResourceAsStream(REVIEW), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.startsWith("#")) {
                    String[] cells = line.split("\t");
                    lines.add(new Review(String.join(" ", cells[0], cells[1], cells[2], cells[3]), cells[4], cells[5]));
                }
            }
        }
        return lines;
    }

    /** The downgrade mark, {@code scsv}, or {@code refused} for an upgrade; null when there is none. */
    private static String mark(Observation observation) {
        Observation.StartTls upgrade = observation.plainsight().starttls();
        boolean refused =
                upgrade != null && Boolean.TRUE.equals(upgrade.requested()) && Boolean.FALSE.equals(upgrade.accepted());
        if (refused && observation.plainsight().plaintext() != null) {
            return "refused";
        }
        Observation.TlsDetail detail = observation.plainsight().tls();
        if (detail == null) {
            return null;
        }
        boolean scsv = Boolean.TRUE.equals(detail.fallbackScsv());
        return detail.downgradeSentinel() != null ? detail.downgradeSentinel() : scsv ? "scsv" : null;
    }

    private static String file(Observation observation) {
        return observation.log().file().path();
    }

    private record Played(List<Observation> observations, List<Alert> alerts, long dissectorErrors) {}

    private static Played play(Path corpus) {
        List<Observation> observations = new ArrayList<>();
        OfflineAnalysis analysis = new OfflineAnalysis(Policy.defaults());
        ObservationSink sink = observation -> {
            observations.add(observation);
            analysis.accept(observation);
        };
        try (analysis;
                Sensor sensor = new Sensor(SensorSettings.defaults("test"), sink)) {
            sensor.playCaptures(List.of(corpus), false);
            List<Alert> alerts = analysis.finish().alerts();
            return new Played(observations, alerts, sensor.counters().get(SensorCounter.DISSECTOR_ERRORS));
        }
    }
}
