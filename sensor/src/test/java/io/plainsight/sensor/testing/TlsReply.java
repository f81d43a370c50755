package io.plainsight.sensor.testing;

/** What a TLS server sends to a client that does not speak TLS, or speaks it on another connection. */
public final class TlsReply {
    private TlsReply() {}

    /** A fatal alert, unexpected_message (RFC 8446 section 6). */
    public static byte[] alert() {
        return Wire.hex("15 0303 0002 02 0a");
    }

    /** A record with a ServerHello of 86 bytes, and one that is encrypted. */
    public static byte[] serverHello() {
        return new Wire()
                .bytes("16 0303 005a 02 000056 0303")
                .bytes("a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0")
                .bytes("00 1301 00 002e 002b 0002 0304 0033 0024 001d 0020")
                .bytes("c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0 0a0d")
                .bytes("17 0303 0010 00112233445566778899aabbccddeeff")
                .done();
    }
}
