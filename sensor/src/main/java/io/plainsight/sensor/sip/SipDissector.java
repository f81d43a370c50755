package io.plainsight.sensor.sip;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramDissector;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.LineReader;

/**
 * SIP: who calls whom in clear. {@code Authorization} with Digest (RFC 8760) exposes an answer to a challenge, Basic a
 * password, Bearer a token; {@code a=crypto} in a session description (RFC 4568) the very keys of the media stream, which then
 * is as good as clear.
 *
 * <p><b>Bounds:</b> {@link #MAX_LINES} of a message are read.
 */
final class SipDissector extends ClearDatagramDissector {
    private static final int MAX_LINES = 256;

    private final ByteCursor line = new ByteCursor();
    private final LineReader reader = new LineReader();

    SipDissector() {
        super(SipSignature.SIP);
    }

    @Override
    protected void read(Side side, ByteCursor in) {
        if (!Ascii.contains(in, "SIP/2.0")) {
            // keep-alives: CRLF, STUN (RFC 5626 section 3.5)
            return;
        }
        reader.resync();
        for (int i = 0; i < MAX_LINES && reader.next(in, line); i++) {
            onLine();
        }
        decide(true);
    }

    private void onLine() {
        if (Ascii.startsWith(line, "AUTHORIZATION:") || Ascii.startsWith(line, "PROXY-AUTHORIZATION:")) {
            Ascii.skipWord(line);
            if (Ascii.startsWith(line, "DIGEST")) {
                expose(Credentials.DERIVED);
            } else if (Ascii.startsWith(line, "BASIC")) {
                expose(Credentials.SECRET);
            } else if (Ascii.startsWith(line, "BEARER")) {
                expose(Credentials.TOKEN);
            }
        } else if (Ascii.startsWith(line, "A=CRYPTO:") && Ascii.contains(line, "INLINE:")) {
            note("the keys of the SRTP stream stand in the session description");
            expose(Credentials.SECRET);
        }
    }
}
