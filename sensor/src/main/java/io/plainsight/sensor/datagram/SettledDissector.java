package io.plainsight.sensor.datagram;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;

/** For protocols of which their signature has seen all that matters: in clear, and nothing more to learn. */
public final class SettledDissector extends ClearDatagramDissector {
    private final boolean userData;

    /** @param userData whether it carries more than the network's own business */
    public SettledDissector(String protocol, boolean userData) {
        super(protocol);
        this.userData = userData;
    }

    @Override
    protected void read(Side side, ByteCursor in) {
        decide(userData);
        finish();
    }
}
