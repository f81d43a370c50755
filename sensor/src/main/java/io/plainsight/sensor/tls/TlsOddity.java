package io.plainsight.sensor.tls;

import io.plainsight.sensor.metrics.SensorCounter;

/** Surprises that a TLS connection can hold, each under a stable word for metrics; none of them throws. */
public enum TlsOddity {
    /** A record header with an unknown type, a version that is not 3.x or an impossible length. */
    BAD_RECORD(SensorCounter.TLS_BAD_RECORD),
    /** A handshake message of a type that cannot stand there in clear. */
    BAD_HANDSHAKE_TYPE(SensorCounter.TLS_BAD_HANDSHAKE_TYPE),
    /** A handshake message larger than {@link HandshakeReader#MAX_MESSAGE}; skipped. */
    OVERSIZED_HANDSHAKE(SensorCounter.TLS_OVERSIZED_HANDSHAKE),
    MALFORMED_CLIENT_HELLO(SensorCounter.TLS_MALFORMED_CLIENT_HELLO),
    MALFORMED_SERVER_HELLO(SensorCounter.TLS_MALFORMED_SERVER_HELLO),
    MALFORMED_SERVER_KEY_EXCHANGE(SensorCounter.TLS_MALFORMED_SERVER_KEY_EXCHANGE),
    MALFORMED_CERTIFICATE_MESSAGE(SensorCounter.TLS_MALFORMED_CERTIFICATE_MESSAGE),
    /** The certificate's DER does not read; its fingerprints are still reported. */
    UNREADABLE_CERTIFICATE(SensorCounter.TLS_UNREADABLE_CERTIFICATE),
    /** A list in a hello is longer than its cap; no fingerprint is made. */
    LIST_TOO_LONG(SensorCounter.TLS_LIST_TOO_LONG),
    /** A second ClientHello that no HelloRetryRequest asked for. */
    UNEXPECTED_CLIENT_HELLO(SensorCounter.TLS_UNEXPECTED_CLIENT_HELLO),
    /** A ServerHello sent by the client, or a ClientHello by the server. */
    HELLO_FROM_WRONG_SIDE(SensorCounter.TLS_HELLO_FROM_WRONG_SIDE),
    /** A clear alert record whose length is not two bytes. */
    BAD_ALERT(SensorCounter.TLS_BAD_ALERT);

    private final SensorCounter counter;

    TlsOddity(SensorCounter counter) {
        this.counter = counter;
    }

    /** Counts it, under a stable word. */
    public SensorCounter counter() {
        return counter;
    }
}
