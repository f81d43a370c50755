package io.plainsight.sensor.sip;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;

/** SIP over UDP (RFC 3261 section 7) by its first line; either end may ask. */
public final class SipSignature extends ClearDatagramSignature {
    static final String SIP = "sip";

    private static final int PORT = 5060;
    private static final int MAX_METHOD = 32;
    private static final int MAX_FIRST_LINE = 1024;

    public SipSignature() {
        super(
                SIP,
                new ProtocolFacts(
                        "SIP",
                        ProtocolFacts.Kind.CLEAR,
                        "RFC 3261, RFC 4568, RFC 8760",
                        "Digest and Basic credentials, SRTP keys in SDP"),
                SipDissector::new);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        boolean turn = serverPort != PORT && clientPort == PORT;
        if (Ascii.startsWith(in, "SIP/2.0 ")) {
            return Ascii.number(in, 8) >= 100 && (side == Side.SERVER || serverPort == PORT && clientPort == PORT);
        }
        return !turn && isRequestLine(in);
    }

    /** {@code METHOD sip:… SIP/2.0}. */
    private static boolean isRequestLine(ByteCursor in) {
        int method = 0;
        while (method <= MAX_METHOD && in.peek(method) >= 'A' && in.peek(method) <= 'Z') {
            method++;
        }
        if (method == 0 || method > MAX_METHOD || in.peek(method) != ' ') {
            return false;
        }
        in.skip(method + 1);
        if (!Ascii.startsWith(in, "SIP:") && !Ascii.startsWith(in, "SIPS:") && !Ascii.startsWith(in, "TEL:")) {
            return false;
        }
        int limit = Math.min(in.remaining(), MAX_FIRST_LINE);
        for (int i = 0; i < limit && Ascii.isText(in.peek(i)); i++) {
            if (in.peek(i) == ' ' && Ascii.matchesAt(in, i + 1, "SIP/2.0")) {
                return true;
            }
        }
        return false;
    }
}
