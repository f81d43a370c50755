package io.plainsight.sensor.tls;

/**
 * What a ServerHello or HelloRetryRequest said; filled once by {@link ServerHelloParser}, then only read.
 *
 * <p><b>Memory:</b> allocated once per message seen.
 */
public final class ServerHello {
    /** A value for {@link #keyShareGroup} when the server sent no key share. */
    public static final int NO_GROUP = 0;

    /** Most extensions that are kept; a server answers what the client offered. */
    public static final int MAX_EXTENSIONS = ClientHello.MAX_LIST;

    /** RFC 8446 section 4.1.3: the last eight bytes of random when a TLS 1.3 server negotiates 1.2: "DOWNGRD" 01. */
    public static final long DOWNGRADE_TLS12 = 0x444F574E47524401L;
    /** RFC 8446 section 4.1.3: the same when it negotiates 1.1 or below: "DOWNGRD" 00. */
    public static final long DOWNGRADE_TLS11 = 0x444F574E47524400L;
    /** BoringSSL's marker for JDK 11.0.0 to 11.0.1 (kJDK11DowngradeRandom); benign, the server can do TLS 1.3. */
    public static final long DOWNGRADE_JDK11 = 0xEDBFB4A8C24710FFL;

    public int legacyVersion;
    public byte[] legacySessionIdEcho = {};
    public int cipherSuite;
    public int compressionMethod;
    public int[] extensions = ClientHello.NONE;
    /** selected_version of supported_versions; 0 when absent. */
    public int selectedVersion;
    /** Group of key_share, in a HelloRetryRequest the group asked for; {@link #NO_GROUP} when absent. */
    public int keyShareGroup = NO_GROUP;
    /** The protocol that the server chose (to TLS 1.2); null when absent. */
    public String alpn;

    public boolean preSharedKey;
    public boolean extendedMasterSecret;
    public boolean encryptThenMac;
    public boolean secureRenegotiation;
    /** In a HelloRetryRequest: the server's word on ECH, which may be GREASE; absent, ECH was refused. */
    public boolean encryptedClientHello;
    /** Whether the client's session ticket is taken or a new one will follow (RFC 5077 section 3.2). */
    public boolean sessionTicket;
    /** HeartbeatMode (RFC 6520 section 2): 1 peer allowed to send, 2 not allowed; -1 without the extension. */
    public int heartbeatMode = ClientHello.ABSENT;
    /** Whether the message was read to its end, so that an extension that is not listed was not sent. */
    public boolean complete;

    public boolean helloRetryRequest;
    /** Last eight bytes of random. */
    public long randomTail;

    /** The version that was negotiated: selected_version where present, else legacy_version. */
    public int version() {
        return selectedVersion != 0 ? selectedVersion : legacyVersion;
    }

    /** {@code tls12}, {@code tls11}, {@code jdk11}; null when the random carries no sentinel. */
    public String downgradeSentinel() {
        if (randomTail == DOWNGRADE_TLS12) {
            return "tls12";
        }
        if (randomTail == DOWNGRADE_TLS11) {
            return "tls11";
        }
        return randomTail == DOWNGRADE_JDK11 ? "jdk11" : null;
    }
}
