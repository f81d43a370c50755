package io.plainsight.sensor.tls;

/** Handshake message types, IANA registry "TLS HandshakeType". */
public final class HandshakeType {
    public static final int HELLO_REQUEST = 0;
    public static final int CLIENT_HELLO = 1;
    public static final int SERVER_HELLO = 2;
    public static final int NEW_SESSION_TICKET = 4;
    public static final int END_OF_EARLY_DATA = 5;
    /** Only in TLS 1.3 drafts before 22; the final form is a ServerHello with a fixed random. */
    public static final int HELLO_RETRY_REQUEST = 6;

    public static final int ENCRYPTED_EXTENSIONS = 8;
    public static final int CERTIFICATE = 11;
    public static final int SERVER_KEY_EXCHANGE = 12;
    public static final int CERTIFICATE_REQUEST = 13;
    public static final int SERVER_HELLO_DONE = 14;
    public static final int CERTIFICATE_VERIFY = 15;
    public static final int CLIENT_KEY_EXCHANGE = 16;
    public static final int FINISHED = 20;
    public static final int CERTIFICATE_URL = 21;
    public static final int CERTIFICATE_STATUS = 22;
    public static final int SUPPLEMENTAL_DATA = 23;
    public static final int KEY_UPDATE = 24;
    public static final int COMPRESSED_CERTIFICATE = 25;
    /** Next Protocol Negotiation (draft-agl-tls-nextprotoneg) and, as 203, channel id; met in old captures. */
    public static final int NEXT_PROTOCOL = 67;

    private HandshakeType() {}

    /** Whether a message of this type can stand in a clear handshake record; anything else is encrypted or damaged. */
    public static boolean isKnown(int type) {
        return type >= HELLO_REQUEST && type <= COMPRESSED_CERTIFICATE || type == NEXT_PROTOCOL;
    }
}
