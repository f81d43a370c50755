package io.plainsight.sensor.diameter;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.frame.Peek;

/** Diameter by the head of a capabilities exchange or a watchdog, or midway by a message of a session. */
public final class DiameterSignature implements ProtocolSignature {
    static final String DIAMETER = "diameter";

    private static final int RESERVED = 0x0f;
    /** Bit 'E', which only answers have. */
    private static final int ERROR = 0x20;

    private static final int MAX_LENGTH = 1 << 20;
    private static final int SESSION_ID = 263;
    private static final int MANDATORY = 0x40;
    private static final int SESSION_ID_AT = 20;
    /** Code (32), flags (8), length (24). */
    private static final int SESSION_ID_HEAD = 8;

    @Override
    public String protocol() {
        return DIAMETER;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts("Diameter", ProtocolFacts.Kind.UPGRADABLE, "RFC 6733", "Inband-Security-Id, messages");
    }

    @Override
    public StreamDissector open() {
        return new DiameterDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        Match header = matchHeader(in);
        if (header != Match.YES) {
            return header;
        }
        int command = Peek.u24(in, 5);
        boolean request = (in.peek(4) & DiameterDissector.REQUEST) != 0;
        boolean base =
                command == DiameterDissector.CAPABILITIES_EXCHANGE || command == DiameterDissector.DEVICE_WATCHDOG;
        boolean first = base && Peek.u32(in, 8) == 0 && request == (side == Side.CLIENT);
        if (first || beginsSession(in)) {
            return Match.YES;
        }
        return in.remaining() < SESSION_ID_AT + SESSION_ID_HEAD ? Match.MAYBE : Match.NO;
    }

    /** {@code version (8) = 1, length (24), flags (8)}: RFC 6733 section 3. */
    static Match matchHeader(ByteCursor in) {
        if (!Peek.may(in, 0, 1) || in.peek(4) > 0 && (in.peek(4) & RESERVED) != 0) {
            return Match.NO;
        }
        if (in.remaining() < DiameterDissector.HEADER_LENGTH) {
            return Match.MAYBE;
        }
        int length = Peek.u24(in, 1);
        int flags = in.peek(4);
        boolean errorOfRequest = (flags & DiameterDissector.REQUEST) != 0 && (flags & ERROR) != 0;
        boolean fits =
                length % 4 == 0 && length >= DiameterDissector.HEADER_LENGTH && length <= MAX_LENGTH && !errorOfRequest;
        return fits ? Match.YES : Match.NO;
    }

    /** Whether the first AVP is a Session-Id, as in all messages of a session (RFC 6733 section 8.8). */
    static boolean beginsSession(ByteCursor in) {
        int length = Peek.u24(in, SESSION_ID_AT + 5);
        return Peek.u32(in, SESSION_ID_AT) == SESSION_ID
                && in.peek(SESSION_ID_AT + 4) == MANDATORY
                && length > SESSION_ID_HEAD
                && length <= Peek.u24(in, 1) - SESSION_ID_AT;
    }
}
