package io.plainsight.sensor.routing;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/** HSRP on its port (RFC 2281 section 5): 20 bytes; version 2 is a list of type, length, value. */
public final class HsrpSignature extends ClearDatagramSignature {
    static final String HSRP = "hsrp";
    static final int PORT = 1985;
    /** Version 2's group state: type 1, 40 bytes. */
    static final int GROUP_STATE = 1;

    private static final int GROUP_STATE_LENGTH = 40;
    private static final int MAX_OPCODE = 3;
    private static final int MAX_STATE = 16;
    private static final int V1_LENGTH = 20;

    public HsrpSignature() {
        super(
                HSRP,
                new ProtocolFacts("HSRP", ProtocolFacts.Kind.NETWORK_SERVICE, "RFC 2281", "a password in clear"),
                HsrpDissector::new);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        if (serverPort != PORT && serverPort != 2029) {
            return false;
        }
        boolean version2 = in.peek(0) == GROUP_STATE && in.peek(1) == GROUP_STATE_LENGTH;
        boolean version1 = in.peek(0) == 0 && in.peek(1) <= MAX_OPCODE && in.peek(2) <= MAX_STATE;
        return in.remaining() >= V1_LENGTH && (version1 || version2);
    }
}
