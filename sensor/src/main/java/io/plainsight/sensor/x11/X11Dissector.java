package io.plainsight.sensor.x11;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.PlaintextDissector;

/**
 * X11: windows, keys and clipboard in clear. {@code MIT-MAGIC-COOKIE-1} is a token that opens the whole display to whoever
 * reads it; {@code XDM-AUTHORIZATION-1} and others are derived from a key.
 */
public final class X11Dissector extends PlaintextDissector {
    private static final String MAGIC_COOKIE = "MIT-MAGIC-COOKIE-1";

    private boolean setUp;

    public X11Dissector() {
        super(X11Signature.X11);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        if (side == Side.SERVER) {
            in.skip(in.remaining());
            return true;
        }
        if (setUp) {
            decide(true);
            finish();
            return false;
        }
        if (in.remaining() < X11Setup.REQUEST_LENGTH) {
            return false;
        }
        if (!X11Setup.mayBeRequest(in)) {
            disown();
            return false;
        }
        int length = X11Setup.length(in);
        if (in.remaining() < length) {
            return false;
        }
        setUp = true;
        decide(false);
        if (Peek.is(in, X11Setup.REQUEST_LENGTH, MAGIC_COOKIE)) {
            expose(Credentials.TOKEN);
        } else if (X11Setup.dataLength(in) > 0) {
            expose(Credentials.DERIVED);
        }
        in.skip(length);
        return true;
    }

    @Override
    protected void resync(Side side) {
        if (side == Side.CLIENT) {
            finish();
        }
    }
}
