package io.plainsight.sensor.gtp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/** GTP's control plane on port 2123 (3GPP TS 29.060 section 6, TS 29.274 section 5): version, type, length of what follows. */
public final class GtpControlSignature extends ClearDatagramSignature {
    private static final int PORT = 2123;
    private static final int V1_HEADER = 8;
    private static final int V2_HEADER = 4;
    private static final int PROTOCOL_TYPE = 0x10;

    public GtpControlSignature() {
        super(
                "gtp",
                new ProtocolFacts(
                        "GTP-C",
                        ProtocolFacts.Kind.CLEAR,
                        "3GPP TS 29.060, TS 29.274",
                        "that subscribers' data is in clear"),
                true);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        int captured = in.remaining();
        int flags = in.u8();
        in.skip(1);
        int length = in.u16();
        if (serverPort != PORT || !in.ok()) {
            return false;
        }
        int version = flags >> 5;
        boolean v1 = version == 1 && (flags & PROTOCOL_TYPE) != 0 && length == captured - V1_HEADER;
        // two messages may share a datagram ("piggybacking", TS 29.274 section 5.5.1)
        boolean piggyback = (flags & PROTOCOL_TYPE) != 0;
        boolean v2 = version == 2
                && length >= V2_HEADER
                && (piggyback ? length <= captured - V2_HEADER : length == captured - V2_HEADER);
        return v1 || v2;
    }
}
