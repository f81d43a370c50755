package io.plainsight.sensor.adb;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameDissector;
import io.plainsight.sensor.frame.Peek;

/**
 * The Android Debug Bridge. The device asks for TLS with {@code STLS}, the host answers the same and begins TLS. Otherwise the
 * host signs a token with its key ({@code AUTH}), which exposes nothing, and shells and files pass in clear.
 *
 * <pre>
 *  Command (32) | Argument 0 (32) | Argument 1 (32) | Data's length (32) | CRC (32) | Command XOR ffffffff (32), little endian
 * </pre>
 */
public final class AdbDissector extends FrameDissector {
    static final int HEADER_LENGTH = 24;
    /** What a side's first message may be. */
    static final String[] FIRST_COMMANDS = {"CNXN", "AUTH", "STLS"};

    private static final int MAX_DATA = 1024 * 1024;

    public AdbDissector() {
        super(AdbSignature.ADB, HEADER_LENGTH);
    }

    @Override
    protected int frameLength(Side side, ByteCursor in) {
        for (int i = 0; i < 4; i++) {
            if ((in.peek(i) ^ 0xff) != in.peek(20 + i)) {
                return NOT_A_FRAME;
            }
        }
        long length = Peek.u32le(in, 12);
        return length > MAX_DATA ? NOT_A_FRAME : HEADER_LENGTH + (int) length;
    }

    @Override
    protected boolean mayResume(Side side, ByteCursor in) {
        return frameLength(side, in) != NOT_A_FRAME;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame, int length) {
        if (Peek.is(frame, 0, "STLS")) {
            if (side == Side.SERVER) {
                upgrade.offer(true);
            } else {
                upgrade.request();
                upgrade.accept();
                startTls();
            }
        } else if (Peek.is(frame, 0, "OPEN") || Peek.is(frame, 0, "WRTE")) {
            decide(true);
            finish();
        }
    }
}
