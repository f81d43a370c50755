package io.plainsight.sensor.pptp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameDissector;
import io.plainsight.sensor.frame.OwnProtection;
import io.plainsight.sensor.frame.Peek;

/**
 * PPTP's control connection. The data passes beside it in GRE, under MPPE with RC4 and keys from MS-CHAP at the very best: a
 * call that was set up is weak.
 */
public final class PptpDissector extends FrameDissector {
    /** Of a Start-Control-Connection request or reply, bytes. */
    static final int START_LENGTH = 156;

    private static final int HEADER_LENGTH = 12;
    private static final int MAX_LENGTH = 512;
    private static final long MAGIC_COOKIE = 0x1a2b3c4dL;
    private static final int OUTGOING_CALL_REPLY = 8;
    private static final int INCOMING_CALL_REPLY = 10;
    private static final int CONNECTED = 1;

    private boolean called;

    public PptpDissector() {
        super(PptpSignature.PPTP, HEADER_LENGTH);
    }

    @Override
    protected int frameLength(Side side, ByteCursor in) {
        int length = Peek.u16(in, 0);
        return Peek.u32(in, 4) == MAGIC_COOKIE && length <= MAX_LENGTH ? length : NOT_A_FRAME;
    }

    @Override
    protected boolean mayResume(Side side, ByteCursor in) {
        return Peek.u32(in, 4) == MAGIC_COOKIE;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame, int length) {
        int type = Peek.u16(frame, 8);
        boolean reply = type == OUTGOING_CALL_REPLY || type == INCOMING_CALL_REPLY;
        // both have the result behind the two call ids
        if (reply && frame.peek(16) == CONNECTED && !called) {
            called = true;
            tell();
            finish();
        }
    }

    @Override
    protected void refine(ObservationDraft draft) {
        if (called) {
            OwnProtection.weak(draft, "a tunnel of PPTP, which encrypts with RC4 (RFC 3078) or not at all");
        } else {
            OwnProtection.incomplete(draft, "no call of PPTP was seen to be set up");
        }
    }
}
