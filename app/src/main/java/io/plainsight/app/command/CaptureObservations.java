package io.plainsight.app.command;

import io.plainsight.sensor.ReplayPosition;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.sensor.flowlog.DeadLetterFile;
import io.plainsight.stream.backtest.Reading;
import io.plainsight.stream.backtest.RetainedSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Observations that the sensor makes of captures and flow logs. */
record CaptureObservations(List<Path> captures, List<Path> flowLogs, FlowLogOptions options) implements RetainedSource {
    @Override
    public String description() {
        return Stream.concat(captures.stream(), flowLogs.stream())
                .map(Path::toString)
                .collect(Collectors.joining(", "));
    }

    @Override
    public void read(Reading reading) throws IOException {
        try (DeadLetterFile letters = options.deadLetterFile();
                Sensor sensor =
                        new Sensor(SensorSettings.defaults("backtest"), options.settings(letters), reading::accept)) {
            reading.watch(() -> share(sensor.position()));
            sensor.playCaptures(captures, false);
            sensor.playFlowLogs(flowLogs);
            reading.watch(() -> -1);
            sensor.problems().forEach(reading::problem);
        }
    }

    private static double share(ReplayPosition position) {
        return position.bytesTotal() == 0 ? -1 : (double) position.bytesRead() / position.bytesTotal();
    }
}
