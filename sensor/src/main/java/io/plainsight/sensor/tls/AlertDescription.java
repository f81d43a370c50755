package io.plainsight.sensor.tls;

/** Alert descriptions, IANA registry "TLS Alerts", with the retired values of SSL 3.0 and TLS 1.0. */
public final class AlertDescription {
    public static final int WARNING = 1;
    public static final int FATAL = 2;

    public static final int CLOSE_NOTIFY = 0;
    /** SSL 3.0: the client has no certificate to present. */
    public static final int NO_CERTIFICATE = 41;

    public static final int USER_CANCELED = 90;
    public static final int NO_RENEGOTIATION = 100;
    public static final int ECH_REQUIRED = 121;

    private static final int HANDSHAKE_FAILURE = 40;
    private static final int BAD_CERTIFICATE = 42;
    private static final int CERTIFICATE_UNKNOWN = 46;
    private static final int UNKNOWN_CA = 48;
    private static final int ACCESS_DENIED = 49;
    private static final int CERTIFICATE_REQUIRED = 116;

    private AlertDescription() {}

    /** Whether the alert says that the other end's certificate was not accepted. */
    public static boolean isAboutCertificate(int description) {
        return description >= BAD_CERTIFICATE && description <= CERTIFICATE_UNKNOWN
                || description == UNKNOWN_CA
                || description == ACCESS_DENIED
                || description == CERTIFICATE_REQUIRED;
    }

    /** Whether the alert says that a certificate was missing; before TLS 1.3 that was the general handshake_failure. */
    public static boolean isAboutMissingCertificate(int description) {
        return description == HANDSHAKE_FAILURE || isAboutCertificate(description);
    }

    /** The IANA name, such as {@code handshake_failure}; {@code alert_N} for a number that the registry does not have. */
    public static String name(int description) {
        return switch (description) {
            case CLOSE_NOTIFY -> "close_notify";
            case 10 -> "unexpected_message";
            case 20 -> "bad_record_mac";
            case 21 -> "decryption_failed";
            case 22 -> "record_overflow";
            case 30 -> "decompression_failure";
            case HANDSHAKE_FAILURE -> "handshake_failure";
            case NO_CERTIFICATE -> "no_certificate";
            case BAD_CERTIFICATE -> "bad_certificate";
            case 43 -> "unsupported_certificate";
            case 44 -> "certificate_revoked";
            case 45 -> "certificate_expired";
            case CERTIFICATE_UNKNOWN -> "certificate_unknown";
            case 47 -> "illegal_parameter";
            case UNKNOWN_CA -> "unknown_ca";
            case ACCESS_DENIED -> "access_denied";
            case 50 -> "decode_error";
            case 51 -> "decrypt_error";
            case 52 -> "too_many_cids_requested";
            case 60 -> "export_restriction";
            case 70 -> "protocol_version";
            case 71 -> "insufficient_security";
            case 80 -> "internal_error";
            case 86 -> "inappropriate_fallback";
            case USER_CANCELED -> "user_canceled";
            case NO_RENEGOTIATION -> "no_renegotiation";
            case 109 -> "missing_extension";
            case 110 -> "unsupported_extension";
            case 111 -> "certificate_unobtainable";
            case 112 -> "unrecognized_name";
            case 113 -> "bad_certificate_status_response";
            case 114 -> "bad_certificate_hash_value";
            case 115 -> "unknown_psk_identity";
            case CERTIFICATE_REQUIRED -> "certificate_required";
            case 117 -> "general_error";
            case 120 -> "no_application_protocol";
            case ECH_REQUIRED -> "ech_required";
            default -> "alert_" + description;
        };
    }
}
