package io.plainsight.sensor.tacacs;

/**
 * The header of TACACS+ (RFC 8907 section 4.1).
 *
 * <pre>
 *  Major (4) = c, minor (4) | Type (8) | Sequence number (8) | Flags (8) | Session id (32) | Body's length (32)
 * </pre>
 */
final class TacacsHeader {
    static final int LENGTH = 12;
    /** Major version 12; the minor version is 0 or 1. */
    static final int VERSION = 0xc0;

    static final int AUTHENTICATION = 1;
    static final int ACCOUNTING = 3;

    /** TAC_PLUS_UNENCRYPTED_FLAG. */
    static final int UNENCRYPTED = 0x01;
    /** TAC_PLUS_SINGLE_CONNECT_FLAG. */
    static final int SINGLE_CONNECTION = 0x04;

    static final int MIN_BODY = 5;
    static final int MAX_BODY = 0xffff;

    private TacacsHeader() {}
}
