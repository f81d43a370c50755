package io.plainsight.sensor.frame;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.PlaintextDissector;

/**
 * A {@link PlaintextDissector} for protocols whose units tell their length at their beginning. Bytes that cannot be a unit
 * end the reading: a server that answers in something else, such as a TLS alert, makes nothing plaintext. Behind missing
 * bytes a side is passed over until the bytes presented begin with a unit that {@link #mayResume} is sure of; the other
 * side is read on.
 *
 * <p><b>Bounds:</b> of a frame the first {@link #MAX_INSPECTED} bytes are read, the rest is passed over.
 */
public abstract class StrictFrameDissector extends PlaintextDissector {
    /** Bytes of a frame that are read; logins and the heads of commands are shorter. */
    public static final int MAX_INSPECTED = 4096;

    /** The length is not complete. */
    protected static final long INCOMPLETE = -1;
    /** No frame of this protocol has such a length. */
    protected static final long INVALID = -2;

    private final ByteCursor frame = new ByteCursor();
    private final long[] skip = new long[2];
    private final boolean[] lost = new boolean[2];

    protected StrictFrameDissector(String protocol) {
        super(protocol);
    }

    /**
     * Length of the frame at the cursor with its head, in bytes; {@link #INCOMPLETE} or {@link #INVALID}. Does not move
     * the cursor.
     */
    protected abstract long frameLength(Side side, ByteCursor in);

    /** One frame with its head, at most {@link #MAX_INSPECTED} bytes of it; may be moved. */
    protected abstract void onFrame(Side side, ByteCursor frame);

    @Override
    protected final boolean readUnit(Side side, ByteCursor in) {
        int index = side.ordinal();
        if (skip[index] > 0) {
            int length = (int) Math.min(skip[index], in.remaining());
            in.skip(length);
            skip[index] -= length;
            return true;
        }
        if (lost[index] && !mayResume(side, in)) {
            in.skip(in.remaining());
            return true;
        }
        if (beginsTls(side, in)) {
            return false;
        }
        long length = frameLength(side, in);
        if (length == INCOMPLETE) {
            return false;
        }
        if (length <= 0) {
            finish();
            return false;
        }
        int inspected = (int) Math.min(length, MAX_INSPECTED);
        if (in.remaining() < inspected) {
            return false;
        }
        in.slice(inspected, frame);
        skip[index] = length - inspected;
        lost[index] = false;
        onFrame(side, frame);
        return true;
    }

    /** Whether bytes behind a gap surely begin a unit; most heads are too short to be sure. Does not move the cursor. */
    protected boolean mayResume(Side side, ByteCursor in) {
        return false;
    }

    /** Whether TLS begins here, or may with more bytes; the default says no. */
    protected boolean beginsTls(Side side, ByteCursor in) {
        return false;
    }

    @Override
    protected final void resync(Side side) {
        lost[side.ordinal()] = true;
        skip[side.ordinal()] = 0;
    }
}
