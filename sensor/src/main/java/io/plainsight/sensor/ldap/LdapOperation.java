package io.plainsight.sensor.ldap;

/** Tags of LDAP's operations (RFC 4511 appendix B) and of the elements that are read in them. */
final class LdapOperation {
    static final int BIND_REQUEST = 0x60;
    static final int BIND_RESPONSE = 0x61;
    static final int SEARCH_REQUEST = 0x63;
    static final int SEARCH_RESULT_ENTRY = 0x64;
    static final int SEARCH_RESULT_DONE = 0x65;
    static final int MODIFY_REQUEST = 0x66;
    static final int ADD_REQUEST = 0x68;
    static final int EXTENDED_REQUEST = 0x77;
    static final int EXTENDED_RESPONSE = 0x78;

    /** ExtendedRequest's requestName. */
    static final int REQUEST_NAME = 0x80;
    /** BindRequest's authentication choices. */
    static final int SIMPLE = 0x80;

    static final int SASL = 0xa3;
    /** resultCode of a server that wants StartTLS first (RFC 4511 section 4.1.9, appendix A.2). */
    static final int CONFIDENTIALITY_REQUIRED = 13;

    /** RFC 4511 section 4.14.1. */
    static final String START_TLS_OID = "1.3.6.1.4.1.1466.20037";

    private LdapOperation() {}
}
