package io.plainsight.sensor.postgresql;

/**
 * Codes of PostgreSQL's frontend/backend protocol 3 (PostgreSQL documentation, "Message Formats").
 *
 * <pre>
 *  first client messages:  Length (32, itself included) | Code (32) | …
 *  all others:             Type (8) | Length (32, itself included) | …
 * </pre>
 */
final class PostgresqlMessages {
    static final int SSL_REQUEST = 80877103;
    static final int GSSENC_REQUEST = 80877104;
    static final int CANCEL_REQUEST = 80877102;
    static final int PROTOCOL_3 = 3;

    static final int REQUEST_LENGTH = 8;
    static final int CANCEL_LENGTH = 16;
    /** The server's own limit (MAX_STARTUP_PACKET_LENGTH in pqcomm.h). */
    static final int MAX_STARTUP_LENGTH = 10000;

    static final int HEADER_LENGTH = 5;
    /** Messages longer than this are no sign of the protocol any more; the server's limit is 1 GiB. */
    static final int MAX_LENGTH = 1 << 30;

    static final int AUTHENTICATION = 'R';
    static final int PASSWORD_MESSAGE = 'p';
    static final int ERROR = 'E';
    static final int QUERY = 'Q';
    static final int PARSE = 'P';

    static final int AUTHENTICATION_OK = 0;
    static final int AUTHENTICATION_CLEARTEXT = 3;
    static final int AUTHENTICATION_MD5 = 5;
    static final int AUTHENTICATION_GSS = 7;
    static final int AUTHENTICATION_SSPI = 9;
    static final int AUTHENTICATION_SASL = 10;

    private PostgresqlMessages() {}
}
