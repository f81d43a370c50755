package io.plainsight.sensor.tls;

/** Extension types that the sensor reads, IANA registry "TLS ExtensionType Values". */
public final class TlsExtensionType {
    public static final int SERVER_NAME = 0;
    public static final int SUPPORTED_GROUPS = 10;
    public static final int EC_POINT_FORMATS = 11;
    public static final int SIGNATURE_ALGORITHMS = 13;
    public static final int HEARTBEAT = 15;
    public static final int APPLICATION_LAYER_PROTOCOL_NEGOTIATION = 16;
    /** status_request_v2 of RFC 6961; among the clients that are met today only JSSE's sends it. */
    public static final int STATUS_REQUEST_V2 = 17;

    public static final int PADDING = 21;
    public static final int ENCRYPT_THEN_MAC = 22;
    public static final int EXTENDED_MASTER_SECRET = 23;
    public static final int SESSION_TICKET = 35;
    /** The key_share of TLS 1.3 drafts before 23. */
    public static final int KEY_SHARE_DRAFT = 40;

    public static final int PRE_SHARED_KEY = 41;
    public static final int EARLY_DATA = 42;
    public static final int SUPPORTED_VERSIONS = 43;
    public static final int COOKIE = 44;
    public static final int PSK_KEY_EXCHANGE_MODES = 45;
    /** RFC 9846 section 4.3.6: the client may be asked for its certificate after the handshake. */
    public static final int POST_HANDSHAKE_AUTH = 49;

    public static final int KEY_SHARE = 51;
    public static final int ENCRYPTED_CLIENT_HELLO = 0xfe0d;
    /** RFC 5746. */
    public static final int RENEGOTIATION_INFO = 0xff01;

    private TlsExtensionType() {}
}
