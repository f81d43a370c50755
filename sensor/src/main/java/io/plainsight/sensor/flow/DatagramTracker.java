package io.plainsight.sensor.flow;

import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.metrics.SensorCounter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives the connections over UDP and right over IP to inspection, each with the signatures of its transport.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> none per packet; a {@link DatagramInspection} per connection with payload.
 * <b>Bounds:</b> at most {@code inspectionLimit} connections are looked into at a time; the others are marked and counted.
 */
public final class DatagramTracker {
    private final FlowTable table;
    private final InspectionContext context;
    private final InspectionBudget budget;
    private final Map<Integer, List<DatagramSignature>> signatures = new HashMap<>();

    /** @param signatures of all transports, most telling first */
    public DatagramTracker(
            FlowTable table, InspectionContext context, int inspectionLimit, List<DatagramSignature> signatures) {
        this.table = table;
        this.context = context;
        budget = new InspectionBudget(inspectionLimit);
        for (DatagramSignature signature : signatures) {
            this.signatures
                    .computeIfAbsent(signature.transport(), transport -> new ArrayList<>())
                    .add(signature);
        }
    }

    /** Takes a packet of {@code flow} sent by {@code end}; the packet is counted already. */
    public void onPacket(int flow, int end, Packet packet) {
        if (packet.wirePayloadLength == 0) {
            return;
        }
        if (!table.has(flow, FlowFlags.PAYLOAD)) {
            table.mark(flow, FlowFlags.PAYLOAD);
            open(flow);
        }
        if (packet.payloadLength > 0 && table.state(flow) instanceof DatagramInspection inspection) {
            inspection.onPacket(end, packet);
        }
    }

    /** Ends a connection's inspection, if it has any left; the listener hears the last word. */
    public void conclude(int flow, CloseKind kind) {
        if (table.state(flow) instanceof DatagramInspection inspection) {
            inspection.conclude(kind, table.lastNs(flow));
        }
    }

    /** What inspection has learned so far; null when there is none. */
    public ObservationDraft draft(int flow) {
        return table.state(flow) instanceof DatagramInspection inspection ? inspection.draft() : null;
    }

    /** To be called when a connection's inspection is over. */
    public void onInspectionOver() {
        budget.release();
    }

    private void open(int flow) {
        List<DatagramSignature> possible = signatures.get(table.protocol(flow));
        if (possible == null) {
            return;
        }
        if (!context.overload().takes(false)) {
            table.state(flow, Verdicts.OVERLOADED);
            return;
        }
        if (!budget.take()) {
            table.mark(flow, FlowFlags.NOT_INSPECTED);
            context.counters().increment(SensorCounter.FLOWS_NOT_INSPECTED);
            return;
        }
        int initiator = table.initiator(flow);
        table.state(
                flow,
                new DatagramInspection(
                        context,
                        possible,
                        flow,
                        initiator,
                        table.port(flow, initiator),
                        table.port(flow, 1 - initiator)));
    }
}
