package io.plainsight.sensor.fuzz;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two ends and what they send, in the form that a fuzzer mutates: any bytes are a conversation.
 *
 * <pre>
 * transport (1)  flags (1)  client port (2)  server port (2)
 * pieces: side in bit 0, kind in bits 1 and 2, "cut by the capture" in bit 3 (1)
 *         DATA  length (2)  bytes, as many as there are
 *         GAP   length (2)
 * </pre>
 *
 * @param transport IANA protocol number
 * @param opened whether the opening of the connection was seen (TCP)
 */
record Conversation(int transport, boolean opened, int clientPort, int serverPort, List<Piece> pieces) {
    /** More than any seed has; a longer input ends there. */
    static final int MAX_PIECES = 256;
    /** What a cut packet lacks. */
    private static final int CUT_LENGTH = 100;

    private static final Piece.Kind[] KINDS = Piece.Kind.values();

    static Conversation read(ByteCursor in) {
        int transport = in.u8();
        boolean opened = (in.u8() & 1) == 0;
        int clientPort = in.u16();
        int serverPort = in.u16();
        List<Piece> pieces = new ArrayList<>();
        while (in.remaining() > 0 && pieces.size() < MAX_PIECES) {
            pieces.add(readPiece(in));
        }
        return new Conversation(transport, opened, clientPort, serverPort, pieces);
    }

    private static Piece readPiece(ByteCursor in) {
        int head = in.u8();
        Side side = (head & 1) == 0 ? Side.CLIENT : Side.SERVER;
        Piece.Kind kind = KINDS[head >> 1 & 3];
        byte[] bytes = {};
        int missing = 0;
        if (kind == Piece.Kind.GAP) {
            missing = in.u16();
        } else if (kind == Piece.Kind.DATA) {
            bytes = new byte[Math.min(in.u16(), in.remaining())];
            in.copyTo(bytes, 0, bytes.length);
            missing = (head & 8) == 0 ? 0 : CUT_LENGTH;
        }
        return new Piece(side, kind, bytes, missing);
    }

    /** The form that {@link #read} takes; pieces beyond {@link #MAX_PIECES} are left out. */
    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(transport);
        out.write(opened ? 0 : 1);
        u16(out, clientPort);
        u16(out, serverPort);
        for (Piece piece : pieces.subList(0, Math.min(pieces.size(), MAX_PIECES))) {
            int cut = piece.kind() == Piece.Kind.DATA && piece.missing() > 0 ? 8 : 0;
            out.write(piece.side().ordinal() | piece.kind().ordinal() << 1 | cut);
            if (piece.kind() == Piece.Kind.DATA) {
                u16(out, piece.bytes().length);
                out.writeBytes(piece.bytes());
            } else if (piece.kind() == Piece.Kind.GAP) {
                u16(out, piece.missing());
            }
        }
        return out.toByteArray();
    }

    static void u16(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }

    /** As much of it as lies within the first {@code length} bytes of each side. */
    Conversation firstBytes(int length) {
        int[] left = {length, length};
        List<Piece> kept = new ArrayList<>();
        for (Piece piece : pieces) {
            int room = left[piece.side().ordinal()];
            if (piece.bytes().length <= room) {
                kept.add(piece);
            } else if (room > 0) {
                kept.add(Piece.data(piece.side(), Arrays.copyOf(piece.bytes(), room)));
            }
            left[piece.side().ordinal()] = Math.max(0, room - piece.bytes().length);
        }
        return new Conversation(transport, opened, clientPort, serverPort, kept);
    }
}
