package io.plainsight.sensor.sip;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.FieldDissector;

/** SIP (RFC 3261): all requests are user data, but those of registering and probing. */
public final class SipStreamDissector extends FieldDissector {
    public SipStreamDissector() {
        super(SipStreamSignature.SIP, SipStreamSignature.VERSION);
    }

    @Override
    protected boolean isUserData(ByteCursor request) {
        return !Ascii.firstWordIs(request, "REGISTER") && !Ascii.firstWordIs(request, "OPTIONS");
    }
}
