package io.plainsight.app.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.stream.detection.handshakefailure.cause.Failure;
import io.plainsight.stream.detection.handshakefailure.cause.FailureCause;
import io.plainsight.stream.detection.handshakefailure.cause.FailureClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Holds the classifier to what the endpoints of {@code src/test/failures} themselves logged. A cause agrees when it is one that an
 * end gave; or, where one of the two is only vague (TLS 1.3 encrypts the reason, or the log says no more), of the same group.
 *
 * <p>What does not agree: NSS's client completes a TLS 1.2 handshake and judges the certificate behind it, and some servers close
 * without a word when they are spoken to in clear.
 */
class FailureCauseTruthTest {
    private static final Path DIRECTORY = Path.of("src", "test", "failures");
    private static final String COMPLETED = "completed";
    private static final Set<FailureCause> VAGUE = EnumSet.of(
            FailureCause.SERVER_CERTIFICATE_REJECTED,
            FailureCause.CLIENT_LEFT_AT_CERTIFICATE,
            FailureCause.CLIENT_CERTIFICATE_REJECTED);

    private record Row(
            String capture, int port, String server, String client, String version, String kind, String cause) {
        static Row of(String line) {
            String[] cells = line.split("\t");
            return new Row(cells[0], Integer.parseInt(cells[1]), cells[2], cells[3], cells[4], cells[5], cells[6]);
        }

        List<String> causes() {
            return Arrays.asList(cause.split("\\|"));
        }
    }

    private static final class Score {
        private int all;
        private int exact;
        private int agreed;

        void count(boolean isExact, boolean agrees) {
            all++;
            exact += isExact ? 1 : 0;
            agreed += agrees ? 1 : 0;
        }

        double share() {
            return (double) agreed / all;
        }

        @Override
        public String toString() {
            return agreed + " of " + all + " agree, " + exact + " exactly";
        }
    }

    @Test
    void shouldAgreeWithWhatTheEndpointsLogged() throws IOException {
        Map<Integer, Observation> decided = play();
        Score total = new Score();
        Map<String, Score> stacks = new TreeMap<>();
        Map<String, Set<String>> kinds = new HashMap<>();
        List<String> wrong = new ArrayList<>();

        for (Row row : truth()) {
            if (row.cause.equals(COMPLETED)) {
                continue;
            }
            String said = cause(decided.get(row.port));
            boolean exact = row.causes().contains(said);
            boolean agrees = exact || isVagueOf(said, row.causes());
            total.count(exact, agrees);
            for (String stack : new TreeSet<>(List.of(row.server, row.client))) {
                stacks.computeIfAbsent(stack, ignored -> new Score()).count(exact, agrees);
                kinds.computeIfAbsent(stack, ignored -> new TreeSet<>()).add(row.kind);
            }
            if (!agrees) {
                wrong.add(row + " but " + said);
            }
        }

        System.out.println("causes: " + total + "; by stack " + stacks);
        wrong.forEach(System.out::println);
        assertThat(total.all).isGreaterThan(300);
        assertThat(total.share()).isGreaterThanOrEqualTo(0.95);
        assertThat(stacks.keySet()).contains("openssl", "gnutls", "nss", "go", "jsse");
        assertThat(stacks).allSatisfy((stack, score) -> {
            assertThat(score.share()).as(stack).isGreaterThanOrEqualTo(0.85);
            assertThat(stack.equals("wire") || kinds.get(stack).size() >= 10)
                    .as(stack)
                    .isTrue();
        });
    }

    @Test
    void shouldCallNoneOfTheGoodHandshakesFailed() throws IOException {
        Map<Integer, Observation> decided = play();

        List<String> failed = truth().stream()
                .filter(row -> row.cause.equals(COMPLETED))
                .filter(row -> !COMPLETED.equals(cause(decided.get(row.port))))
                .map(row -> row + " but " + cause(decided.get(row.port)))
                .toList();

        assertThat(failed).isEmpty();
    }

    /** Whether one of the two is the vague cause of the other's group. */
    private static boolean isVagueOf(String said, List<String> causes) {
        return FailureCause.of(said)
                .filter(cause -> causes.stream()
                        .flatMap(other -> FailureCause.of(other).stream())
                        .anyMatch(other ->
                                cause.group() == other.group() && (VAGUE.contains(cause) || VAGUE.contains(other))))
                .isPresent();
    }

    private static String cause(Observation observation) {
        if (observation == null) {
            return "nothing";
        }
        return FailureClassifier.classify(observation)
                .map(Failure::cause)
                .map(FailureCause::id)
                .orElse(COMPLETED);
    }

    private static List<Row> truth() throws IOException {
        return Files.readAllLines(DIRECTORY.resolve("truth.tsv")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Row::of)
                .toList();
    }

    /** The word on each connection's handshake, by the port that it alone went to. */
    private static Map<Integer, Observation> play() throws IOException {
        Map<Integer, Observation> decided = new HashMap<>();
        try (Sensor sensor = new Sensor(SensorSettings.defaults("test"), observation -> {
            String action = observation.event().action();
            boolean told = FailureClassifier.classify(observation).isPresent();
            if (told || Actions.HANDSHAKE_COMPLETED.equals(action)) {
                decided.putIfAbsent(observation.destination().port(), observation);
            }
        })) {
            sensor.playCaptures(List.of(DIRECTORY), false);
        }
        return decided;
    }
}
