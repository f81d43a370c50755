package io.plainsight.sensor.radius;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/** RADIUS (RFC 2865 section 3): code, identifier, length, authenticator, and attributes that fill the length. */
public final class RadiusSignature extends ClearDatagramSignature {
    static final String RADIUS = "radius";
    static final int HEADER_LENGTH = 20;
    static final int MAX_LENGTH = 4096;

    static final int ACCESS_REQUEST = 1;
    static final int ACCOUNTING_REQUEST = 4;

    public RadiusSignature() {
        super(
                RADIUS,
                new ProtocolFacts(
                        "RADIUS",
                        ProtocolFacts.Kind.CLEAR,
                        "RFC 2865, RFC 2866, RFC 3579, RFC 5176",
                        "passwords under MD5, CHAP, the EAP method"),
                RadiusDissector::new);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        int captured = in.remaining();
        int code = in.u8();
        in.skip(1);
        int length = in.u16();
        if (!in.ok() || length != captured || length < HEADER_LENGTH || length > MAX_LENGTH || !inRole(code, side)) {
            return false;
        }
        in.skip(HEADER_LENGTH - 4);
        while (in.remaining() > 0) {
            int type = in.u8();
            int size = in.u8();
            if (type == 0 || size < 2) {
                return false;
            }
            in.skip(size - 2);
        }
        return in.ok() && (length > HEADER_LENGTH || code != ACCESS_REQUEST);
    }

    /** Codes of RFC 2865, 2866, 5997 and 5176. */
    private static boolean inRole(int code, Side side) {
        return switch (code) {
            case ACCESS_REQUEST, ACCOUNTING_REQUEST, 12, 40, 43 -> side == Side.CLIENT;
            case 2, 3, 5, 11, 13, 41, 42, 44, 45 -> side == Side.SERVER;
            default -> false;
        };
    }
}
