package io.plainsight.sensor.flowexport;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/** IPFIX (RFC 7011 section 3.1): version 10, the message's length, and sets that fill it. */
public final class IpfixSignature extends ClearDatagramSignature {
    private static final int VERSION = 10;
    private static final int HEADER_LENGTH = 16;
    private static final int TEMPLATE_SET = 2;

    public IpfixSignature() {
        super("ipfix", new ProtocolFacts("IPFIX", ProtocolFacts.Kind.CLEAR, "RFC 7011", "that it is in clear"), true);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        int length = in.remaining();
        if (side != Side.CLIENT || in.u16() != VERSION || in.u16() != length) {
            return false;
        }
        in.skip(HEADER_LENGTH - 4);
        return in.ok() && ExportSets.reachTheEnd(in, TEMPLATE_SET);
    }
}
