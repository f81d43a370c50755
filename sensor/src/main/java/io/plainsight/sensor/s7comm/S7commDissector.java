package io.plainsight.sensor.s7comm;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameDissector;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Credentials;

/**
 * S7: programs and values of controllers in clear. A controller's password passes with its bits shuffled by a fixed rule and
 * is as good as in clear.
 */
public final class S7commDissector extends FrameDissector {
    private static final int HEADER_LENGTH = 10;
    private static final int ACK_HEADER_LENGTH = 12;
    private static final int SETUP_COMMUNICATION = 0xf0;

    /* the parameters of user data: 00 01 12, length, method, type and group, function */
    private static final int GROUP_OFFSET = 5;
    private static final int REQUEST_SECURITY = 0x45;
    private static final int ENTER_PASSWORD = 1;

    public S7commDissector() {
        super(S7commSignature.S7COMM, Cotp.MIN_LENGTH);
    }

    @Override
    protected int frameLength(Side side, ByteCursor in) {
        return Cotp.mayBe(in) ? Peek.u16(in, 2) : NOT_A_FRAME;
    }

    @Override
    protected boolean mayResume(Side side, ByteCursor in) {
        return Cotp.mayBe(in) && Cotp.isData(in) && in.peek(Cotp.payload(in)) == Cotp.S7;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame, int length) {
        if (!Cotp.isData(frame)) {
            return;
        }
        frame.skip(Cotp.payload(frame));
        int kind = frame.peek(1);
        if (frame.peek(0) != Cotp.S7 || !Cotp.isKind(kind)) {
            return;
        }
        boolean hasError = kind == 2 || kind == 3;
        int parameters = hasError ? ACK_HEADER_LENGTH : HEADER_LENGTH;
        if (kind == Cotp.USER_DATA) {
            boolean password = side == Side.CLIENT
                    && frame.peek(parameters + GROUP_OFFSET) == REQUEST_SECURITY
                    && frame.peek(parameters + GROUP_OFFSET + 1) == ENTER_PASSWORD;
            decide(true);
            if (password) {
                expose(Credentials.SECRET);
            }
        } else if (frame.peek(parameters) >= 0 && frame.peek(parameters) != SETUP_COMMUNICATION) {
            decide(true);
        }
    }

    @Override
    protected void atEnd() {
        decide(false);
    }
}
