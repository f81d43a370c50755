package io.plainsight.sensor.sip;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.frame.OwnProtection;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.FieldDissector;

/** SIP (RFC 3261): all requests are user data, but those of registering and probing. */
public final class SipStreamDissector extends FieldDissector {
    private boolean mediaKeys;

    public SipStreamDissector() {
        super(SipStreamSignature.SIP, SipStreamSignature.VERSION);
    }

    @Override
    protected boolean isUserData(ByteCursor request) {
        return !Ascii.firstWordIs(request, "REGISTER") && !Ascii.firstWordIs(request, "OPTIONS");
    }

    /** {@code a=crypto} of a session description (RFC 4568) holds the keys of the media stream. */
    @Override
    protected void onBodyLine(ByteCursor line) {
        if (Ascii.startsWith(line, "A=CRYPTO:") && Ascii.contains(line, "INLINE:")) {
            mediaKeys = true;
            expose(Credentials.SECRET);
        }
    }

    @Override
    protected void refine(ObservationDraft draft) {
        if (mediaKeys) {
            OwnProtection.explain(
                    draft, "sip in clear, without TLS; the keys of the SRTP stream stand in the session description");
        }
    }
}
