package io.plainsight.sensor;

import io.plainsight.sensor.flow.FlowTimeouts;
import io.plainsight.sensor.x509.TrustRoots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What an operator can set about one packet path. Immutable; all that is wrong is reported together.
 *
 * @param sensorName {@code observer.name}
 * @param interfaceName {@code observer.ingress.interface.name}; null when captures are read
 * @param flowCapacity most connections at a time, 16 to 2^24; 170 to 230 bytes for each
 *     that is alive at the busiest moment
 * @param inspectedConnections most connections looked into at a time, of TCP and of datagrams each; about 2 KiB each, beside
 *     the reassembly budget
 * @param reassemblyBudgetBytes memory for out-of-order segments, incomplete messages and first bytes of all connections
 * @param holdLimitBytes most out-of-order bytes held for one direction of a connection, 2 KiB to 16 MiB
 * @param updateInterval how often a connection that goes on is observed, in packet time
 * @param timeouts idle times
 * @param trustRoots what servers' certificates have to lead up to; {@link TrustRoots#NONE} to say nothing about trust
 */
public record SensorSettings(
        String sensorName,
        String interfaceName,
        int flowCapacity,
        int inspectedConnections,
        long reassemblyBudgetBytes,
        int holdLimitBytes,
        Duration updateInterval,
        FlowTimeouts timeouts,
        TrustRoots trustRoots) {

    public static final int DEFAULT_FLOW_CAPACITY = 1 << 20;
    public static final int DEFAULT_INSPECTED_CONNECTIONS = 1 << 16;
    public static final long DEFAULT_REASSEMBLY_BUDGET_BYTES = 128L << 20;
    /** TCP's window without scaling. */
    public static final int DEFAULT_HOLD_LIMIT_BYTES = 64 << 10;

    public static final Duration DEFAULT_UPDATE_INTERVAL = Duration.ofMinutes(1);

    private static final int MIN_FLOW_CAPACITY = 16;
    private static final long MIN_REASSEMBLY_BUDGET_BYTES = 1 << 20;
    private static final int MIN_HOLD_LIMIT_BYTES = 2 << 10;
    private static final int MAX_HOLD_LIMIT_BYTES = 16 << 20;

    public SensorSettings {
        List<String> problems = new ArrayList<>();
        if (sensorName == null || sensorName.isBlank()) {
            problems.add("sensor name must not be empty");
        }
        if (flowCapacity < MIN_FLOW_CAPACITY || flowCapacity > 1 << 24) {
            problems.add("flow capacity must be 16 to 16777216: flowCapacity=" + flowCapacity);
        }
        if (inspectedConnections < 1) {
            problems.add("inspected connections must be at least 1: inspectedConnections=" + inspectedConnections);
        }
        if (reassemblyBudgetBytes < MIN_REASSEMBLY_BUDGET_BYTES) {
            problems.add("reassembly budget must be at least 1 MiB: reassemblyBudgetBytes=" + reassemblyBudgetBytes);
        }
        if (holdLimitBytes < MIN_HOLD_LIMIT_BYTES || holdLimitBytes > MAX_HOLD_LIMIT_BYTES) {
            problems.add("hold limit must be 2 KiB to 16 MiB: holdLimitBytes=" + holdLimitBytes);
        }
        if (updateInterval == null || updateInterval.compareTo(Duration.ofSeconds(1)) < 0) {
            problems.add("update interval must be at least 1 second: updateInterval=" + updateInterval);
        }
        if (timeouts == null) {
            problems.add("timeouts must be given: timeouts=null");
        }
        if (trustRoots == null) {
            problems.add("trust roots must be given, TrustRoots.NONE for none: trustRoots=null");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** The defaults for reading captures. */
    public static SensorSettings defaults(String sensorName) {
        return new SensorSettings(
                sensorName,
                null,
                DEFAULT_FLOW_CAPACITY,
                DEFAULT_INSPECTED_CONNECTIONS,
                DEFAULT_REASSEMBLY_BUDGET_BYTES,
                DEFAULT_HOLD_LIMIT_BYTES,
                DEFAULT_UPDATE_INTERVAL,
                FlowTimeouts.DEFAULT,
                TrustRoots.NONE);
    }

    /** These settings for packets from a live interface. */
    public SensorSettings onInterface(String name) {
        return new SensorSettings(
                sensorName,
                name,
                flowCapacity,
                inspectedConnections,
                reassemblyBudgetBytes,
                holdLimitBytes,
                updateInterval,
                timeouts,
                trustRoots);
    }

    /** These settings for one of several packet paths that share all limits evenly. */
    public SensorSettings sharedBy(int paths) {
        return new SensorSettings(
                sensorName,
                interfaceName,
                Math.max(MIN_FLOW_CAPACITY, flowCapacity / paths),
                Math.max(1, inspectedConnections / paths),
                Math.max(MIN_REASSEMBLY_BUDGET_BYTES, reassemblyBudgetBytes / paths),
                holdLimitBytes,
                updateInterval,
                timeouts,
                trustRoots);
    }

    /** These settings with another size of the flow table. */
    public SensorSettings withFlowCapacity(int connections) {
        return new SensorSettings(
                sensorName,
                interfaceName,
                connections,
                inspectedConnections,
                reassemblyBudgetBytes,
                holdLimitBytes,
                updateInterval,
                timeouts,
                trustRoots);
    }

    /** These settings with another budget for what waits in buffers. */
    public SensorSettings withReassemblyBudget(long bytes) {
        return new SensorSettings(
                sensorName,
                interfaceName,
                flowCapacity,
                inspectedConnections,
                bytes,
                holdLimitBytes,
                updateInterval,
                timeouts,
                trustRoots);
    }

    /** These settings with another limit of connections under inspection. */
    public SensorSettings withInspectedConnections(int connections) {
        return new SensorSettings(
                sensorName,
                interfaceName,
                flowCapacity,
                connections,
                reassemblyBudgetBytes,
                holdLimitBytes,
                updateInterval,
                timeouts,
                trustRoots);
    }

    /** These settings with roots that servers' certificates have to lead up to. */
    public SensorSettings withTrustRoots(TrustRoots roots) {
        return new SensorSettings(
                sensorName,
                interfaceName,
                flowCapacity,
                inspectedConnections,
                reassemblyBudgetBytes,
                holdLimitBytes,
                updateInterval,
                timeouts,
                roots);
    }
}
