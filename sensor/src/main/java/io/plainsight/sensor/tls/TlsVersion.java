package io.plainsight.sensor.tls;

/** Protocol versions as they stand on the wire, and their spelling in observations. */
public final class TlsVersion {
    public static final int SSL_2_0 = 0x0002;
    public static final int SSL_3_0 = 0x0300;
    public static final int TLS_1_0 = 0x0301;
    public static final int TLS_1_1 = 0x0302;
    public static final int TLS_1_2 = 0x0303;
    public static final int TLS_1_3 = 0x0304;
    public static final int DTLS_1_0 = 0xfeff;
    public static final int DTLS_1_2 = 0xfefd;
    public static final int DTLS_1_3 = 0xfefc;
    /** DTLS 1.0 as OpenSSL wrote it before RFC 4347 was final; Cisco AnyConnect still does. */
    public static final int DTLS_1_0_OPENSSL = 0x0100;

    /** TLS 1.3 drafts are {@code 0x7f00} plus the draft's number. */
    private static final int DRAFT_PREFIX = 0x7f00;
    /** Facebook's private numbers for TLS 1.3 drafts 23 and 26. */
    private static final int FIZZ_PREFIX = 0xfb00;
    /** First draft whose ServerHello has the layout of the final TLS 1.3. */
    private static final int FIRST_DRAFT_WITH_FINAL_SERVER_HELLO = 22;

    private TlsVersion() {}

    /** Whether this is TLS 1.3, one of its drafts, or DTLS 1.3. */
    public static boolean isTls13(int version) {
        return version == TLS_1_3
                || version == DTLS_1_3
                || (version & 0xff00) == DRAFT_PREFIX && version != DRAFT_PREFIX
                || (version & 0xff00) == FIZZ_PREFIX && version != FIZZ_PREFIX;
    }

    /** Whether a ServerHello with this legacy_version has the short layout of drafts before 22: no session id, no compression. */
    public static boolean hasDraftServerHello(int version) {
        return version == TLS_1_3 // drafts before 16; the final form says 0x0303 here
                || (version & 0xff00) == DRAFT_PREFIX
                        && version != DRAFT_PREFIX
                        && (version & 0xff) < FIRST_DRAFT_WITH_FINAL_SERVER_HELLO;
    }

    /** {@code 1.3}, {@code 1.2} … {@code 3.0} for SSL 3.0, {@code 2.0} for SSLv2; null for an unknown version. */
    public static String text(int version) {
        if (isTls13(version)) {
            return "1.3";
        }
        return switch (version) {
            case TLS_1_2, DTLS_1_2 -> "1.2";
            case TLS_1_1 -> "1.1";
            case TLS_1_0, DTLS_1_0, DTLS_1_0_OPENSSL -> "1.0";
            case SSL_3_0 -> "3.0";
            case SSL_2_0 -> "2.0";
            default -> null;
        };
    }

    /** Whether a ServerKeyExchange names the algorithm of its signature: since TLS 1.2 (RFC 5246 section 7.4.3). */
    public static boolean namesSignature(int version) {
        return version == TLS_1_2 || version == DTLS_1_2;
    }

    /** Number of the TLS 1.3 draft, such as 23; 0 for a version that is none. */
    public static int draft(int version) {
        return isTls13(version) && version != TLS_1_3 && version != DTLS_1_3 ? version & 0xff : 0;
    }

    /** {@code tls}, {@code dtls} or {@code ssl}. */
    public static String protocol(int version) {
        if (version == SSL_3_0 || version == SSL_2_0) {
            return "ssl";
        }
        return version >= DTLS_1_3 || version == DTLS_1_0_OPENSSL ? "dtls" : "tls";
    }

    /**
     * A number that grows with the version's age order, for comparing across drafts: SSLv2 lowest, TLS 1.3 and its drafts
     * highest. DTLS, which counts downwards, has the rank of the TLS that it was made of: DTLS 1.0 of TLS 1.1 (RFC 4347).
     */
    public static int rank(int version) {
        if (isTls13(version)) {
            return TLS_1_3;
        }
        return switch (version) {
            case DTLS_1_0, DTLS_1_0_OPENSSL -> TLS_1_1;
            case DTLS_1_2 -> TLS_1_2;
            default -> version;
        };
    }
}
