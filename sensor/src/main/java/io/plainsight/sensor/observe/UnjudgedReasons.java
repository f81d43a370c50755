package io.plainsight.sensor.observe;

import io.plainsight.events.Observation;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.flow.FlowFlags;
import io.plainsight.sensor.flow.FlowTable;
import java.util.List;

/** Why nothing was decided about a connection. A scan makes many of them that say the same, so these are made once. */
final class UnjudgedReasons {
    private static final List<Observation.Reason> NOT_INSPECTED =
            unrecognised("too many connections were under inspection");
    private static final List<Observation.Reason> UNDECIDED = unrecognised("nothing was decided about its content");
    private static final List<Observation.Reason> REFUSED = noPayload("refused: the SYN was answered by RST");
    private static final List<Observation.Reason> LEFT = noPayload("established and closed, or left, without payload");
    private static final List<Observation.Reason> UNANSWERED = noPayload("the SYN was not answered");
    private static final List<Observation.Reason> NO_PAYLOAD = noPayload("no packet with payload was seen");

    private UnjudgedReasons() {}

    /** @param draft what inspection says; null when there was nothing to inspect */
    static List<Observation.Reason> of(FlowTable table, int flow, ObservationDraft draft) {
        if (draft != null && draft.protocol != null) {
            return unrecognised("recognised as " + draft.protocol + ", nothing was decided about it");
        }
        int protocol = table.protocol(flow);
        if (NetworkServices.protocol(protocol) != null) {
            return unrecognised("network service: " + NetworkServices.protocol(protocol)
                    + " controls the network, its content is not looked into");
        }
        if (protocol != Packet.TCP) {
            return unrecognised("the content of " + Transports.name(protocol) + " is not looked into");
        }
        if (table.has(flow, FlowFlags.NOT_INSPECTED)) {
            return NOT_INSPECTED;
        }
        return table.has(flow, FlowFlags.PAYLOAD) ? UNDECIDED : withoutPayload(table, flow);
    }

    private static List<Observation.Reason> withoutPayload(FlowTable table, int flow) {
        if (table.has(flow, FlowFlags.REFUSED)) {
            return REFUSED;
        }
        if (table.has(flow, FlowFlags.SYN_ACK_SEEN)) {
            return LEFT;
        }
        return table.has(flow, FlowFlags.SYN_SEEN) ? UNANSWERED : NO_PAYLOAD;
    }

    private static List<Observation.Reason> unrecognised(String detail) {
        return List.of(new Observation.Reason(Reasons.PROTOCOL_UNRECOGNISED, List.of(), detail));
    }

    private static List<Observation.Reason> noPayload(String detail) {
        return List.of(new Observation.Reason(Reasons.NO_PAYLOAD, List.of(), detail));
    }
}
