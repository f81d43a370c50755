package io.plainsight.sensor.dhcp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/** DHCPv6 (RFC 8415 section 8): a type, a transaction id, then options to the end; with its server port, for want of a mark. */
public final class Dhcpv6Signature extends ClearDatagramSignature {
    private static final int SERVER_PORT = 547;
    private static final int CLIENT_PORT = 546;
    /** ADVERTISE, REPLY, RECONFIGURE and, to a relay, RELAY-REPL come from the server. */
    private static final int ADVERTISE = 2;

    private static final int REPLY = 7;
    private static final int RECONFIGURE = 10;
    private static final int RELAY_FORWARD = 12;
    private static final int RELAY_REPLY = 13;
    private static final int MAX_TYPE = 36;
    /** Type, hop count, link address, peer address. */
    private static final int RELAY_HEADER = 34;

    private static final int MAX_OPTIONS = 64;

    public Dhcpv6Signature() {
        super(
                "dhcpv6",
                new ProtocolFacts("DHCPv6", ProtocolFacts.Kind.NETWORK_SERVICE, "RFC 8415", "that it is used"),
                false);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        boolean ports = serverPort == SERVER_PORT || clientPort == CLIENT_PORT;
        int type = in.u8();
        if (!ports || type == 0 || type > MAX_TYPE) {
            return false;
        }
        boolean fromServer = type == ADVERTISE || type == REPLY || type == RECONFIGURE || type == RELAY_REPLY;
        if (clientPort != serverPort && fromServer != (side == Side.SERVER)) {
            return false;
        }
        boolean relay = type == RELAY_FORWARD || type == RELAY_REPLY;
        in.skip(relay ? RELAY_HEADER - 1 : 3);
        for (int i = 0; i < MAX_OPTIONS && in.remaining() > 0; i++) {
            in.skip(2);
            in.skip(in.u16());
        }
        return in.ok() && in.remaining() == 0;
    }
}
