package io.plainsight.sensor.tls;

import io.plainsight.sensor.tls.fingerprint.Ja4;

/** What carries the handshake messages. */
public enum TlsCarrier {
    /** TLS records over a stream. */
    TLS("tls", Ja4.TCP),
    /** DTLS records (RFC 6347, RFC 9147). */
    DTLS("dtls", Ja4.DTLS),
    /** CRYPTO frames (RFC 9001 section 4). */
    QUIC("quic", Ja4.QUIC);

    private final String protocol;
    private final char ja4;

    TlsCarrier(String protocol, char ja4) {
        this.protocol = protocol;
        this.ja4 = ja4;
    }

    /** The value of {@code network.protocol}. */
    public String protocol() {
        return protocol;
    }

    /** The first character of a JA4. */
    char ja4() {
        return ja4;
    }
}
