package io.plainsight.sensor.rtsp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.FieldDissector;

/** RTSP (RFC 2326, RFC 7826): all requests are user data, but those of probing and leaving. */
public final class RtspDissector extends FieldDissector {
    public RtspDissector() {
        super(RtspSignature.RTSP, RtspSignature.VERSION);
    }

    @Override
    protected boolean isUserData(ByteCursor request) {
        return !Ascii.firstWordIs(request, "OPTIONS") && !Ascii.firstWordIs(request, "TEARDOWN");
    }
}
