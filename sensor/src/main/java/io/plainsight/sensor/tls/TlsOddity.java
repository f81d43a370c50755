package io.plainsight.sensor.tls;

/** Surprises that a TLS connection can hold, each under a stable word for metrics; none of them throws. */
public enum TlsOddity {
    /** A record header with an unknown type, a version that is not 3.x or an impossible length. */
    BAD_RECORD("tls_bad_record"),
    /** A handshake message of a type that cannot stand there in clear. */
    BAD_HANDSHAKE_TYPE("tls_bad_handshake_type"),
    /** A handshake message larger than {@link HandshakeReader#MAX_MESSAGE}; skipped. */
    OVERSIZED_HANDSHAKE("tls_oversized_handshake"),
    MALFORMED_CLIENT_HELLO("tls_malformed_client_hello"),
    MALFORMED_SERVER_HELLO("tls_malformed_server_hello"),
    MALFORMED_SERVER_KEY_EXCHANGE("tls_malformed_server_key_exchange"),
    MALFORMED_CERTIFICATE_MESSAGE("tls_malformed_certificate_message"),
    /** The certificate's DER does not read; its fingerprints are still reported. */
    UNREADABLE_CERTIFICATE("tls_unreadable_certificate"),
    /** A list in a hello is longer than its cap; no fingerprint is made. */
    LIST_TOO_LONG("tls_list_too_long"),
    /** A second ClientHello that no HelloRetryRequest asked for. */
    UNEXPECTED_CLIENT_HELLO("tls_unexpected_client_hello"),
    /** A ServerHello sent by the client, or a ClientHello by the server. */
    HELLO_FROM_WRONG_SIDE("tls_hello_from_wrong_side"),
    /** A clear alert record whose length is not two bytes. */
    BAD_ALERT("tls_bad_alert");

    private final String label;

    TlsOddity(String label) {
        this.label = label;
    }

    /** The metric label. */
    public String label() {
        return label;
    }
}
