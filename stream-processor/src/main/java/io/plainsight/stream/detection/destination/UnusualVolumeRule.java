package io.plainsight.stream.detection.destination;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A host sent out much more than usual. */
public final class UnusualVolumeRule {
    public static final RuleText TEXT = new RuleText(
            "unusual-volume",
            "Unusual outbound volume",
            "1",
            List.of("NCSC-P1", "SEC09-BP03", "PCI DSS 4.0.1 1.3.2"),
            new Alert.Technique("T1048", "Exfiltration Over Alternative Protocol"),
            "Find out which program on the host sent the data and what it was; if nobody knows of it, cut the host off and treat"
                    + " the data as lost.",
            List.of(
                    "connections below 64 KiB are not counted, nor a connection that has not ended yet",
                    "volume is summed for each service address and each sensor; spread over many, it stays below the limits",
                    "what was sent while the baseline was learned counts as usual",
                    "a flow log's record knows one direction, so that what came back is not weighed there",
                    "what stays within our networks is not judged"));

    private UnusualVolumeRule() {}
}
