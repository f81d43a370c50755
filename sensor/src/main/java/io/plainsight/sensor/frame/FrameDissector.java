package io.plainsight.sensor.frame;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.PlaintextDissector;

/**
 * A {@link PlaintextDissector} for protocols whose units begin with a header that tells their length. The subclass gets the
 * head of each frame, whole when it is not longer than {@link #MAX_HEAD}; the rest of a longer one is passed over.
 *
 * <p>Behind missing bytes, and behind a header that cannot be, a side is lost until the bytes presented begin with a frame
 * that {@link #mayResume} accepts; the other side is read on.
 *
 * <p><b>Bounds:</b> {@link #MAX_HEAD} bytes of a frame are waited for.
 */
public abstract class FrameDissector extends PlaintextDissector {
    /** Most bytes of a frame that are read. Negotiations with their security tokens fit. */
    public static final int MAX_HEAD = 4096;
    /** What {@link #frameLength} returns for bytes that begin no frame. */
    protected static final int NOT_A_FRAME = -1;

    private final ByteCursor head = new ByteCursor();
    private final int headerLength;
    private final int[] skip = new int[2];
    private final boolean[] lost = new boolean[2];
    private boolean anyFrame;

    /** @param headerLength bytes that must be there before {@link #frameLength} is asked */
    protected FrameDissector(String protocol, int headerLength) {
        super(protocol);
        this.headerLength = headerLength;
    }

    /** Length of the whole frame with its header, bytes; {@link #NOT_A_FRAME}. The cursor may not be moved. */
    protected abstract int frameLength(Side side, ByteCursor in);

    /**
     * @param frame the frame's first bytes with its header, at most {@link #MAX_HEAD}; may be moved
     * @param length of the whole frame, bytes
     */
    protected abstract void onFrame(Side side, ByteCursor frame, int length);

    /** Whether bytes behind a gap surely begin a frame; most headers are too short to be sure. */
    protected boolean mayResume(Side side, ByteCursor in) {
        return false;
    }

    /** Whether frames of this side cannot be told any more. */
    protected final boolean isLost(Side side) {
        return lost[side.ordinal()];
    }

    @Override
    protected final boolean readUnit(Side side, ByteCursor in) {
        int index = side.ordinal();
        if (skip[index] > 0) {
            int length = Math.min(skip[index], in.remaining());
            in.skip(length);
            skip[index] -= length;
            return true;
        }
        if (in.remaining() < headerLength) {
            return false;
        }
        if (lost[index] && !mayResume(side, in)) {
            in.skip(in.remaining());
            return true;
        }
        int length = frameLength(side, in);
        if (length < headerLength) {
            return onBadHeader(index, in);
        }
        int inspected = Math.min(length, MAX_HEAD);
        if (in.remaining() < inspected) {
            return false;
        }
        lost[index] = false;
        anyFrame = true;
        in.slice(inspected, head);
        skip[index] = length - inspected;
        onFrame(side, head, length);
        return true;
    }

    @Override
    protected void resync(Side side) {
        lost[side.ordinal()] = true;
        skip[side.ordinal()] = 0;
    }

    private boolean onBadHeader(int index, ByteCursor in) {
        if (anyFrame) {
            lost[index] = true;
            in.skip(in.remaining());
            return true;
        }
        disown();
        if (isDecided()) {
            in.skip(in.remaining());
            return true;
        }
        return false;
    }
}
