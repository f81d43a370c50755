package io.plainsight.sensor.routing;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramDissector;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Credentials;

/** RIP: routes in clear; an authentication entry holds a clear password (RFC 2453 section 4.1) or names a key (RFC 4822). */
final class RipDissector extends ClearDatagramDissector {
    private static final int AUTHENTICATION = 0xffff;
    private static final int SIMPLE_PASSWORD = 2;
    private static final int KEYED_DIGEST = 3;

    RipDissector() {
        super(RipSignature.RIP);
    }

    @Override
    protected void read(Side side, ByteCursor in) {
        in.skip(RipSignature.HEADER_LENGTH);
        if (in.u16() == AUTHENTICATION) {
            int type = in.u16();
            if (type == SIMPLE_PASSWORD && in.u64() != 0) {
                expose(Credentials.SECRET);
            } else if (type == KEYED_DIGEST) {
                note("signed with a key");
            }
        }
        decide(false);
    }

    @Override
    protected int maxDatagrams() {
        return 2;
    }
}
