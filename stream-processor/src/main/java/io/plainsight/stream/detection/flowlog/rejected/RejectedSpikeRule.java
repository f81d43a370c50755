package io.plainsight.stream.detection.flowlog.rejected;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** The network refuses many more connections of a host, or to a service, than usual. */
public final class RejectedSpikeRule {
    public static final RuleText TEXT = new RuleText(
            "rejected-spike",
            "Rejected connections",
            "1",
            List.of("NCSC-P1", "SEC05-BP02", "PCI DSS 4.0.1 11.5.1", "Amazon VPC User Guide: Flow log records"),
            new Alert.Technique("T1046", "Network Service Discovery"),
            "Of a scan, find the program that looks around and treat the host as suspect unless it is yours to scan; of a"
                    + " blocked application, compare security groups, network ACLs and routes with what was changed last.",
            List.of(
                    "says nothing of flow logs that record accepted traffic alone, nor of providers that name no decision",
                    "a service or pair is known once data was let through: with a log of rejected traffic alone, only scans and"
                            + " hosts that try again and again show",
                    "refused answers are left out, so an ACL that blocks the way back is not seen as a blocked application",
                    "a scan that stays below 20 endpoints within 20 minutes is not seen",
                    "where records were lost (SKIPDATA), a connection that works may look blocked"));

    private RejectedSpikeRule() {}
}
