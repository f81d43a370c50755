package io.plainsight.sensor.l2tp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/**
 * L2TP version 2 (RFC 2661 section 3.1): a control message, whose flags are fixed and whose length is the datagram's; or on
 * port 1701 a data message.
 */
public final class L2tpSignature extends ClearDatagramSignature {
    static final String L2TP = "l2tp";
    static final int CONTROL = 0x8000;

    private static final int PORT = 1701;
    /** Type, length and sequence bits, version 2. */
    private static final int CONTROL_FLAGS = 0xc802;

    private static final int RESERVED_AND_VERSION = 0x34ff;
    private static final int VERSION = 2;
    private static final int CONTROL_HEADER = 12;
    private static final int MIN_DATA = 8;

    public L2tpSignature() {
        super(
                L2TP,
                new ProtocolFacts(
                        "L2TP", ProtocolFacts.Kind.CLEAR, "RFC 2661", "PPP's PAP and CHAP, user data in clear"),
                L2tpDissector::new);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        int captured = in.remaining();
        int flags = in.u16();
        if (flags == CONTROL_FLAGS) {
            return in.u16() == captured && captured >= CONTROL_HEADER;
        }
        return serverPort == PORT
                && (flags & CONTROL) == 0
                && (flags & RESERVED_AND_VERSION) == VERSION
                && captured >= MIN_DATA;
    }
}
