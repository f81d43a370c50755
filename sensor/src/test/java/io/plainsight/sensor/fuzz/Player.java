package io.plainsight.sensor.fuzz;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.sensor.RegisteredProtocols;
import io.plainsight.sensor.SensorPipeline;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.nio.ByteBuffer;

/**
 * Plays conversations through the whole packet path behind the decoder: reassembly, identification among all registered
 * protocols, dissection, observation. What must hold of every observation is asserted.
 *
 * <p><b>Memory:</b> the path lives as long as the player, so that whatever a conversation leaves behind adds up and shows.
 */
final class Player {
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final long STEP_NS = 1_000_000;
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final int TCP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SensorCounters counters = new SensorCounters();
    private final SensorPipeline pipeline;
    private final Packet packet = new Packet();
    private final int[] next = new int[2];
    private Conversation conversation;
    private Observation last;
    private long nowNs;

    Player() {
        SensorSettings settings = SensorSettings.defaults("fuzz").withFlowCapacity(16);
        pipeline = new SensorPipeline(settings, RegisteredProtocols.all(counters), this::accept, counters);
    }

    /** The last word about {@code played}. Null when it had no packet. */
    Observation play(Conversation played) {
        conversation = played;
        last = null;
        nowNs = START_NS;
        next[0] = 1000;
        next[1] = 5000;
        pipeline.beginFile("fuzz");
        if (isTcp() && played.opened()) {
            open();
        }
        played.pieces().forEach(this::send);
        pipeline.endFile();
        Invariants.check(counters.get(SensorCounter.DISSECTOR_ERRORS) == 0, "a dissector threw: see the warning above");
        return last;
    }

    private void open() {
        segment(Side.CLIENT, Packet.SYN, NOTHING, 0);
        next[0]++;
        segment(Side.SERVER, Packet.SYN | Packet.ACK, NOTHING, 0);
        next[1]++;
        segment(Side.CLIENT, Packet.ACK, NOTHING, 0);
    }

    private void send(Piece piece) {
        int side = piece.side().ordinal();
        switch (piece.kind()) {
            case GAP -> next[side] += piece.missing();
            case DATA -> {
                segment(piece.side(), Packet.ACK, ByteBuffer.wrap(piece.bytes()), piece.missing());
                next[side] += piece.bytes().length + piece.missing();
            }
            case FIN -> {
                segment(piece.side(), Packet.FIN | Packet.ACK, NOTHING, 0);
                next[side]++;
            }
            case RESET -> segment(piece.side(), Packet.RST, NOTHING, 0);
        }
    }

    private void segment(Side side, int flags, ByteBuffer payload, int missing) {
        int header = isTcp() ? TCP_HEADER : UDP_HEADER;
        nowNs += STEP_NS;
        packet.timestampNs = nowNs;
        packet.ipVersion = 4;
        packet.protocol = conversation.transport();
        packet.vlanId = Packet.NO_VLAN;
        ends(side);
        packet.tcpFlags = isTcp() ? flags : 0;
        packet.sequenceNumber = next[side.ordinal()];
        packet.acknowledgmentNumber = next[1 - side.ordinal()];
        packet.buffer = payload;
        packet.payloadOffset = 0;
        packet.payloadLength = payload.limit();
        packet.wirePayloadLength = payload.limit() + missing;
        packet.ipPayloadLength = header + packet.wirePayloadLength;
        pipeline.onDecoded(packet);
    }

    private void ends(Side side) {
        boolean ports = isTcp() || conversation.transport() == Packet.UDP;
        int clientPort = ports ? conversation.clientPort() : 0;
        int serverPort = ports ? conversation.serverPort() : 0;
        boolean fromClient = side == Side.CLIENT;
        packet.sourceLow = MAPPED | (fromClient ? 0x0a000005 : 0x0a000109);
        packet.destinationLow = MAPPED | (fromClient ? 0x0a000109 : 0x0a000005);
        packet.sourcePort = fromClient ? clientPort : serverPort;
        packet.destinationPort = fromClient ? serverPort : clientPort;
    }

    private boolean isTcp() {
        return conversation.transport() == Packet.TCP;
    }

    private void accept(Observation observation) {
        Invariants.hold(observation);
        if (Actions.FLOW_ENDED.equals(observation.event().action())) {
            last = observation;
        }
    }
}
