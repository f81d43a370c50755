package io.plainsight.sensor.tacacs;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameDissector;
import io.plainsight.sensor.frame.OwnProtection;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Credentials;

/**
 * TACACS+. Bodies are obfuscated by a pad of MD5 over a shared key, which RFC 8907 section 10.5 calls insufficient: weak. With
 * the unencrypted flag the body is in clear, that of an authentication with its password.
 */
public final class TacacsDissector extends FrameDissector {
    private boolean obfuscated;

    public TacacsDissector() {
        super(TacacsSignature.TACACS, TacacsHeader.LENGTH);
    }

    @Override
    protected int frameLength(Side side, ByteCursor in) {
        long length = Peek.u32(in, 8);
        boolean known = (in.peek(0) & 0xfe) == TacacsHeader.VERSION && length <= TacacsHeader.MAX_BODY;
        return known ? TacacsHeader.LENGTH + (int) length : NOT_A_FRAME;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame, int length) {
        if ((frame.peek(3) & TacacsHeader.UNENCRYPTED) == 0) {
            if (!obfuscated) {
                obfuscated = true;
                tell();
            }
            return;
        }
        decide(true);
        if (side == Side.CLIENT && frame.peek(1) == TacacsHeader.AUTHENTICATION) {
            expose(Credentials.SECRET);
            finish();
        }
    }

    @Override
    protected void refine(ObservationDraft draft) {
        if (obfuscated && !isDecided()) {
            OwnProtection.weak(draft, "TACACS+ obfuscated with MD5, which is no encryption (RFC 8907 section 10.5)");
        }
    }
}
