package io.plainsight.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Observation;
import io.plainsight.stream.policy.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineAnalysisTest {
    @Test
    void shouldFindTheSameAsTheStreamProcessor(@TempDir Path directory) {
        List<Observation> input = mixedTraffic();
        List<Alert> live;
        try (TopologyHarness topology = new TopologyHarness(Policy.defaults(), directory)) {
            input.forEach(topology::pipe);
            live = new ArrayList<>(topology.alerts());
        }

        OfflineAnalysis.Result offline = analyse(input);

        Comparator<Alert> byId = Comparator.comparing(alert -> alert.detail().id());
        assertThat(offline.alerts()).hasSize(5);
        assertThat(offline.alerts().stream().sorted(byId).map(Alert::toString))
                .isEqualTo(live.stream().sorted(byId).map(Alert::toString).toList());
    }

    @Test
    void shouldOrderAlertsByStartAndHoldTheirLastState() {
        OfflineAnalysis.Result result = analyse(mixedTraffic());

        assertThat(result.alerts())
                .isSortedAccordingTo(Comparator.comparing(alert -> alert.event().start()));
        assertThat(result.alerts())
                .filteredOn(alert -> alert.rule().id().equals("plaintext"))
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().count()).isEqualTo(3));
        assertThat(result.posture().connections()).containsEntry("protected", 1L);
    }

    @Test
    void shouldAnswerAnEmptyInputWithNothing() {
        OfflineAnalysis.Result result = analyse(List.of());

        assertThat(result.alerts()).isEmpty();
        assertThat(result.posture().connections()).isEmpty();
    }

    private static OfflineAnalysis.Result analyse(List<Observation> input) {
        OfflineAnalysis analysis = new OfflineAnalysis(Policy.defaults());
        input.forEach(analysis::accept);
        return analysis.finish();
    }

    private static List<Observation> mixedTraffic() {
        List<Observation> input = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            input.add(Observations.plaintext("http")
                    .after(Duration.ofMinutes(5 + i))
                    .build());
        }
        input.add(Observations.tls()
                .version("1.0")
                .cipher("TLS_RSA_WITH_3DES_EDE_CBC_SHA")
                .offering("1.0")
                .build());
        input.add(Observations.tls()
                .tls12()
                .certificate("CN=db.internal", "db.internal")
                .valid(Observations.NOW.minus(Duration.ofDays(400)), Observations.NOW.minus(Duration.ofDays(35)))
                .build());
        input.add(Observations.tls().tls12().sentinel("tls12").build());
        input.add(Observations.tls().id("ended").build());
        input.add(Observations.tls().id("ended").action(Actions.FLOW_ENDED).build());
        return input;
    }
}
