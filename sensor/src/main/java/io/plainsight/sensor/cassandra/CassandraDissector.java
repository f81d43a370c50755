package io.plainsight.sensor.cassandra;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.frame.StrictFrameDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;

/**
 * Cassandra's CQL, versions 3 to 5. With PasswordAuthenticator the client's AUTH_RESPONSE holds name and password in clear.
 * Version 5 wraps what follows STARTUP and its answer in segments; each side is tried by itself, and by the check sum, since
 * the version's beta had none.
 *
 * <pre>
 *  Version (8) | Flags (8) | Stream (16) | Opcode (8) | Length (32) | Body
 * </pre>
 */
public final class CassandraDissector extends StrictFrameDissector {
    static final int HEADER_LENGTH = 9;
    static final int OPCODE = 4;
    static final int RESPONSE = 0x80;
    static final int STARTUP = 1;
    static final int READY = 2;
    static final int AUTHENTICATE = 3;
    static final int OPTIONS = 5;
    static final int SUPPORTED = 6;
    private static final int ERROR = 0;
    private static final int QUERY = 7;
    private static final int RESULT = 8;
    private static final int PREPARE = 9;
    private static final int EXECUTE = 10;
    private static final int REGISTER = 11;
    private static final int EVENT = 12;
    private static final int BATCH = 13;
    private static final int AUTH_CHALLENGE = 14;
    private static final int AUTH_RESPONSE = 15;
    private static final int AUTH_SUCCESS = 16;

    private static final int MIN_VERSION = 3;
    private static final int V5 = 5;
    private static final int MAX_VERSION = 6;
    /** Requests and answers by opcode, one bit each (section 2.4). */
    private static final int REQUESTS = 1 << STARTUP
            | 1 << OPTIONS
            | 1 << QUERY
            | 1 << PREPARE
            | 1 << EXECUTE
            | 1 << REGISTER
            | 1 << BATCH
            | 1 << AUTH_RESPONSE;

    private static final int RESPONSES = 1 << ERROR
            | 1 << READY
            | 1 << AUTHENTICATE
            | 1 << SUPPORTED
            | 1 << RESULT
            | 1 << EVENT
            | 1 << AUTH_CHALLENGE
            | 1 << AUTH_SUCCESS;

    /** Default of native_transport_max_frame_size, and room. */
    private static final long MAX_LENGTH = 256L * 1024 * 1024;

    private enum Framing {
        ENVELOPES,
        /** STARTUP or its answer has passed: what follows tells. */
        PERHAPS_SEGMENTS,
        SEGMENTS
    }

    private final Framing[] framing = {Framing.ENVELOPES, Framing.ENVELOPES};
    private final ByteCursor envelope = new ByteCursor();
    private boolean compressed;
    private boolean secretAsked;

    public CassandraDissector() {
        super(CassandraSignature.CASSANDRA);
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        int index = side.ordinal();
        if (framing[index] != Framing.ENVELOPES) {
            if (in.remaining() < CqlSegment.headLength(compressed)) {
                return INCOMPLETE;
            }
            if (CqlSegment.isHead(in, compressed)) {
                framing[index] = Framing.SEGMENTS;
                return CqlSegment.length(in, compressed);
            }
            if (framing[index] == Framing.SEGMENTS) {
                return INVALID;
            }
            framing[index] = Framing.ENVELOPES;
        }
        if (in.remaining() < HEADER_LENGTH) {
            return INCOMPLETE;
        }
        long length = Peek.u32(in, OPCODE + 1);
        return length > MAX_LENGTH || !isHeader(side, in) ? INVALID : HEADER_LENGTH + length;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        if (framing[side.ordinal()] != Framing.SEGMENTS) {
            onEnvelope(side, frame);
        } else if (side == Side.SERVER) {
            answered();
        } else if (CqlSegment.isOpaque(frame, compressed)) {
            onOpaqueRequest();
        } else {
            frame.skip(CqlSegment.headLength(compressed));
            while (frame.remaining() >= HEADER_LENGTH && isHeader(side, frame)) {
                long length = HEADER_LENGTH + Peek.u32(frame, OPCODE + 1);
                frame.slice((int) Math.min(length, frame.remaining()), envelope);
                onEnvelope(side, envelope);
            }
        }
    }

    private static boolean isHeader(Side side, ByteCursor in) {
        int version = in.peek(0) - (side == Side.SERVER ? RESPONSE : 0);
        int known = side == Side.SERVER ? RESPONSES : REQUESTS;
        int opcode = in.peek(OPCODE);
        return version >= MIN_VERSION && version <= MAX_VERSION && opcode <= AUTH_SUCCESS && (known >> opcode & 1) == 1;
    }

    private void onEnvelope(Side side, ByteCursor in) {
        int opcode = in.peek(OPCODE);
        if (side == Side.CLIENT) {
            onRequest(opcode, in);
            return;
        }
        if (opcode == READY || opcode == AUTHENTICATE) {
            secretAsked = opcode == AUTHENTICATE && Ascii.contains(in, "PASSWORDAUTHENTICATOR");
            if (in.peek(0) - RESPONSE >= V5) {
                framing[Side.SERVER.ordinal()] = Framing.PERHAPS_SEGMENTS;
            }
        }
        answered();
    }

    /** The first behind a request for a password holds it; others are statements, or parts of them. */
    private void onOpaqueRequest() {
        asked(!secretAsked);
        if (secretAsked) {
            secretAsked = false;
            expose(Credentials.SECRET);
        }
    }

    private void onRequest(int opcode, ByteCursor in) {
        switch (opcode) {
            case STARTUP -> {
                if (in.peek(0) >= V5) {
                    framing[Side.CLIENT.ordinal()] = Framing.PERHAPS_SEGMENTS;
                    compressed = Ascii.contains(in, "COMPRESSION");
                }
                asked(false);
            }
            case AUTH_RESPONSE -> {
                // name and password behind a NUL each, as SASL PLAIN has them
                boolean plain = secretAsked || Peek.u32(in, HEADER_LENGTH) > 2 && in.peek(HEADER_LENGTH + 4) == 0;
                secretAsked = false;
                expose(plain ? Credentials.SECRET : Credentials.DERIVED);
            }
            case QUERY, PREPARE, EXECUTE, BATCH -> asked(true);
            default -> asked(false);
        }
    }
}
