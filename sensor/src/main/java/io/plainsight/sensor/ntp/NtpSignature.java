package io.plainsight.sensor.ntp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/** NTP (RFC 5905 section 7.3): a 48 byte header with few marks, so port 123 has to stand at one end. */
public final class NtpSignature extends ClearDatagramSignature {
    static final String NTP = "ntp";
    static final int HEADER_LENGTH = 48;
    /** RFC 9327 and its unregistered neighbour: control and private messages. */
    static final int CONTROL = 6;

    private static final int PORT = 123;
    private static final int MAX_VERSION = 4;
    /** RFC 5905 section 7.3: 16 is "unsynchronized", higher ones are reserved. */
    private static final int MAX_STRATUM = 16;

    private static final int CLIENT = 3;
    private static final int SERVER = 4;
    private static final int PRIVATE = 7;
    private static final int CONTROL_LENGTH = 8;

    public NtpSignature() {
        super(
                NTP,
                new ProtocolFacts(
                        "NTP",
                        ProtocolFacts.Kind.NETWORK_SERVICE,
                        "RFC 5905, RFC 8915",
                        "whether NTS or a key signs it"),
                NtpDissector::new);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        if (clientPort != PORT && serverPort != PORT || in.remaining() < CONTROL_LENGTH) {
            return false;
        }
        int first = in.peek(0);
        int version = first >> 3 & 7;
        int mode = first & 7;
        if (version == 0 || version > MAX_VERSION || mode == 0) {
            return false;
        }
        if (mode == CONTROL || mode == PRIVATE) {
            return (in.remaining() & 3) == 0 || mode == CONTROL;
        }
        boolean role = mode == CLIENT ? side == Side.CLIENT : mode != SERVER || side == Side.SERVER;
        return role && in.remaining() >= HEADER_LENGTH && (in.remaining() & 3) == 0 && in.peek(1) <= MAX_STRATUM;
    }
}
