package io.plainsight.stream.detection.sensorhealth;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A sensor does not see, or does not tell, everything that passes. */
public final class SensorHealthRule {
    public static final RuleText TEXT = new RuleText(
            "sensor-health",
            "A sensor does not see or tell everything",
            "2",
            List.of("SEC04-BP01", "NIST SP 800-53r5 AU-5", "NIST SP 800-53r5 SI-4", "NCSC-P1"),
            new Alert.Technique("T1562", "Impair Defenses"),
            "Until this is resolved, connections in sight of this sensor may be missing or unknown: do not read the absence of"
                    + " alerts about them as protection. The alert's cause says which counter moved and what helps.",
            List.of(
                    "what the mirror, the tap or the switch drops before the interface is counted nowhere here: look for"
                            + " plainsight_sensor_tcp_gaps_total growing without loss",
                    "a sensor that never saw a packet has never told of itself, and cannot fall silent",
                    "while the stream processor is down nothing is judged; it catches up from Kafka",
                    "a clock that is behind looks like records that come late",
                    "an interface that had few packets since the sensor's first record may go dark unnoticed",
                    "several sensors with the same name and interface look like one"));

    private SensorHealthRule() {}
}
