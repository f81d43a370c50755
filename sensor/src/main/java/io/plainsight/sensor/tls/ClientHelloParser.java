package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the body of a ClientHello, RFC 8446 section 4.1.2; earlier versions share the layout.
 *
 * <p><b>Threading:</b> one thread per instance. <b>Memory:</b> three reusable cursors; the values kept go into the hello.
 */
public final class ClientHelloParser {
    private static final int RANDOM_LENGTH = 32;
    private static final int MAX_SESSION_ID = 32;
    /** RFC 6066 section 3 gives names of up to 2^16-1 bytes; DNS names end at 255. */
    private static final int MAX_SERVER_NAME = 255;
    /** ALPN lists of real clients have fewer than ten entries. */
    private static final int MAX_ALPN = 32;

    private static final int HOST_NAME = 0;

    private final ByteCursor field = new ByteCursor();
    private final ByteCursor extension = new ByteCursor();
    private final ByteCursor inner = new ByteCursor();

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
        hello.cipherSuites = u16List(field, hello);
        in.slice8(field);
        hello.compressionMethods = u8List(field);
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
        int start = in.position();
        int count = 0;
        while (in.remaining() > 0) {
            in.u16();
            in.slice16(extension);
            count += in.ok() ? 1 : 0;
        }
        boolean ok = in.ok();
        hello.truncated |= count > ClientHello.MAX_LIST;
        int[] types = new int[Math.min(count, ClientHello.MAX_LIST)];
        in.position(start);
        for (int i = 0; i < types.length; i++) {
            types[i] = in.u16();
            in.slice16(extension);
            extension(types[i], extension, hello);
            ok &= extension.ok();
        }
        hello.extensions = types;
        return ok;
    }

    private void extension(int type, ByteCursor in, ClientHello hello) {
        switch (type) {
            case TlsExtensionType.SERVER_NAME -> serverName(in, hello);
            case TlsExtensionType.SUPPORTED_GROUPS -> hello.supportedGroups = u16Vector(in, hello);
            case TlsExtensionType.EC_POINT_FORMATS -> hello.ecPointFormats = u8Vector(in);
            case TlsExtensionType.SIGNATURE_ALGORITHMS -> hello.signatureAlgorithms = u16Vector(in, hello);
            case TlsExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION -> alpn(in, hello);
            case TlsExtensionType.SUPPORTED_VERSIONS -> {
                in.slice8(inner);
                hello.supportedVersions = u16List(inner, hello);
            }
            case TlsExtensionType.KEY_SHARE, TlsExtensionType.KEY_SHARE_DRAFT -> keyShare(in, hello);
            case TlsExtensionType.PSK_KEY_EXCHANGE_MODES -> hello.pskKeyExchangeModes = u8Vector(in);
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
                hello.serverName = in.latin1().toLowerCase(Locale.ROOT);
                return;
            }
        }
    }

    /* struct { ProtocolName protocol_name_list<2..2^16-1> } ProtocolNameList;      RFC 7301 section 3.1 */
    private void alpn(ByteCursor in, ClientHello hello) {
        in.slice16(inner);
        List<String> names = new ArrayList<>();
        while (inner.remaining() > 0 && names.size() < MAX_ALPN) {
            inner.slice8(in);
            if (inner.ok() && in.remaining() > 0) {
                byte[] name = in.toArray();
                if (names.isEmpty()) {
                    hello.firstAlpn = name;
                }
                names.add(new String(name, StandardCharsets.ISO_8859_1));
            }
        }
        hello.alpn = List.copyOf(names);
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
        int start = inner.position();
        int count = 0;
        while (inner.remaining() > 0) {
            inner.u16();
            inner.skip(inner.u16());
            count += inner.ok() ? 1 : 0;
        }
        int[] groups = new int[Math.min(count, ClientHello.MAX_LIST)];
        inner.position(start);
        for (int i = 0; i < groups.length; i++) {
            groups[i] = inner.u16();
            inner.skip(inner.u16());
        }
        hello.keyShareGroups = groups;
    }

    private int[] u16Vector(ByteCursor in, ClientHello hello) {
        in.slice16(inner);
        return u16List(inner, hello);
    }

    private int[] u8Vector(ByteCursor in) {
        in.slice8(inner);
        return u8List(inner);
    }

    private static int[] u8List(ByteCursor in) {
        int[] values = new int[in.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.u8();
        }
        return values;
    }

    private static int[] u16List(ByteCursor in, ClientHello hello) {
        int count = in.remaining() / 2;
        hello.truncated |= count > ClientHello.MAX_LIST;
        int[] values = new int[Math.min(count, ClientHello.MAX_LIST)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.u16();
        }
        return values;
    }
}
