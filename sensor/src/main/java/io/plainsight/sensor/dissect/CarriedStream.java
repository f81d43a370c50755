package io.plainsight.sensor.dissect;

import io.plainsight.events.Actions;
import io.plainsight.events.Protection;
import io.plainsight.sensor.buffer.ByteCursor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Gives a stream that another protocol carries in pieces, such as TLS inside its packets, to a dissector as one stream a side.
 *
 * <p><b>Memory:</b> a buffer a side, made with the first piece that the dissector does not take whole. <b>Bounds:</b> what is
 * kept of a side is at most {@link StreamDissector#MAX_PENDING}; more is a gap.
 */
public final class CarriedStream {
    private static final int FIRST_SIZE = 4096;

    private final StreamDissector dissector;
    private final ByteCursor view = new ByteCursor();
    private final ByteBuffer[] kept = new ByteBuffer[2];
    private Progress progress = Progress.MORE;

    public CarriedStream(StreamDissector dissector) {
        this.dissector = dissector;
    }

    /** The next bytes of a side's stream; consumed whole. */
    public void feed(Side side, ByteCursor piece, long timestampNs) {
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

    /** Nothing more can be learned from it. */
    public boolean isOver() {
        return progress == Progress.DONE || progress == Progress.NOT_MINE;
    }

    /** What was fed was not what the dissector reads. */
    public boolean isForeign() {
        return progress == Progress.NOT_MINE;
    }

    /** Bytes of a side are missing before the next that are fed. */
    public void gap(Side side, long timestampNs) {
        if (kept[side.ordinal()] != null) {
            kept[side.ordinal()].position(0);
        }
        dissector.onGap(side, timestampNs);
    }

    /** @return whether the end decided something */
    public boolean close(Side side, CloseKind kind, long timestampNs) {
        Progress answer = dissector.onClose(side, kind, timestampNs);
        note(answer);
        return answer == Progress.DECIDED;
    }

    public void describe(ObservationDraft draft) {
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

    /**
     * Adds what the TLS inside says of itself, and of the verdict only what is no praise: that it is weak or failed. What
     * the carrier does with a good handshake is for the carrier to say.
     *
     * @return whether the verdict is TLS's own; false where a handshake alone shows nothing and the caller has to judge
     */
    public boolean describeWithin(ObservationDraft draft) {
        ObservationDraft inner = describeHandshake(draft);
        boolean failed = Actions.HANDSHAKE_FAILED.equals(inner.action);
        if (draft.plaintext != null || !failed && inner.protection != Protection.WEAK) {
            return false;
        }
        draft.protection = inner.protection;
        draft.action = inner.action;
        draft.outcome = inner.outcome;
        draft.reasons.addAll(inner.reasons);
        return true;
    }

    /** Adds what the TLS inside says of itself, and nothing of its verdict; returns all that it says. */
    public ObservationDraft describeHandshake(ObservationDraft draft) {
        ObservationDraft inner = new ObservationDraft();
        dissector.describe(inner);
        draft.tls = inner.tls;
        draft.tlsDetail = inner.tlsDetail;
        draft.handshake = inner.handshake;
        draft.certificates = inner.certificates;
        return inner;
    }
}
