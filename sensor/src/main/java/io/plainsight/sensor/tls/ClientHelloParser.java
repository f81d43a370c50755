package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads the body of a ClientHello, RFC 8446 section 4.1.2; earlier versions share the layout.
 *
 * <p><b>Threading:</b> one thread per instance. <b>Memory:</b> reusable cursors and arrays, 16 KiB; the values kept go into the hello. An instance serves
 * any number of hellos, one after the other.
 */
public final class ClientHelloParser {
    private static final int RANDOM_LENGTH = 32;
    private static final int MAX_SESSION_ID = 32;
    /** RFC 6066 section 3 gives names of up to 2^16-1 bytes; DNS names end at 255. */
    private static final int MAX_SERVER_NAME = 255;
    /** ALPN lists of real clients stay below 100 bytes; of a longer one the beginning is read. */
    private static final int MAX_ALPN = 8192;

    private static final int HOST_NAME = 0;

    private final ByteCursor field = new ByteCursor();
    private final ByteCursor extension = new ByteCursor();
    private final ByteCursor inner = new ByteCursor();
    private final int[] types = new int[ClientHello.MAX_LIST];
    private final int[] codes = new int[ClientHello.MAX_LIST];
    private final byte[] bytes = new byte[MAX_ALPN];

    /*
     * struct {
     *     ProtocolVersion legacy_version = 0x0303;
     *     Random random;
     *     opaque legacy_session_id<0..32>;
     *     CipherSuite cipher_suites<2..2^16-2>;
     *     opaque legacy_compression_methods<1..2^8-1>;
     *     Extension extensions<8..2^16-1>;
     * } ClientHello;
     */
    /** @param in the message's body, without the handshake header */
    public ParseResult parse(ByteCursor in, ClientHello hello) {
        hello.legacyVersion = in.u16();
        in.skip(RANDOM_LENGTH);
        in.slice8(field);
        boolean fits = field.remaining() <= MAX_SESSION_ID;
        if (fits) {
            hello.legacySessionId = field.toArray();
        }
        in.slice16(field);
        fits &= field.remaining() % 2 == 0;
        hello.cipherSuites = u16List(CodeLists.CIPHER_SUITES, field, hello);
        in.slice8(field);
        hello.compressionMethods = CodeLists.COMPRESSION_METHODS.u8(field, codes);
        if (!in.ok() || !fits) {
            return ParseResult.MALFORMED;
        }
        if (in.remaining() == 0) {
            return ParseResult.OK; // SSL 3.0 and TLS 1.0 hellos may end here
        }
        in.slice16(field);
        boolean complete = in.ok();
        return extensions(field, hello) && complete ? ParseResult.OK : ParseResult.MALFORMED;
    }

    /*
     * struct {
     *     ExtensionType extension_type;
     *     opaque extension_data<0..2^16-1>;
     * } Extension;
     */
    private boolean extensions(ByteCursor in, ClientHello hello) {
        int count = 0;
        boolean ok = true;
        while (in.remaining() > 0) {
            int type = in.u16();
            in.slice16(extension);
            if (in.ok() && count < types.length) {
                types[count++] = type;
                extension(type, extension, hello);
                ok &= extension.ok();
            } else {
                hello.truncated |= in.ok();
            }
        }
        hello.extensions = Arrays.copyOf(types, count);
        return ok && in.ok() && hello.alpn.isWhole();
    }

    private void extension(int type, ByteCursor in, ClientHello hello) {
        switch (type) {
            case TlsExtensionType.SERVER_NAME -> serverName(in, hello);
            case TlsExtensionType.SUPPORTED_GROUPS -> hello.supportedGroups = u16Vector(CodeLists.GROUPS, in, hello);
            case TlsExtensionType.EC_POINT_FORMATS -> hello.ecPointFormats = u8Vector(CodeLists.POINT_FORMATS, in);
            case TlsExtensionType.SIGNATURE_ALGORITHMS ->
                hello.signatureAlgorithms = u16Vector(CodeLists.SIGNATURE_ALGORITHMS, in, hello);
            case TlsExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION -> alpn(in, hello);
            case TlsExtensionType.SUPPORTED_VERSIONS -> {
                in.slice8(inner);
                hello.supportedVersions = u16List(CodeLists.VERSIONS, inner, hello);
            }
            case TlsExtensionType.KEY_SHARE, TlsExtensionType.KEY_SHARE_DRAFT -> keyShare(in, hello);
            case TlsExtensionType.PSK_KEY_EXCHANGE_MODES ->
                hello.pskKeyExchangeModes = u8Vector(CodeLists.PSK_MODES, in);
            case TlsExtensionType.PRE_SHARED_KEY -> hello.preSharedKey = true;
            case TlsExtensionType.EARLY_DATA -> hello.earlyData = true;
            case TlsExtensionType.ENCRYPTED_CLIENT_HELLO -> {
                hello.encryptedClientHello = true;
                hello.echType = in.peek(0);
            }
            case TlsExtensionType.EXTENDED_MASTER_SECRET -> hello.extendedMasterSecret = true;
            case TlsExtensionType.SESSION_TICKET -> {
                hello.sessionTicket = true;
                hello.sessionTicketLength = in.remaining();
            }
            case TlsExtensionType.HEARTBEAT -> hello.heartbeatMode = in.peek(0);
            case TlsExtensionType.RENEGOTIATION_INFO -> hello.renegotiatedConnection = Math.max(0, in.peek(0));
            default -> {
                // the type alone matters: it is in the list of extensions
            }
        }
    }

    /*
     * struct {
     *     NameType name_type;            // host_name(0)
     *     opaque HostName<1..2^16-1>;
     * } ServerName;
     * struct { ServerName server_name_list<1..2^16-1> } ServerNameList;      RFC 6066 section 3
     */
    private void serverName(ByteCursor in, ClientHello hello) {
        in.slice16(inner);
        while (inner.remaining() > 0) {
            int nameType = inner.u8();
            inner.slice16(in);
            if (nameType == HOST_NAME && inner.ok() && in.remaining() > 0 && in.remaining() <= MAX_SERVER_NAME) {
                hello.serverName = lowerCase(in);
                return;
            }
        }
    }

    private String lowerCase(ByteCursor in) {
        int length = in.remaining();
        in.copyTo(bytes, 0, length);
        boolean ascii = true;
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            ascii &= b >= 0;
            bytes[i] = b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
        }
        String name = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        return ascii ? name : name.toLowerCase(Locale.ROOT);
    }

    /* struct { ProtocolName protocol_name_list<2..2^16-1> } ProtocolNameList;      RFC 7301 section 3.1 */
    private void alpn(ByteCursor in, ClientHello hello) {
        in.slice16(inner);
        int length = Math.min(inner.remaining(), bytes.length);
        inner.copyTo(bytes, 0, length);
        hello.alpn = AlpnList.of(bytes, length);
    }

    /*
     * struct {
     *     NamedGroup group;
     *     opaque key_exchange<1..2^16-1>;
     * } KeyShareEntry;
     * struct { KeyShareEntry client_shares<0..2^16-1> } KeyShareClientHello;      RFC 8446 section 4.2.8
     */
    private void keyShare(ByteCursor in, ClientHello hello) {
        in.slice16(inner);
        int count = 0;
        while (inner.remaining() > 0 && count < codes.length) {
            int group = inner.u16();
            inner.skip(inner.u16());
            if (inner.ok()) {
                codes[count++] = group;
            }
        }
        hello.keyShareGroups = CodeLists.GROUPS.of(codes, count);
    }

    private CodeList u16Vector(CodeLists kind, ByteCursor in, ClientHello hello) {
        in.slice16(inner);
        return u16List(kind, inner, hello);
    }

    private CodeList u8Vector(CodeLists kind, ByteCursor in) {
        in.slice8(inner);
        return kind.u8(inner, codes);
    }

    private CodeList u16List(CodeLists kind, ByteCursor in, ClientHello hello) {
        hello.truncated |= in.remaining() / 2 > codes.length;
        return kind.u16(in, codes);
    }
}
