package io.plainsight.sensor.http;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;

/**
 * HTTP/2's connection preface and frame header (RFC 9113 sections 3.4 and 4.1).
 *
 * <pre>
 *  Length (24) | Type (8) | Flags (8) | Reserved (1) Stream Identifier (31) | Payload
 * </pre>
 */
final class Http2Frames {
    static final int HEADER_LENGTH = 9;

    static final int DATA = 0;
    static final int HEADERS = 1;

    private static final String CLIENT_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int FLAG_PADDED = 0x8;
    private static final int FLAG_PRIORITY = 0x20;

    private static final int SETTINGS = 4;
    private static final int SETTING_LENGTH = 6;
    /** More than the registry of settings will ever hold in one frame. */
    private static final int MAX_SETTINGS_LENGTH = 64 * SETTING_LENGTH;

    private static final int TYPE_OFFSET = 3;
    private static final int FLAGS_OFFSET = 4;
    private static final int STREAM_OFFSET = 5;

    private Http2Frames() {}

    static int clientPrefaceLength() {
        return CLIENT_PREFACE.length();
    }

    /** Whether the cursor begins with the whole preface. */
    static boolean isClientPreface(ByteCursor in) {
        return in.remaining() >= CLIENT_PREFACE.length() && mayBeClientPreface(in);
    }

    /** Whether the cursor may be the beginning of the preface. */
    static boolean mayBeClientPreface(ByteCursor in) {
        int known = Math.min(in.remaining(), CLIENT_PREFACE.length());
        for (int i = 0; i < known; i++) {
            if (in.peek(i) != CLIENT_PREFACE.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The server's preface is a SETTINGS frame on stream 0 without flags. */
    static Match matchServerPreface(ByteCursor in) {
        int length = in.peek(1) << 8 | in.peek(2);
        boolean possible = is(in, 0, 0)
                && (in.peek(2) < 0 || length % SETTING_LENGTH == 0 && length <= MAX_SETTINGS_LENGTH)
                && is(in, TYPE_OFFSET, SETTINGS)
                && is(in, FLAGS_OFFSET, 0);
        for (int i = STREAM_OFFSET; i < HEADER_LENGTH; i++) {
            possible &= is(in, i, 0);
        }
        return !possible ? Match.NO : in.remaining() < HEADER_LENGTH ? Match.MAYBE : Match.YES;
    }

    /** Payload length of the frame whose header is at the cursor; call with {@link #HEADER_LENGTH} bytes present. */
    static int length(ByteCursor in) {
        return in.peek(0) << 16 | in.peek(1) << 8 | in.peek(2);
    }

    static int type(ByteCursor in) {
        return in.peek(TYPE_OFFSET);
    }

    /** Moves past the padding's length and the priority that may stand before a header block (RFC 9113 section 6.2). */
    static void skipToHeaderBlock(ByteCursor payload, int flags) {
        int before = ((flags & FLAG_PADDED) != 0 ? 1 : 0) + ((flags & FLAG_PRIORITY) != 0 ? 5 : 0);
        payload.skip(Math.min(before, payload.remaining()));
    }

    static int flags(ByteCursor in) {
        return in.peek(FLAGS_OFFSET);
    }

    private static boolean is(ByteCursor in, int offset, int value) {
        return in.peek(offset) < 0 || in.peek(offset) == value;
    }
}
