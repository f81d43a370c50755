package io.plainsight.sensor.git;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.PlaintextDissector;

/** Git's own transport: no logins, everything in clear. The server's answer, a list of references, is user data. */
public final class GitDissector extends PlaintextDissector {
    public GitDissector() {
        super(GitSignature.GIT);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        in.skip(in.remaining());
        if (side == Side.SERVER) {
            decide(true);
            finish();
        }
        return true;
    }

    @Override
    protected void resync(Side side) {}

    @Override
    protected void atEnd() {
        decide(false);
    }
}
