package io.plainsight.sensor.flow;

import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.tcp.StreamHandler;
import io.plainsight.sensor.tcp.TcpReassembler;
import java.nio.ByteBuffer;

/**
 * A TCP connection under inspection: its two reassemblers and what reads from them. Exists from the first payload until
 * nothing more can be learned.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> the flow table's state of its connection. <b>Memory:</b> one per
 * connection; buffers from the shared pool.
 */
final class Connection {
    private final TcpReassembler[] directions;
    private final Inspection inspection;
    private final int initiator;

    /**
     * @param initiator the end that is taken for the client, 0 or 1
     * @param announced the dissector for a connection that another one has announced; null where the bytes must tell
     */
    Connection(InspectionContext context, int flow, int initiator, boolean initiatorKnown, StreamDissector announced) {
        this.initiator = initiator;
        inspection = new Inspection(context, flow, initiator, initiatorKnown, announced);
        directions = new TcpReassembler[] {direction(context, flow, 0), direction(context, flow, 1)};
    }

    /** The first payload byte that an end will send; only the first call for an end counts. */
    void base(int end, int sequence) {
        directions[end].base(sequence);
    }

    /** A packet sent by {@code end} that is no RST. */
    void onPacket(int end, Packet packet) {
        if (packet.has(Packet.ACK)) {
            directions[1 - end].onAcknowledgment(packet.acknowledgmentNumber);
        }
        boolean fin = packet.has(Packet.FIN);
        if (fin) {
            directions[1 - end].giveUpAcknowledged(packet.timestampNs);
        }
        if (packet.wirePayloadLength > 0 || fin) {
            directions[end].onSegment(
                    packet.buffer,
                    packet.payloadOffset,
                    packet.payloadLength,
                    packet.wirePayloadLength,
                    packet.sequenceNumber + (packet.has(Packet.SYN) ? 1 : 0),
                    fin,
                    packet.timestampNs);
        }
        directions[0].onPacketDone(packet.timestampNs);
        directions[1].onPacketDone(packet.timestampNs);
        if (directions[0].isFinished() && directions[1].isFinished()) {
            conclude(CloseKind.FIN, packet.timestampNs);
        }
    }

    /** {@code end} sent a RST. */
    void onReset(int end, Packet packet) {
        long timestampNs = packet.timestampNs;
        directions[end].giveUpBefore(packet.sequenceNumber, timestampNs);
        if (packet.has(Packet.ACK)) {
            directions[1 - end].onAcknowledgment(packet.acknowledgmentNumber);
        }
        flush(timestampNs);
        directions[1 - end].giveUpAcknowledged(timestampNs);
        inspection.onClose(side(end), CloseKind.RESET, timestampNs);
        conclude(CloseKind.RESET, timestampNs);
    }

    /** The connection is over; tells the listener the last word, unless that has been said. */
    void conclude(CloseKind kind, long timestampNs) {
        flush(timestampNs);
        inspection.conclude(kind, timestampNs);
        close();
    }

    ObservationDraft draft() {
        return inspection.draft();
    }

    private void flush(long timestampNs) {
        directions[0].flush(timestampNs);
        directions[1].flush(timestampNs);
    }

    private void close() {
        directions[0].close();
        directions[1].close();
    }

    private Side side(int end) {
        return end == initiator ? Side.CLIENT : Side.SERVER;
    }

    private TcpReassembler direction(InspectionContext context, int flow, int end) {
        Side side = side(end);
        StreamHandler handler = new StreamHandler() {
            @Override
            public void onData(ByteBuffer buffer, int offset, int length, long timestampNs) {
                inspection.onData(side, buffer, offset, length, timestampNs);
                closeWhenOver();
            }

            @Override
            public void onGap(int length, long timestampNs) {
                inspection.onGap(side, timestampNs);
                closeWhenOver();
            }

            @Override
            public void onConflict() {
                context.listener().onConflict(flow);
            }

            @Override
            public void onFin(long timestampNs) {
                inspection.onClose(side, CloseKind.FIN, timestampNs);
                closeWhenOver();
            }
        };
        return new TcpReassembler(handler, context.pool(), context.holdLimitBytes(), context.counters());
    }

    private void closeWhenOver() {
        if (inspection.isOver()) {
            close();
        }
    }
}
