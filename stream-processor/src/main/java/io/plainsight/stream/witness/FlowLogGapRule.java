package io.plainsight.stream.witness;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** Flow logs leave out connections that sensors saw. */
public final class FlowLogGapRule {
    public static final RuleText TEXT = new RuleText(
            "flow-log-gap",
            "Flow log gap",
            "1",
            List.of("NCSC-P1", "SEC04-BP01", "PCI DSS 4.0.1 10.2.1", "Amazon VPC User Guide: Flow log limitations"),
            new Alert.Technique("T1562.008", "Impair Defenses: Disable or Modify Cloud Logs"),
            "Compare the flow logs of the subnet's interfaces with what is configured: a log that was deleted, filters by action or"
                    + " is delivered no more; look in the cloud's audit trail for who changed it.",
            List.of(
                    "needs a sensor, and AWS flow logs with interface and flow-direction, in the same place",
                    "an interface that never delivered, or delivers nothing any more, is not expected to: see coverage",
                    "judges TCP connections that a sensor saw whole, and not while sensor or provider lost records",
                    "where addresses are translated between sensor and interface, connections do not join and look missing",
                    "of each partition of the observations' topic 20,000 connections wait, as many missing ones are remembered, and"
                            + " 20,000 addresses of interfaces; what is beyond is forgotten, and counted in"
                            + " `plainsight_stream_state_evictions_total`"));

    private FlowLogGapRule() {}
}
