package io.plainsight.sensor.l2tp;

import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramDissector;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Credentials;

/**
 * L2TP, which protects nothing by itself: PAP in its PPP frames exposes a password (RFC 1334), CHAP an answer to a challenge
 * (RFC 1994), and network packets user data. PPP's own encryption (MPPE, ECP) is named by no algorithm in these frames.
 */
final class L2tpDissector extends ClearDatagramDissector {
    private static final int LENGTH = 0x4000;
    private static final int SEQUENCE = 0x0800;
    private static final int OFFSET = 0x0200;

    private static final int PAP = 0xc023;
    private static final int CHAP = 0xc223;
    private static final int ECP_ENCRYPTED = 0x0053;
    private static final int COMPRESSED = 0x00fd;
    private static final int FIRST_CONTROL = 0x8000;
    private static final int AUTHENTICATE_REQUEST = 1;
    private static final int CHAP_RESPONSE = 2;

    L2tpDissector() {
        super(L2tpSignature.L2TP);
    }

    @Override
    protected void read(Side side, ByteCursor in) {
        int flags = in.u16();
        if ((flags & L2tpSignature.CONTROL) != 0) {
            decide(false);
            return;
        }
        in.skip((flags & LENGTH) != 0 ? 2 : 0);
        in.skip(4);
        in.skip((flags & SEQUENCE) != 0 ? 4 : 0);
        if ((flags & OFFSET) != 0) {
            in.skip(in.u16());
        }
        if (in.peek(0) == 0xff && in.peek(1) == 3) {
            in.skip(2);
        }
        readPpp(in);
    }

    /** RFC 1661 section 2: the protocol, in one byte when its lowest bit is set. */
    private void readPpp(ByteCursor in) {
        int protocol = (in.peek(0) & 1) != 0 && in.peek(0) >= 0 ? in.u8() : in.u16();
        int code = in.u8();
        if (!in.ok()) {
            return;
        }
        if (protocol == PAP && code == AUTHENTICATE_REQUEST) {
            expose(Credentials.SECRET);
        } else if (protocol == CHAP && code == CHAP_RESPONSE) {
            expose(Credentials.DERIVED);
        } else if (protocol == ECP_ENCRYPTED || protocol == COMPRESSED) {
            judge(
                    Protection.UNKNOWN,
                    Reasons.CRYPTO_ALGORITHM_HIDDEN,
                    "PPP frames inside are compressed or encrypted, by what is not told");
        } else {
            decide(protocol < FIRST_CONTROL);
        }
    }
}
