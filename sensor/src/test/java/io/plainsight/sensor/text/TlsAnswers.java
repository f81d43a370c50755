package io.plainsight.sensor.text;

import static io.plainsight.sensor.testing.Wire.hex;

import java.util.List;

/** What a server that expects TLS says to a client that speaks in clear. */
public final class TlsAnswers {
    /** Fatal alert {@code protocol_version} (RFC 5246 section 7.2). */
    public static final byte[] ALERT = hex("15 0303 0002 02 46");

    /** The head of a ServerHello of TLS 1.2, long enough for every head of a message; with a line end in it. */
    public static final byte[] SERVER_HELLO = hex(
            "16 0303 005a 02 000056 0303 a1a20aa4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf0d0a00 00 1301");

    public static final List<byte[]> ALL = List.of(ALERT, SERVER_HELLO);

    private TlsAnswers() {}
}
