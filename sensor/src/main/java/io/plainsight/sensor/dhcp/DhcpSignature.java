package io.plainsight.sensor.dhcp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/** DHCP and its elder BOOTP (RFC 2131 section 2, RFC 951): a fixed header, then the magic cookie of RFC 1497. */
public final class DhcpSignature extends ClearDatagramSignature {
    private static final int REQUEST = 1;
    private static final int REPLY = 2;
    private static final int MAX_HARDWARE_ADDRESS = 16;
    private static final int COOKIE_OFFSET = 236;
    private static final long MAGIC_COOKIE = 0x63825363L;
    private static final int BOOTP_LENGTH = 300;
    private static final int SERVER_PORT = 67;

    public DhcpSignature() {
        super(
                "dhcp",
                new ProtocolFacts("DHCP", ProtocolFacts.Kind.NETWORK_SERVICE, "RFC 2131, RFC 951", "that it is used"),
                false);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        int operation = in.peek(0);
        // a relay passes a reply from one server port to another
        boolean relayed = clientPort == serverPort;
        boolean role = operation == REQUEST && (side == Side.CLIENT || relayed)
                || operation == REPLY && (side == Side.SERVER || relayed);
        if (!role || in.peek(1) < 1 || in.peek(2) > MAX_HARDWARE_ADDRESS || in.remaining() < COOKIE_OFFSET) {
            return false;
        }
        in.skip(COOKIE_OFFSET);
        boolean cookie = in.remaining() >= 4 && in.u32() == MAGIC_COOKIE;
        return cookie || serverPort == SERVER_PORT && in.remaining() + COOKIE_OFFSET + 4 >= BOOTP_LENGTH;
    }
}
