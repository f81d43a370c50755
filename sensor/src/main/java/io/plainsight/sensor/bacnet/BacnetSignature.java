package io.plainsight.sensor.bacnet;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/**
 * BACnet/IP (ASHRAE 135 annex J): type 0x81, function, length of all; NPDUs begin with version 1 (clause 6.2.1). Function
 * 0x0c, the "secure BVLL", was taken out of the standard again and is not accepted here.
 */
public final class BacnetSignature extends ClearDatagramSignature {
    private static final int BVLC = 0x81;
    private static final int FORWARDED_NPDU = 4;
    private static final int DISTRIBUTE_BROADCAST = 9;
    private static final int ORIGINAL_BROADCAST = 11;
    private static final int FORWARDED_ADDRESS = 6;
    private static final int NPDU_VERSION = 1;
    private static final int PORT = 47808;

    public BacnetSignature() {
        super(
                "bacnet",
                new ProtocolFacts("BACnet/IP", ProtocolFacts.Kind.CLEAR, "ASHRAE 135 annex J", "that it is in clear"),
                true);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        int length = in.remaining();
        if (in.u8() != BVLC) {
            return false;
        }
        int function = in.u8();
        if (in.u16() != length || function > ORIGINAL_BROADCAST || serverPort != PORT && clientPort == PORT) {
            return false;
        }
        if (function == FORWARDED_NPDU) {
            in.skip(FORWARDED_ADDRESS);
            return in.u8() == NPDU_VERSION;
        }
        // the others manage tables of broadcast devices and carry nothing to recognise them by
        return function >= DISTRIBUTE_BROADCAST ? in.u8() == NPDU_VERSION : serverPort == PORT;
    }
}
