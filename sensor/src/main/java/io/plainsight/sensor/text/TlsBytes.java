package io.plainsight.sensor.text;

import io.plainsight.sensor.buffer.ByteCursor;

/** Tells the first bytes of a TLS client from text. TLSPlaintext, RFC 8446 section 5.1: {@code 16 03 0x len len 01}. */
public final class TlsBytes {
    private static final int HANDSHAKE = 22;
    private static final int MAJOR_VERSION = 3;
    private static final int MAX_MINOR_VERSION = 4;
    private static final int CLIENT_HELLO = 1;
    private static final int HEADER_LENGTH = 5;

    private TlsBytes() {}

    /** Whether these may be the first bytes of a ClientHello record; true for an empty cursor. */
    public static boolean mayBeClientHello(ByteCursor in) {
        return (in.peek(0) < 0 || in.peek(0) == HANDSHAKE)
                && (in.peek(1) < 0 || in.peek(1) == MAJOR_VERSION)
                && (in.peek(2) < 0 || in.peek(2) <= MAX_MINOR_VERSION)
                && (in.peek(HEADER_LENGTH) < 0 || in.peek(HEADER_LENGTH) == CLIENT_HELLO);
    }

    /** Whether enough bytes are there to be sure that it is one. */
    public static boolean isClientHello(ByteCursor in) {
        return in.remaining() > HEADER_LENGTH && mayBeClientHello(in);
    }
}
