package io.plainsight.sensor.rsh;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.PlaintextDissector;

/** Rsh and rexec: a command and what it prints in clear; rexec sends a password before it. */
final class RemoteShellDissector extends PlaintextDissector {
    /** Zeroes that end the client's fields. */
    private static final int FIELDS = 4;

    private int fields;

    RemoteShellDissector(String protocol) {
        super(protocol);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        if (side == Side.SERVER) {
            in.skip(in.remaining());
        } else if (in.u8() == 0) {
            fields++;
            if (fields == FIELDS - 1 && protocol().equals(RexecSignature.REXEC)) {
                expose(Credentials.SECRET);
            } else if (fields == FIELDS) {
                decide(true);
                finish();
            }
        }
        return true;
    }

    @Override
    protected void resync(Side side) {
        if (side == Side.CLIENT) {
            finish();
        }
    }
}
