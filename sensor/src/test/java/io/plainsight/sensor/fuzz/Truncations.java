package io.plainsight.sensor.fuzz;

import io.plainsight.sensor.dissect.Side;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Conversations cut and disturbed. */
final class Truncations {
    private Truncations() {}

    static int length(Conversation conversation) {
        return conversation.pieces().stream()
                .mapToInt(piece -> piece.bytes().length)
                .sum();
    }

    /** The first {@code length} bytes in the order in which they were sent, and nothing after. */
    static Conversation cut(Conversation whole, int length) {
        List<Piece> kept = new ArrayList<>();
        int left = length;
        for (Piece piece : whole.pieces()) {
            if (left <= 0) {
                break;
            }
            int take = Math.min(left, piece.bytes().length);
            kept.add(
                    take == piece.bytes().length
                            ? piece
                            : Piece.data(piece.side(), Arrays.copyOf(piece.bytes(), take)));
            left -= take;
        }
        return with(whole, kept);
    }

    /** The first {@code length} bytes of {@code side}, and all of the other. */
    static Conversation cutSide(Conversation whole, Side side, int length) {
        List<Piece> kept = new ArrayList<>();
        int left = length;
        for (Piece piece : whole.pieces()) {
            if (piece.side() != side) {
                kept.add(piece);
            } else if (left > 0) {
                int take = Math.min(left, piece.bytes().length);
                kept.add(Piece.data(side, Arrays.copyOf(piece.bytes(), take)));
                left -= take;
            }
        }
        return with(whole, kept);
    }

    /** {@code bytes} in the place of what stands {@code at}, in the order sent, as far as that piece goes. */
    static Conversation disturb(Conversation whole, int at, byte[] bytes) {
        List<Piece> pieces = new ArrayList<>(whole.pieces());
        int offset = 0;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            int index = at - offset;
            if (index < piece.bytes().length) {
                byte[] changed = piece.bytes().clone();
                System.arraycopy(bytes, 0, changed, index, Math.min(bytes.length, changed.length - index));
                pieces.set(i, new Piece(piece.side(), piece.kind(), changed, piece.missing()));
                break;
            }
            offset += piece.bytes().length;
        }
        return with(whole, pieces);
    }

    static byte[] side(Conversation conversation, Side side) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        conversation.pieces().stream()
                .filter(piece -> piece.side() == side)
                .forEach(piece -> out.writeBytes(piece.bytes()));
        return out.toByteArray();
    }

    private static Conversation with(Conversation whole, List<Piece> pieces) {
        return new Conversation(whole.transport(), whole.opened(), whole.clientPort(), whole.serverPort(), pieces);
    }
}
