package io.plainsight.sensor.nbns;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/** NetBIOS name service (RFC 1002 section 4.2): DNS's header, then a name of 32 letters from A to P and a NetBIOS type. */
public final class NbnsSignature extends ClearDatagramSignature {
    private static final int HEADER_LENGTH = 12;
    private static final int RESPONSE = 0x80;
    /** NB, NBSTAT, and the NULL and NS of redirections. */
    private static final int TYPE_NB = 0x20;

    private static final int TYPE_NBSTAT = 0x21;
    private static final int TYPE_NULL = 0x0a;

    public NbnsSignature() {
        super(
                "nbns",
                new ProtocolFacts(
                        "NetBIOS name service", ProtocolFacts.Kind.NETWORK_SERVICE, "RFC 1002", "that it is used"),
                false);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        boolean response = (in.peek(2) & RESPONSE) != 0;
        if (in.remaining() < HEADER_LENGTH || response != (side == Side.SERVER)) {
            return false;
        }
        int end = NetbiosName.end(in, HEADER_LENGTH);
        if (end < 0) {
            return false;
        }
        in.skip(end);
        int type = in.u16();
        int nameClass = in.u16();
        return in.ok() && nameClass == 1 && (type == TYPE_NB || type == TYPE_NBSTAT || type == TYPE_NULL);
    }
}
