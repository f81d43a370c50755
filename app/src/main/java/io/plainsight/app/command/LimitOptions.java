package io.plainsight.app.command;

import io.plainsight.app.UserException;
import io.plainsight.sensor.SensorSettings;
import picocli.CommandLine.Option;

/** How much a sensor keeps in mind at a time; what does not fit is counted, and told by the alert {@code sensor-health}. */
final class LimitOptions {
    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description =
                    "Most connections at a time, about 370 bytes each; beyond it the one that was idle for longest is"
                            + " forgotten (default: ${DEFAULT-VALUE}).")
    int connections = SensorSettings.DEFAULT_FLOW_CAPACITY;

    @Option(
            names = "--max-inspected",
            paramLabel = "N",
            description = "Most connections that are looked into at a time (default: ${DEFAULT-VALUE}).")
    int inspected = SensorSettings.DEFAULT_INSPECTED_CONNECTIONS;

    @Option(
            names = "--reassembly-memory",
            paramLabel = "SIZE",
            converter = LiveOptions.SizeConverter.class,
            description = "Memory for segments and messages that wait for their other parts (default: 128M).")
    long reassemblyBytes = SensorSettings.DEFAULT_REASSEMBLY_BUDGET_BYTES;

    SensorSettings applyTo(SensorSettings settings) {
        try {
            return settings.withFlowCapacity(connections)
                    .withInspectedConnections(inspected)
                    .withReassemblyBudget(reassemblyBytes);
        } catch (IllegalArgumentException e) {
            throw new UserException(
                    e.getMessage() + "; see --max-connections, --max-inspected and --reassembly-memory in --help", e);
        }
    }
}
