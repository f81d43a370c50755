package io.plainsight.sensor.rlogin;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.PlaintextDissector;

/**
 * Rlogin: a terminal in clear. What the client types behind a prompt that ends in {@code password:} is a password; without a
 * prompt the server trusted the client's address.
 */
public final class RloginDissector extends PlaintextDissector {
    private static final String PROMPT = "password:";
    /** Zeroes that end the client's first fields. */
    private static final int FIRST_FIELDS = 4;

    private int fields;
    private int matched;
    private boolean prompted;

    public RloginDissector() {
        super(RloginSignature.RLOGIN);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        if (side == Side.SERVER) {
            while (in.remaining() > 0) {
                onServerByte(in.u8());
            }
        } else if (fields < FIRST_FIELDS) {
            fields += in.u8() == 0 ? 1 : 0;
            if (fields == FIRST_FIELDS) {
                decide(false);
            }
        } else {
            in.skip(in.remaining());
            decide(true);
            if (prompted) {
                expose(Credentials.SECRET);
                finish();
            }
        }
        return true;
    }

    @Override
    protected void resync(Side side) {
        matched = 0;
    }

    private void onServerByte(int b) {
        int lower = b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
        if (lower == PROMPT.charAt(matched)) {
            matched++;
        } else {
            matched = lower == PROMPT.charAt(0) ? 1 : 0;
        }
        if (matched == PROMPT.length()) {
            prompted = true;
            matched = 0;
        }
    }
}
