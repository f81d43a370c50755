package io.plainsight.sensor.iscsi;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Ascii;

/** iSCSI by the login request of a client: its opcode, its zeroes, and text keys behind it (RFC 7143 section 11.12). */
public final class IscsiSignature extends FrameSignature {
    static final String ISCSI = "iscsi";

    public IscsiSignature() {
        super(
                ISCSI,
                new ProtocolFacts("iSCSI", ProtocolFacts.Kind.CLEAR, "RFC 7143", "login method"),
                IscsiDissector::new);
    }

    private static final int LOGIN_VERSION_LENGTH = 3;
    private static final int KEYS_PREFIX = 4;

    @Override
    public Match match(Side side, ByteCursor in) {
        int opcode = in.peek(0);
        boolean login = side == Side.CLIENT
                ? opcode < 0
                        || (opcode & Bhs.OPCODE_MASK) == Bhs.LOGIN_REQUEST
                                && opcode <= (Bhs.IMMEDIATE | Bhs.LOGIN_REQUEST)
                : opcode < 0 || opcode == Bhs.LOGIN_RESPONSE;
        // versions and the length of additional headers are zero, and so is the end of the header of a request
        int reserved = side == Side.CLIENT ? 32 : 40;
        if (!login
                || !Peek.mayBeZero(in, 2, LOGIN_VERSION_LENGTH)
                || !Peek.may(in, 5, 0)
                || !Peek.mayBeZero(in, reserved, Bhs.LENGTH - reserved)) {
            return Match.NO;
        }
        for (int i = 0; i < KEYS_PREFIX; i++) {
            int b = in.peek(Bhs.LENGTH + i);
            if (b >= 0 && !Ascii.isLetter(b)) {
                return Match.NO;
            }
        }
        boolean keys = in.remaining() >= Bhs.LENGTH + KEYS_PREFIX;
        return side == Side.CLIENT && keys ? Match.YES : Match.MAYBE;
    }
}
