package io.plainsight.sensor.tds;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Gives the TLS that TDS carries in pieces to a TLS dissector as one stream a side.
 *
 * <p><b>Memory:</b> a buffer a side, made with the first piece that the dissector does not take whole. <b>Bounds:</b> what is
 * kept of a side is at most {@link StreamDissector#MAX_PENDING}; more is a gap.
 */
final class TdsTls {
    private static final int FIRST_SIZE = 4096;

    private final StreamDissector dissector;
    private final ByteCursor view = new ByteCursor();
    private final ByteBuffer[] kept = new ByteBuffer[2];
    private Progress progress = Progress.MORE;

    TdsTls(StreamDissector dissector) {
        this.dissector = dissector;
    }

    /** The next bytes of a side's TLS stream; consumed whole. */
    void feed(Side side, ByteCursor piece, long timestampNs) {
        ByteBuffer rest = kept[side.ordinal()];
        if (isOver()) {
            piece.skip(piece.remaining());
        } else if (rest == null || rest.position() == 0) {
            note(dissector.onBytes(side, piece, timestampNs));
            keep(side, piece, timestampNs);
        } else if (keep(side, piece, timestampNs)) {
            rest = kept[side.ordinal()];
            view.wrap(rest, 0, rest.position());
            note(dissector.onBytes(side, view, timestampNs));
            // what was read goes, what is left moves to the front
            int left = view.remaining();
            System.arraycopy(rest.array(), rest.position() - left, rest.array(), 0, left);
            rest.position(left);
        }
    }

    /** Nothing more can be learned from TLS. */
    boolean isOver() {
        return progress == Progress.DONE || progress == Progress.NOT_MINE;
    }

    /** What was fed was no TLS. */
    boolean isForeign() {
        return progress == Progress.NOT_MINE;
    }

    void gap(Side side, long timestampNs) {
        if (kept[side.ordinal()] != null) {
            kept[side.ordinal()].position(0);
        }
        dissector.onGap(side, timestampNs);
    }

    /** @return whether the end decided something */
    boolean close(Side side, CloseKind kind, long timestampNs) {
        Progress answer = dissector.onClose(side, kind, timestampNs);
        note(answer);
        return answer == Progress.DECIDED;
    }

    void describe(ObservationDraft draft) {
        dissector.describe(draft);
    }

    private void note(Progress answer) {
        if (answer == Progress.DONE || answer == Progress.NOT_MINE) {
            progress = answer;
        }
    }

    private boolean keep(Side side, ByteCursor piece, long timestampNs) {
        int length = piece.remaining();
        if (length == 0 || isOver()) {
            piece.skip(length);
            return length == 0;
        }
        ByteBuffer rest = kept[side.ordinal()];
        int have = rest == null ? 0 : rest.position();
        if (have + length > StreamDissector.MAX_PENDING) {
            piece.skip(length);
            gap(side, timestampNs);
            return false;
        }
        if (rest == null || rest.capacity() < have + length) {
            int size = Math.min(StreamDissector.MAX_PENDING, Math.max(FIRST_SIZE, 2 * (have + length)));
            byte[] larger = rest == null ? new byte[size] : Arrays.copyOf(rest.array(), size);
            rest = ByteBuffer.wrap(larger).position(have);
            kept[side.ordinal()] = rest;
        }
        piece.copyTo(rest.array(), have, length);
        rest.position(have + length);
        return true;
    }
}
