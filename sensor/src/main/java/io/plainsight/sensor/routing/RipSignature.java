package io.plainsight.sensor.routing;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/** RIP versions 1 and 2 and RIPng (RFC 2453 section 4, RFC 2080 section 2.1) on their ports: a header and entries of 20 bytes. */
public final class RipSignature extends ClearDatagramSignature {
    static final String RIP = "rip";
    static final int HEADER_LENGTH = 4;
    static final int ENTRY_LENGTH = 20;

    private static final int PORT = 520;
    private static final int RIPNG_PORT = 521;
    /** Request and response. */
    private static final int MAX_COMMAND = 2;

    public RipSignature() {
        super(
                RIP,
                new ProtocolFacts(
                        "RIP",
                        ProtocolFacts.Kind.NETWORK_SERVICE,
                        "RFC 2453, RFC 2080",
                        "whether a password or key signs it"),
                RipDissector::new);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        boolean ng = serverPort == RIPNG_PORT;
        int length = in.remaining();
        int command = in.u8();
        int version = in.u8();
        boolean zero = in.u16() == 0;
        boolean known = ng ? version == 1 : serverPort == PORT && (version == 1 || version == 2);
        return known
                && zero
                && command >= 1
                && command <= MAX_COMMAND
                && length > HEADER_LENGTH
                && (length - HEADER_LENGTH) % ENTRY_LENGTH == 0;
    }
}
