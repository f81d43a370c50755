package io.plainsight.app.e2e;

import io.plainsight.app.catalogue.Catalogue;
import io.plainsight.events.Alert;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the sample captures must raise, whichever way they are played. */
final class Expected {
    static final Path CAPTURES = Catalogue.directory();

    private Expected() {}

    /** The catalogue's alerts that notify somebody: {@code info} is on the page only. */
    static List<Catalogue.Expected> notified() throws IOException {
        return Catalogue.read().captures().stream()
                .flatMap(entry -> entry.alerts().stream())
                .filter(alert -> !"info".equals(alert.severity()))
                .toList();
    }

    /** Differences between {@link #notified} and {@code alerts}, as text. */
    static List<String> differences(List<Alert> alerts) throws IOException {
        return Catalogue.differences(notified(), alerts);
    }

    /** The same captures analysed without Kafka. */
    static OfflineAnalysis.Result offline() {
        OfflineAnalysis analysis = new OfflineAnalysis(Policy.defaults());
        try (analysis;
                Sensor sensor = new Sensor(SensorSettings.defaults("test"), analysis::accept)) {
            sensor.playCaptures(List.of(CAPTURES), false);
            return analysis.finish();
        }
    }
}
