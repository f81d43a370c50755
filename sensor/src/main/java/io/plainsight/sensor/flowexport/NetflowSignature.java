package io.plainsight.sensor.flowexport;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/**
 * NetFlow versions 1, 5 and 7 by the length that their count of fixed records gives, version 9 by sets that end with the
 * datagram (RFC 3954 section 5).
 */
public final class NetflowSignature extends ClearDatagramSignature {
    private static final int V1_HEADER = 16;
    private static final int V5_HEADER = 24;
    private static final int V9_HEADER = 20;
    private static final int V5_RECORD = 48;
    private static final int V1_V7_RECORD = 52;
    /** What fits into a frame of 1500 bytes. */
    private static final int MAX_RECORDS = 30;

    public NetflowSignature() {
        super(
                "netflow",
                new ProtocolFacts("NetFlow", ProtocolFacts.Kind.CLEAR, "RFC 3954", "that it is in clear"),
                true);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        int length = in.remaining();
        int version = in.u16();
        int count = in.u16();
        if (side != Side.CLIENT || !in.ok() || count == 0) {
            return false;
        }
        return switch (version) {
            case 1 -> count <= MAX_RECORDS && length == V1_HEADER + count * V1_V7_RECORD;
            case 5 -> count <= MAX_RECORDS && length == V5_HEADER + count * V5_RECORD;
            case 7 -> count <= MAX_RECORDS && length == V5_HEADER + count * V1_V7_RECORD;
            case 9 -> {
                in.skip(V9_HEADER - 4);
                yield in.ok() && ExportSets.reachTheEnd(in, 0);
            }
            default -> false;
        };
    }
}
