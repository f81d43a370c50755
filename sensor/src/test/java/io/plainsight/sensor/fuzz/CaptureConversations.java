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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The conversations of a capture file, put together just well enough for samples: of TCP what is repeated is left out, and
 * what comes out of order is taken as it comes. Who opened a connection, or sent its first packet, is the client.
 */
final class CaptureConversations implements PacketHandler {
    private static final int MAX_PIECES = 200;

    private record End(long high, long low, int port) {}

    /** Both ends, the same for either direction. */
    private record Ends(int transport, Set<End> ends) {}

    private static final class Open {
        final List<Piece> pieces = new ArrayList<>();
        final Integer[] next = new Integer[2];
        final boolean opened;
        final End client;
        final End server;

        Open(boolean opened, End client, End server) {
            this.opened = opened;
            this.client = client;
            this.server = server;
        }
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
        List<Conversation> finished = new ArrayList<>();
        open.forEach((ends, one) -> {
            if (!one.pieces.isEmpty()) {
                finished.add(
                        new Conversation(ends.transport, one.opened, one.client.port, one.server.port, one.pieces));
            }
        });
        return finished;
    }

    @Override
    public void onPacket(
            ByteBuffer buffer, int offset, int capturedLength, int originalLength, long timestampNs, int linkType) {
        DecodeResult result =
                decoder.decode(buffer, offset, capturedLength, originalLength, timestampNs, linkType, packet);
        if (result != DecodeResult.OK) {
            return;
        }
        End source = new End(packet.sourceHigh, packet.sourceLow, packet.sourcePort);
        End destination = new End(packet.destinationHigh, packet.destinationLow, packet.destinationPort);
        // an end may speak with itself
        Set<End> both = new HashSet<>(List.of(source));
        both.add(destination);
        Open one = open.computeIfAbsent(new Ends(packet.protocol, both), ends -> begin(source, destination));
        add(one, source.equals(one.client) ? Side.CLIENT : Side.SERVER);
    }

    private Open begin(End source, End destination) {
        boolean opening = packet.isTcp() && packet.has(Packet.SYN);
        boolean answer = opening && packet.has(Packet.ACK);
        return answer ? new Open(true, destination, source) : new Open(opening, source, destination);
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
}
