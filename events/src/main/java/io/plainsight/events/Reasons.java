package io.plainsight.events;

/** Ids in {@code plainsight.reasons[].rule}; an id never changes its meaning. */
public final class Reasons {
    /** Negotiated version is at or above TLS 1.2 with an accepted suite, and the handshake completed. */
    public static final String TLS_ACCEPTABLE = "tls.acceptable";

    public static final String TLS_VERSION_BELOW_MINIMUM = "tls.version.below-minimum";
    public static final String TLS_CIPHER_SUITE_WEAK = "tls.cipher-suite.weak";
    /** The chosen group is a curve below 224 bits, or one without a name (RFC 9325 section 4.5). */
    public static final String TLS_GROUP_WEAK = "tls.group.weak";
    /** The server signed its key exchange with MD5 or SHA-1 (RFC 9155). */
    public static final String TLS_SIGNATURE_WEAK = "tls.signature.weak";

    public static final String TLS_DH_TOO_SMALL = "tls.dh.too-small";
    public static final String TLS_CERTIFICATE_WEAK = "tls.certificate.weak";
    public static final String TLS_CERTIFICATE_EXPIRED = "tls.certificate.expired";
    /** Roots were given, and the server's chain does not validate up to any of them. */
    public static final String TLS_CERTIFICATE_UNTRUSTED = "tls.certificate.untrusted";
    /** The server chose TLS compression (RFC 9325 section 3.3). */
    public static final String TLS_COMPRESSION = "tls.compression";
    /** The server ignored the client's signal for secure renegotiation (RFC 5746), and the client went on (RFC 9325 section 3.5). */
    public static final String TLS_RENEGOTIATION_INSECURE = "tls.renegotiation.insecure";
    /** Completed with a version or suite that no registry knows: nothing can be said about its strength. */
    public static final String TLS_PARAMETERS_UNKNOWN = "tls.parameters.unknown";
    /** The handshake did not complete, so nothing was protected, and nothing sent. */
    public static final String TLS_HANDSHAKE_FAILED = "tls.handshake.failed";
    /** Packets are missing, or the connection was picked up midway. */
    public static final String TLS_HANDSHAKE_INCOMPLETE = "tls.handshake.incomplete";

    public static final String PLAINTEXT_PROTOCOL = "plaintext.protocol";
    public static final String PLAINTEXT_CREDENTIALS = "plaintext.credentials";
    /** Bytes passed in clear between the client's request for TLS and its start, where a faulty server takes them as protected. */
    public static final String STARTTLS_PIPELINED = "starttls.pipelined";
    /** TLS covered the login alone (TDS, FTP with MIC), so what follows it passes in clear. */
    public static final String ENCRYPTION_LOGIN_ONLY = "encryption.login-only";
    /** The content matched no protocol that we know. */
    public static final String PROTOCOL_UNRECOGNISED = "protocol.unrecognised";
    /** No payload was seen at all. */
    public static final String NO_PAYLOAD = "protocol.no-payload";

    /** Another protocol than TLS (SSH, IKE, WireGuard …) was seen to protect itself with accepted algorithms. */
    public static final String CRYPTO_ACCEPTABLE = "crypto.acceptable";
    /** Another protocol than TLS chose a weak algorithm, key size or version. */
    public static final String CRYPTO_ALGORITHM_WEAK = "crypto.algorithm.weak";
    /** It protects itself, but what it chose does not pass in sight of the sensor. */
    public static final String CRYPTO_ALGORITHM_HIDDEN = "crypto.algorithm.hidden";
    /** Its negotiation failed, so nothing was protected, and nothing sent. */
    public static final String CRYPTO_NEGOTIATION_FAILED = "crypto.negotiation.failed";
    /** Packets are missing, or the connection was picked up midway. */
    public static final String CRYPTO_NEGOTIATION_INCOMPLETE = "crypto.negotiation.incomplete";
    /** Bytes came twice with different content: which of them the receiver took, nobody can tell. */
    public static final String CAPTURE_CONFLICTING = "capture.conflicting-bytes";
    /** The sensor was overloaded and did not look at it, or not to the end; see docs/operations.md for the order of sacrifice. */
    public static final String SENSOR_OVERLOADED = "sensor.overloaded";
    /** Matched no protocol; its bytes are as evenly spread as encrypted or compressed ones. Never a sign of protection. */
    public static final String CONTENT_LOOKS_ENCRYPTED = "content.looks-encrypted";
    /** Matched no protocol; its bytes read as text. */
    public static final String CONTENT_LOOKS_LIKE_TEXT = "content.looks-like-text";
    /** Media over RTP or SRTP, which have the same header; nothing else told them apart. */
    public static final String MEDIA_PROTECTION_UNDECIDED = "media.protection.undecided";

    public static final String FLOW_LOG_ONLY = "flow-log.only";

    private Reasons() {}
}
