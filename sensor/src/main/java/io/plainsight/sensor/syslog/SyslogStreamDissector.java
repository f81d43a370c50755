package io.plainsight.sensor.syslog;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.PlaintextDissector;

/**
 * Syslog over TCP (RFC 6587). It goes one way and begins with the message itself: once that was sent in clear it is out, whatever
 * the other end makes of it, so the first one decides.
 */
public final class SyslogStreamDissector extends PlaintextDissector {
    public SyslogStreamDissector() {
        super(SyslogStreamSignature.SYSLOG);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        in.skip(in.remaining());
        if (side == Side.CLIENT) {
            decide(true);
            finish();
        }
        return true;
    }

    @Override
    protected void resync(Side side) {}
}
