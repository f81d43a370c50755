package io.plainsight.sensor.fuzz;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureFiles;
import io.plainsight.sensor.capture.PacketHandler;
import io.plainsight.sensor.capture.PacketSource;
import io.plainsight.sensor.decode.DecodeResult;
import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.decode.PacketDecoder;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.metrics.SensorCounters;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The conversations of a capture file, put together just well enough for samples: of TCP what is repeated is left out, and
 * what comes out of order is taken as it comes. Who opened a connection, or sent its first packet, is the client.
 */
final class CaptureConversations implements PacketHandler {
    private static final int MAX_PIECES = 200;

    private record Ends(int transport, long lowHost, long lowHigh, int lowPort, long host, long high, int port) {}

    private static final class Open {
        final List<Piece> pieces = new ArrayList<>();
        final Integer[] next = new Integer[2];
        boolean opened;
        int clientPort;
        int serverPort;
        long client;
        long clientHigh;
    }

    private final PacketDecoder decoder = new PacketDecoder(new SensorCounters());
    private final Packet packet = new Packet();
    private final Map<Ends, Open> open = new LinkedHashMap<>();

    private CaptureConversations() {}

    /** Those with payload, in the order of their first packets; a damaged file gives what could be read. */
    static List<Conversation> read(Path file) {
        CaptureConversations conversations = new CaptureConversations();
        try (PacketSource source = CaptureFiles.open(file)) {
            source.forEach(conversations);
        } catch (CaptureException e) {
            // the corpus holds damaged captures on purpose
            System.err.println(e.getMessage());
        }
        return conversations.finished();
    }

    private List<Conversation> finished() {
        Collection<Map.Entry<Ends, Open>> all = open.entrySet();
        return all.stream()
                .filter(entry -> !entry.getValue().pieces.isEmpty())
                .map(entry -> {
                    Open one = entry.getValue();
                    return new Conversation(
                            entry.getKey().transport, one.opened, one.clientPort, one.serverPort, one.pieces);
                })
                .toList();
    }

    @Override
    public void onPacket(
            ByteBuffer buffer, int offset, int capturedLength, int originalLength, long timestampNs, int linkType) {
        DecodeResult result =
                decoder.decode(buffer, offset, capturedLength, originalLength, timestampNs, linkType, packet);
        if (result != DecodeResult.OK) {
            return;
        }
        Open one = open.computeIfAbsent(ends(), ends -> begin());
        boolean fromClient = packet.sourceLow == one.client
                && packet.sourceHigh == one.clientHigh
                && packet.sourcePort == one.clientPort;
        add(one, fromClient ? Side.CLIENT : Side.SERVER);
    }

    private Open begin() {
        Open one = new Open();
        boolean answer = packet.isTcp() && packet.has(Packet.SYN) && packet.has(Packet.ACK);
        one.opened = packet.isTcp() && packet.has(Packet.SYN);
        one.client = answer ? packet.destinationLow : packet.sourceLow;
        one.clientHigh = answer ? packet.destinationHigh : packet.sourceHigh;
        one.clientPort = answer ? packet.destinationPort : packet.sourcePort;
        one.serverPort = answer ? packet.sourcePort : packet.destinationPort;
        return one;
    }

    private void add(Open one, Side side) {
        byte[] payload = new byte[packet.payloadLength];
        packet.buffer.get(packet.payloadOffset, payload);
        int lacking = packet.wirePayloadLength - packet.payloadLength;
        if (packet.isTcp()) {
            int at = packet.sequenceNumber + (packet.has(Packet.SYN) ? 1 : 0);
            Integer known = one.next[side.ordinal()];
            int repeated = known == null ? 0 : Math.max(0, known - at);
            one.next[side.ordinal()] = known == null || known - at < payload.length ? at + payload.length : known;
            payload = Arrays.copyOfRange(payload, Math.min(repeated, payload.length), payload.length);
            lacking = 0;
        }
        if (payload.length > 0 && one.pieces.size() < MAX_PIECES) {
            one.pieces.add(new Piece(side, Piece.Kind.DATA, payload, lacking));
        }
    }

    private Ends ends() {
        Packet p = packet;
        boolean sourceFirst =
                p.sourceLow < p.destinationLow || p.sourceLow == p.destinationLow && p.sourcePort <= p.destinationPort;
        return sourceFirst
                ? new Ends(
                        p.protocol,
                        p.sourceLow,
                        p.sourceHigh,
                        p.sourcePort,
                        p.destinationLow,
                        p.destinationHigh,
                        p.destinationPort)
                : new Ends(
                        p.protocol,
                        p.destinationLow,
                        p.destinationHigh,
                        p.destinationPort,
                        p.sourceLow,
                        p.sourceHigh,
                        p.sourcePort);
    }
}
