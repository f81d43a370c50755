package io.plainsight.sensor.flow;

import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.tcp.SequenceNumber;

/**
 * Follows each TCP connection through SYN, FIN and RST in the flow table's bits, and gives those with payload to
 * inspection.
 *
 * <p>Who opened it: the sender of the SYN, the receiver of the SYN-ACK. Picked up midway it is a guess: the end whose port
 * is a service's is the server; if both or none are, the lower port; inspection may turn it round.
 *
 * <p>A SYN in the middle of a connection with another initial sequence number is either a new connection on the same
 * ports, after an end that the capture missed, or forged. It is remembered as a candidate; a SYN-ACK that acknowledges it
 * or data that follows it proves it. On a connection that is closed, or was never answered, it counts at once.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> none per packet; a {@link Connection} per connection with payload.
 * <b>Bounds:</b> at most {@code inspectionLimit} connections are looked into at a time; the others are marked and counted.
 */
public final class TcpTracker {
    private static final int BASES = FlowFlags.BASE_A | FlowFlags.BASE_B;
    /** What must be known, with no inspection left and no candidate, for {@link FlowFlags#SETTLED}. */
    private static final int SETTLING = BASES | FlowFlags.PAYLOAD;

    private final FlowTable table;
    private final InspectionContext context;
    private final PortRegistry registry;
    private final InspectionBudget budget;

    public TcpTracker(FlowTable table, InspectionContext context, int inspectionLimit, PortRegistry registry) {
        this.table = table;
        this.context = context;
        budget = new InspectionBudget(inspectionLimit);
        this.registry = registry;
    }

    /** To be called when a connection's inspection is over. */
    public void onInspectionOver() {
        budget.release();
    }

    /** Whether the packet, which is one of {@code flow}, needs to be counted only: nothing it could say matters any more. */
    public boolean isSettled(int flow, Packet packet) {
        return !packet.has(Packet.SYN | Packet.FIN | Packet.RST) && table.has(flow, FlowFlags.SETTLED);
    }

    /** Whether the packet, sent by {@code end}, belongs to a new connection on the addresses and ports of {@code flow}. */
    public boolean startsNew(int flow, int end, Packet packet) {
        boolean syn = packet.has(Packet.SYN);
        if (!syn) {
            return confirmsCandidate(flow, end, packet);
        }
        if (packet.has(Packet.RST)) {
            return false;
        }
        boolean based = table.has(flow, baseFlag(end));
        boolean same = based && table.base(flow, end) == packet.sequenceNumber + 1;
        if (same) {
            return false;
        }
        if (table.has(flow, FlowFlags.CLOSED)) {
            return true;
        }
        if (packet.has(Packet.ACK)) {
            return confirmsCandidate(flow, end, packet);
        }
        if (!based && table.has(flow, FlowFlags.SYN_SEEN) && !table.has(flow, FlowFlags.SYN_ACK_SEEN)) {
            return false;
        }
        if (table.flowClass(flow) == FlowClass.TCP_OPENING) {
            return true;
        }
        table.candidate(flow, packet.sequenceNumber + 1);
        table.mark(flow, FlowFlags.CANDIDATE | (end == 1 ? FlowFlags.CANDIDATE_IS_B : 0));
        if (end == 0) {
            table.flags(flow, table.flags(flow) & ~FlowFlags.CANDIDATE_IS_B);
        }
        return false;
    }

    /** The direction and sequence number of the SYN that {@link #startsNew} has just found confirmed, for {@link #adopt}. */
    public long candidate(int flow) {
        boolean isB = table.has(flow, FlowFlags.CANDIDATE_IS_B);
        return table.has(flow, FlowFlags.CANDIDATE) ? (isB ? 2L : 1L) << 32 | table.candidate(flow) & 0xffffffffL : 0;
    }

    /** Tells a new connection of the SYN that the old one had taken for a stray. */
    public void adopt(int flow, long candidate) {
        if (candidate != 0) {
            int end = (int) (candidate >>> 32) - 1;
            base(flow, end, (int) candidate);
            table.mark(flow, FlowFlags.SYN_SEEN | FlowFlags.INITIATOR_KNOWN);
            table.initiator(flow, end);
        }
    }

    /** Takes a packet of {@code flow} sent by {@code end}; the packet is counted already. */
    public void onPacket(int flow, int end, Packet packet) {
        if (packet.has(Packet.RST)) {
            onReset(flow, end, packet);
            return;
        }
        if (packet.has(Packet.SYN)) {
            onSyn(flow, end, packet);
        } else {
            onMidstream(flow, end, packet);
        }
        if (packet.wirePayloadLength > 0) {
            onPayload(flow);
        }
        if (table.state(flow) instanceof Connection connection) {
            connection.base(end, table.base(flow, end));
            if (table.has(flow, baseFlag(1 - end))) {
                connection.base(1 - end, table.base(flow, 1 - end));
            }
            connection.onPacket(end, packet);
        }
        if (packet.has(Packet.FIN)) {
            table.mark(flow, end == 0 ? FlowFlags.FIN_FROM_A : FlowFlags.FIN_FROM_B);
        }
        classify(flow);
    }

    /** Ends a connection's inspection, if it has any left; the listener hears the last word. */
    public void conclude(int flow, CloseKind kind) {
        if (table.state(flow) instanceof Connection connection) {
            connection.conclude(kind, table.lastNs(flow));
        }
    }

    /** What inspection has learned so far; null when there is none. */
    public ObservationDraft draft(int flow) {
        return table.state(flow) instanceof Connection connection ? connection.draft() : null;
    }

    /**
     * Guesses from the ports which end opened a connection: the one whose port is no service's.
     *
     * @param sender the end that sent the first packet seen
     * @param firstSenderWins what to do when the ports do not tell: take the sender, or the end with the higher port
     * @return 0 or 1
     */
    public static int guessInitiator(
            FlowTable table, int flow, int sender, boolean firstSenderWins, PortRegistry registry) {
        int protocol = table.protocol(flow);
        int senderPort = table.port(flow, sender);
        int receiverPort = table.port(flow, 1 - sender);
        boolean senderServes = registry.isService(protocol, senderPort);
        boolean receiverServes = registry.isService(protocol, receiverPort);
        if (senderServes != receiverServes) {
            return senderServes ? 1 - sender : sender;
        }
        return firstSenderWins || senderPort >= receiverPort ? sender : 1 - sender;
    }

    private void onSyn(int flow, int end, Packet packet) {
        base(flow, end, packet.sequenceNumber + 1);
        if (packet.has(Packet.ACK)) {
            base(flow, 1 - end, packet.acknowledgmentNumber);
            if (!table.has(flow, FlowFlags.SYN_SEEN)) {
                table.initiator(flow, 1 - end);
            }
            table.mark(flow, FlowFlags.SYN_ACK_SEEN | FlowFlags.INITIATOR_KNOWN);
        } else if (!table.has(flow, FlowFlags.SYN_SEEN | FlowFlags.SYN_ACK_SEEN)) {
            table.initiator(flow, end);
            table.mark(flow, FlowFlags.SYN_SEEN | FlowFlags.INITIATOR_KNOWN);
        }
    }

    private void onMidstream(int flow, int end, Packet packet) {
        if (!table.has(flow, FlowFlags.INITIATOR_KNOWN | BASES)) {
            table.initiator(flow, guessInitiator(table, flow, end, false, registry));
        }
        base(flow, end, packet.sequenceNumber);
        if (packet.has(Packet.ACK)) {
            base(flow, 1 - end, packet.acknowledgmentNumber);
        }
    }

    private void onPayload(int flow) {
        if (!table.has(flow, FlowFlags.PAYLOAD)) {
            table.mark(flow, FlowFlags.PAYLOAD);
            boolean midstream = !table.has(flow, FlowFlags.SYN_SEEN | FlowFlags.SYN_ACK_SEEN);
            if (!context.overload().takes(midstream)) {
                table.state(flow, Verdicts.OVERLOADED);
            } else if (!budget.take()) {
                table.mark(flow, FlowFlags.NOT_INSPECTED);
                context.counters().increment(SensorCounter.FLOWS_NOT_INSPECTED);
            } else {
                boolean known = table.has(flow, FlowFlags.INITIATOR_KNOWN);
                StreamDissector announced = context.expected().open(flow);
                table.state(flow, new Connection(context, flow, table.initiator(flow), known, announced));
            }
        }
    }

    private void onReset(int flow, int end, Packet packet) {
        boolean answered = table.has(flow, FlowFlags.SYN_ACK_SEEN | FlowFlags.PAYLOAD | FlowFlags.CLOSED);
        if (!table.has(flow, FlowFlags.INITIATOR_KNOWN | BASES | FlowFlags.CLOSED)) {
            table.initiator(flow, guessInitiator(table, flow, end, false, registry));
        }
        if (!answered && table.has(flow, FlowFlags.SYN_SEEN) && end != table.initiator(flow)) {
            table.mark(flow, FlowFlags.REFUSED);
        }
        table.mark(flow, FlowFlags.RESET | FlowFlags.CLOSED);
        if (table.state(flow) instanceof Connection connection) {
            connection.onReset(end, packet);
        }
        table.flowClass(flow, FlowClass.TCP_CLOSED);
    }

    private void classify(int flow) {
        int flags = table.flags(flow);
        if ((flags & FlowFlags.FIN_FROM_A) != 0 && (flags & FlowFlags.FIN_FROM_B) != 0) {
            flags |= FlowFlags.CLOSED;
        }
        Object state = table.state(flow);
        boolean inspected = state instanceof Connection;
        boolean settled = !inspected && (flags & SETTLING) == SETTLING && (flags & FlowFlags.CANDIDATE) == 0;
        table.flags(flow, settled ? flags | FlowFlags.SETTLED : flags & ~FlowFlags.SETTLED);
        FlowClass flowClass;
        if ((flags & FlowFlags.CLOSED) != 0) {
            flowClass = FlowClass.TCP_CLOSED;
        } else if (state != null && !inspected) {
            flowClass = FlowClass.TCP_DECIDED;
        } else if ((flags & (FlowFlags.SYN_ACK_SEEN | FlowFlags.PAYLOAD)) != 0) {
            flowClass = FlowClass.TCP_OPEN;
        } else {
            flowClass = FlowClass.TCP_OPENING;
        }
        table.flowClass(flow, flowClass);
    }

    private boolean confirmsCandidate(int flow, int end, Packet packet) {
        if (!table.has(flow, FlowFlags.CANDIDATE) || packet.has(Packet.RST)) {
            return false;
        }
        int candidateEnd = table.has(flow, FlowFlags.CANDIDATE_IS_B) ? 1 : 0;
        if (packet.has(Packet.SYN)) {
            return end != candidateEnd && packet.acknowledgmentNumber == table.candidate(flow);
        }
        return end == candidateEnd && SequenceNumber.distance(table.candidate(flow), packet.sequenceNumber) == 0;
    }

    private void base(int flow, int end, int sequence) {
        if (!table.has(flow, baseFlag(end))) {
            table.base(flow, end, sequence);
            table.mark(flow, baseFlag(end));
        }
    }

    private static int baseFlag(int end) {
        return end == 0 ? FlowFlags.BASE_A : FlowFlags.BASE_B;
    }
}
