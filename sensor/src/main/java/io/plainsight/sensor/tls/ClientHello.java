package io.plainsight.sensor.tls;

/**
 * What a ClientHello said; filled once by {@link ClientHelloParser} or {@link SslV2Parser}, then only read.
 *
 * <p><b>Memory:</b> one per connection; its lists are shared with other hellos (see {@link CodeLists}). <b>Bounds:</b> each list holds at most
 * {@link #MAX_LIST} entries; {@link #truncated} says that one was longer. GREASE values stand in the lists as sent.
 */
public final class ClientHello {
    /** The registry has about 400 suites and real hellos stay below 200 entries per list; more is no client. */
    public static final int MAX_LIST = 1024;

    public static final int[] NONE = {};
    /** What stands for a value that was not sent, where 0 is one. */
    public static final int ABSENT = -1;

    /** Bytes of the message with its header; 0 for one framed as SSLv2. */
    public int messageBytes;

    public int legacyVersion;
    /** At most 32 bytes. */
    public byte[] legacySessionId = {};

    public CodeList cipherSuites = CodeLists.NONE;
    /** Compression methods as sent; {@code 0} (null) alone since TLS 1.3. */
    public CodeList compressionMethods = CodeLists.NONE;
    /** Extension types in the order sent. */
    public int[] extensions = NONE;

    /** Host name of the server_name extension, ASCII lower case; null when there is none or it is empty. */
    public String serverName;

    public AlpnList alpn = AlpnList.NONE;
    public CodeList supportedVersions = CodeLists.NONE;
    public CodeList supportedGroups = CodeLists.NONE;
    public CodeList ecPointFormats = CodeLists.NONE;
    public CodeList signatureAlgorithms = CodeLists.NONE;
    public CodeList keyShareGroups = CodeLists.NONE;
    public CodeList pskKeyExchangeModes = CodeLists.NONE;
    public boolean preSharedKey;
    public boolean earlyData;
    public boolean encryptedClientHello;
    /** ECHClientHelloType: 0 outer, 1 inner; -1 without the extension. An outer one may be GREASE, which looks the same. */
    public int echType = ABSENT;

    public boolean extendedMasterSecret;
    public boolean sessionTicket;
    /** Bytes of the ticket in session_ticket; 0 when the extension only asks for one. */
    public int sessionTicketLength;
    /** HeartbeatMode (RFC 6520 section 2): 1 peer allowed to send, 2 not allowed; -1 without the extension. */
    public int heartbeatMode = ABSENT;
    /** Bytes of renegotiated_connection (RFC 5746 section 3.2), 0 in a first handshake; -1 without the extension. */
    public int renegotiatedConnection = ABSENT;

    public boolean truncated;
    /** Framed as SSLv2 (RFC 5246 appendix E.2): has no extensions and no fingerprint. */
    public boolean sslV2Framing;
    /** SSLv2 cipher kinds as sent, three bytes each; empty for any other hello. */
    public int[] sslV2CipherKinds = NONE;

    /** Whether TLS_FALLBACK_SCSV (RFC 7507) is among the suites. */
    public boolean fallbackScsv() {
        return cipherSuites.contains(CipherSuite.TLS_FALLBACK_SCSV);
    }

    /** Whether the client signals RFC 5746, by the extension or by TLS_EMPTY_RENEGOTIATION_INFO_SCSV. */
    public boolean secureRenegotiation() {
        return renegotiatedConnection != ABSENT || cipherSuites.contains(CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV);
    }

    public boolean hasExtension(int type) {
        for (int extension : extensions) {
            if (extension == type) {
                return true;
            }
        }
        return false;
    }
}
