package io.plainsight.sensor.cassandra;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.frame.StrictFrameDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;

/**
 * Cassandra's CQL, versions 3 to 5. With PasswordAuthenticator the client's AUTH_RESPONSE holds name and password in clear.
 * Version 5 wraps what follows READY or AUTHENTICATE in segments with check sums.
 *
 * <pre>
 *  Version (8) | Flags (8) | Stream (16) | Opcode (8) | Length (32) | Body
 *  Segment: Length (17) Self contained (1) Zero (6) | CRC (24) | Envelopes | CRC (32)
 *  Segment when compressed: Length (17) Uncompressed (17) Self contained (1) Zero (5) | CRC (24) | … | CRC (32)
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
    private static final int QUERY = 7;
    private static final int PREPARE = 9;
    private static final int EXECUTE = 10;
    private static final int BATCH = 13;
    private static final int AUTH_RESPONSE = 15;

    private static final int V5 = 5;
    private static final int SEGMENT_HEAD = 6;
    private static final int COMPRESSED_SEGMENT_HEAD = 8;
    private static final int SEGMENT_TRAILER = 4;
    private static final int LENGTH_MASK = 0x1ffff;
    /** Default of native_transport_max_frame_size, and room. */
    private static final long MAX_LENGTH = 256L * 1024 * 1024;

    private boolean segments;
    private boolean compressed;
    private boolean secretAsked;

    public CassandraDissector() {
        super(CassandraSignature.CASSANDRA);
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        if (segments) {
            int head = segmentHead();
            if (in.remaining() < head) {
                return INCOMPLETE;
            }
            return head + (Peek.u32le(in, 0) & LENGTH_MASK) + SEGMENT_TRAILER;
        }
        if (in.remaining() < HEADER_LENGTH) {
            return INCOMPLETE;
        }
        long length = Peek.u32(in, OPCODE + 1);
        boolean version = (in.peek(0) & 0x7f) <= V5 + 1;
        return length > MAX_LENGTH || !version ? INVALID : HEADER_LENGTH + length;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        boolean opaque = false;
        if (segments) {
            // an uncompressed length of zero says that this segment was not worth compressing
            opaque = compressed && (Peek.u32le(frame, 2) >> 1 & LENGTH_MASK) != 0;
            frame.skip(Math.min(frame.remaining(), segmentHead()));
        }
        if (side == Side.SERVER) {
            onResponse(frame, opaque);
        } else {
            onRequest(frame, opaque);
        }
    }

    private int segmentHead() {
        return compressed ? COMPRESSED_SEGMENT_HEAD : SEGMENT_HEAD;
    }

    private void onResponse(ByteCursor frame, boolean opaque) {
        int opcode = opaque ? -1 : frame.peek(OPCODE);
        if (!segments && (opcode == READY || opcode == AUTHENTICATE)) {
            secretAsked = opcode == AUTHENTICATE && Ascii.contains(frame, "PASSWORDAUTHENTICATOR");
            segments = (frame.peek(0) & 0x7f) >= V5;
        }
        answered();
    }

    private void onRequest(ByteCursor frame, boolean opaque) {
        if (opaque) {
            asked(true);
            if (secretAsked) {
                secretAsked = false;
                expose(Credentials.SECRET);
            }
            return;
        }
        int opcode = frame.peek(OPCODE);
        if (opcode == STARTUP) {
            compressed = Ascii.contains(frame, "COMPRESSION") && frame.peek(0) >= V5;
            asked(false);
        } else if (opcode == AUTH_RESPONSE) {
            // name and password behind a NUL each, as SASL PLAIN has them
            boolean plain = secretAsked || Peek.u32(frame, HEADER_LENGTH) > 2 && frame.peek(HEADER_LENGTH + 4) == 0;
            expose(plain ? Credentials.SECRET : Credentials.DERIVED);
        } else if (opcode == QUERY || opcode == PREPARE || opcode == EXECUTE || opcode == BATCH) {
            asked(true);
        }
    }
}
