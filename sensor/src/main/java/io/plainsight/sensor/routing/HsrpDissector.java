package io.plainsight.sensor.routing;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramDissector;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;

/** HSRP: which router stands for which, in clear, with eight bytes of clear password unless it is the one everybody has. */
final class HsrpDissector extends ClearDatagramDissector {
    private static final int V1_PASSWORD_OFFSET = 8;
    private static final int PASSWORD_LENGTH = 8;
    /** Version 2's types of text and MD5 authentication. */
    private static final int TEXT_AUTHENTICATION = 3;

    private static final int MAX_ELEMENTS = 16;

    HsrpDissector() {
        super(HsrpSignature.HSRP);
    }

    @Override
    protected void read(Side side, ByteCursor in) {
        if (in.peek(0) == 0) {
            // version 1 with MD5 has a type, length, value list behind zeros in the password's place
            in.skip(V1_PASSWORD_OFFSET);
            readPassword(in);
        } else {
            for (int i = 0; i < MAX_ELEMENTS && in.remaining() > 1; i++) {
                int type = in.u8();
                int length = in.u8();
                if (type == TEXT_AUTHENTICATION && length == PASSWORD_LENGTH) {
                    readPassword(in);
                    break;
                }
                in.skip(length);
            }
        }
        decide(false);
    }

    /** RFC 2281 section 5.1.1 recommends "cisco" where nothing was set, which is no secret. */
    private void readPassword(ByteCursor in) {
        boolean none = Ascii.startsWith(in, "CISCO") && in.peek(5) == 0;
        if (!none && in.u64() != 0) {
            expose(Credentials.SECRET);
        }
    }

    @Override
    protected int maxDatagrams() {
        return 2;
    }
}
