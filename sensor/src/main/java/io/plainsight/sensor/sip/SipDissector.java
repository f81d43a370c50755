package io.plainsight.sensor.sip;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.FieldDissector;

/** SIP (RFC 3261): all requests are user data, but those of registering and probing. */
public final class SipDissector extends FieldDissector {
    public SipDissector() {
        super(SipSignature.SIP, SipSignature.VERSION);
    }

    @Override
    protected boolean isUserData(ByteCursor request) {
        return !Ascii.firstWordIs(request, "REGISTER") && !Ascii.firstWordIs(request, "OPTIONS");
    }
}
