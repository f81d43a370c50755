package io.plainsight.sensor;

import io.plainsight.sensor.metrics.SensorCounters;

/** Opens the list of all registered protocols to the tests of other packages. */
public final class RegisteredProtocols {
    private RegisteredProtocols() {}

    public static RecognisedProtocols all(SensorCounters counters) {
        return new Protocols(counters).all();
    }
}
