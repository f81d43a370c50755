package io.plainsight.sensor.flowlog.netflow;

import io.plainsight.sensor.flowlog.FlowRecord;

/**
 * What a firewall or router did with a flow: {@code firewallEvent} (233) and {@code forwardingStatus} (89, RFC 7270 section 4.12),
 * with the numbers that Cisco's firewalls used before ("NetFlow Secure Event Logging").
 */
final class Decisions {
    private static final int FIREWALL_EVENT = 233;
    private static final int FIREWALL_EVENT_ASA = 40_005;
    private static final int EXTENDED_EVENT_ASA = 33_002;
    private static final int FORWARDING_STATUS = 89;

    private Decisions() {}

    static void read(Values values, FlowRecord flow) {
        long event = values.first(FIREWALL_EVENT, FIREWALL_EVENT_ASA);
        if (event > 0) {
            firewall((int) Math.min(event, Integer.MAX_VALUE), flow);
            if (flow.decision == FlowRecord.Decision.DENIED && values.first(EXTENDED_EVENT_ASA) > 0) {
                flow.rejectReason = Long.toString(values.first(EXTENDED_EVENT_ASA));
            }
            return;
        }
        long status = values.first(FORWARDING_STATUS);
        if (status > 0) {
            forwarding((int) (status & 0xff), flow);
        }
    }

    private static void firewall(int event, FlowRecord flow) {
        flow.action = switch (event) {
            case 1 -> "flow created";
            case 2 -> "flow deleted";
            case 3 -> "flow denied";
            case 4 -> "flow alert";
            case 5 -> "flow update";
            default -> Integer.toString(event);
        };
        flow.decision = switch (event) {
            case 1, 2, 5 -> FlowRecord.Decision.ALLOWED;
            case 3 -> FlowRecord.Decision.DENIED;
            default -> FlowRecord.Decision.UNSTATED;
        };
    }

    /** Two bits of status, six of reason. A packet dropped for want of a route or of room was not denied by anybody. */
    private static void forwarding(int status, FlowRecord flow) {
        switch (status >> 6) {
            case 1 -> decide(flow, "forwarded", FlowRecord.Decision.ALLOWED);
            case 2 -> {
                FlowRecord.Decision decision =
                        switch (status) {
                            case 128, 129, 130, 140 -> FlowRecord.Decision.DENIED;
                            default -> FlowRecord.Decision.UNSTATED;
                        };
                decide(flow, "dropped", decision);
                flow.rejectReason = reason(status);
            }
            case 3 -> decide(flow, "consumed", FlowRecord.Decision.ALLOWED);
            default -> {
                // 0: unknown
            }
        }
    }

    private static void decide(FlowRecord flow, String action, FlowRecord.Decision decision) {
        flow.action = action;
        flow.decision = decision;
    }

    /** The registry "Forwarding Status". */
    private static String reason(int status) {
        return switch (status) {
            case 128 -> "unknown";
            case 129 -> "ACL deny";
            case 130 -> "ACL drop";
            case 131 -> "unroutable";
            case 132 -> "adjacency";
            case 133 -> "fragmentation and DF set";
            case 134 -> "bad header checksum";
            case 135 -> "bad total length";
            case 136 -> "bad header length";
            case 137 -> "bad TTL";
            case 138 -> "policer";
            case 139 -> "WRED";
            case 140 -> "RPF";
            case 141 -> "for us";
            case 142 -> "bad output interface";
            case 143 -> "hardware";
            default -> Integer.toString(status);
        };
    }
}
