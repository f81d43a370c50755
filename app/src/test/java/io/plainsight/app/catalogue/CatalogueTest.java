package io.plainsight.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import io.plainsight.stream.policy.PolicySchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the program to the catalogue of sample captures, alert for alert, one by one and all together. */
class CatalogueTest {
    static List<Catalogue.Entry> captures() throws IOException {
        return Catalogue.read().captures();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void shouldRaiseExactlyWhatTheCatalogueSays(Catalogue.Entry entry) {
        OfflineAnalysis.Result result = analyze(Catalogue.directory().resolve(entry.file()));

        assertThat(Catalogue.differences(entry.alerts(), result.alerts()))
                .as(entry.shows())
                .isEmpty();
    }

    @Test
    void shouldRaiseTheSameWhenAllArePlayedTogether() throws IOException {
        List<Catalogue.Expected> expected =
                captures().stream().flatMap(entry -> entry.alerts().stream()).toList();

        OfflineAnalysis.Result result = analyze(Catalogue.directory());

        assertThat(Catalogue.differences(expected, result.alerts())).isEmpty();
    }

    /** Whatever the rule, an exception that names it and the traffic is enough. */
    @Test
    void shouldRaiseNothingThatThePolicyAccepts() throws PolicyException {
        Policy policy =
                PolicyReader.parse("accept.yaml", """
                exceptions:
                  - name: everything
                    rules: [%s]
                    networks: [0.0.0.0/0, "::/0"]
                    owner: the laboratory
                    reason: made for this
                    expires: 2099-12-31
                """.formatted(String.join(", ", PolicySchema.rulesWithExceptions())));

        OfflineAnalysis.Result result = analyze(Catalogue.directory(), policy);

        assertThat(result.alerts()).extracting(alert -> alert.rule().id()).isEmpty();
    }

    @Test
    void shouldListEveryCapture() throws IOException {
        try (Stream<Path> files = Files.list(Catalogue.directory())) {
            List<String> captures = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(".*\\.(pcap|pcapng)(\\.gz)?"))
                    .toList();

            assertThat(captures().stream().map(Catalogue.Entry::file)).containsExactlyInAnyOrderElementsOf(captures);
        }
    }

    private static OfflineAnalysis.Result analyze(Path captures) {
        return analyze(captures, Policy.defaults());
    }

    private static OfflineAnalysis.Result analyze(Path captures, Policy policy) {
        OfflineAnalysis analysis = new OfflineAnalysis(policy);
        try (analysis;
                Sensor sensor = new Sensor(SensorSettings.defaults("test"), analysis::accept)) {
            sensor.playCaptures(List.of(captures), false);
            assertThat(sensor.problems()).isEmpty();
            return analysis.finish();
        }
    }
}
