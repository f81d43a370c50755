package io.plainsight.sensor.nbns;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/**
 * NetBIOS datagram service (RFC 1002 section 4.4), which carries the browser's announcements.
 *
 * <pre>
 *   MSG_TYPE(1) FLAGS(1) DGM_ID(2) SOURCE_IP(4) SOURCE_PORT(2) DGM_LENGTH(2) PACKET_OFFSET(2) SOURCE_NAME …
 * </pre>
 */
public final class NetbiosDatagramSignature extends ClearDatagramSignature {
    static final String PROTOCOL = "netbios-dgm";

    private static final int DIRECT_UNIQUE = 0x10;
    private static final int BROADCAST = 0x12;
    private static final int ERROR = 0x13;
    private static final int QUERY_REQUEST = 0x14;
    private static final int QUERY_NEGATIVE = 0x16;
    private static final int HEADER_LENGTH = 10;
    static final int DATA_HEADER_LENGTH = 14;
    private static final int PORT = 138;

    public NetbiosDatagramSignature() {
        super(
                PROTOCOL,
                new ProtocolFacts(
                        "NetBIOS datagram service", ProtocolFacts.Kind.NETWORK_SERVICE, "RFC 1002", "that it is used"),
                NetbiosDatagramDissector::new);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        int type = in.peek(0);
        if (carriesData(in)) {
            return NetbiosName.at(in, DATA_HEADER_LENGTH);
        }
        if (type >= QUERY_REQUEST && type <= QUERY_NEGATIVE) {
            return NetbiosName.at(in, HEADER_LENGTH);
        }
        return type == ERROR && serverPort == PORT && in.remaining() == HEADER_LENGTH + 1;
    }

    /** Whether a datagram is of the kinds that have two names and data behind their header. */
    static boolean carriesData(ByteCursor in) {
        return in.peek(0) >= DIRECT_UNIQUE && in.peek(0) <= BROADCAST;
    }
}
