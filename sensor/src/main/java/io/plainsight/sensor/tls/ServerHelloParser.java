package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Reads the body of a ServerHello or HelloRetryRequest, RFC 8446 section 4.1.3; earlier versions share the layout, TLS 1.3
 * drafts before 22 had a shorter one.
 *
 * <p><b>Threading:</b> one thread per instance. <b>Memory:</b> two reusable cursors; the values kept go into the hello.
 */
public final class ServerHelloParser {
    /** SHA-256 of "HelloRetryRequest", the fixed random of that message (RFC 8446 section 4.1.3). */
    private static final long[] HELLO_RETRY_RANDOM = {
        0xCF21AD74E59A6111L, 0xBE1D8C021E65B891L, 0xC2A211167ABB8C5EL, 0x079E09E2C8A8339CL
    };

    private static final int MAX_SESSION_ID = 32;

    private final ByteCursor field = new ByteCursor();
    private final ByteCursor extension = new ByteCursor();

    /*
     * struct {
     *     ProtocolVersion legacy_version = 0x0303;
     *     Random random;
     *     opaque legacy_session_id_echo<0..32>;
     *     CipherSuite cipher_suite;
     *     uint8 legacy_compression_method = 0;
     *     Extension extensions<6..2^16-1>;
     * } ServerHello;
     */
    /** @param in the message's body, without the handshake header */
    public ParseResult parse(ByteCursor in, ServerHello hello) {
        hello.legacyVersion = in.u16();
        boolean retry = true;
        for (long expected : HELLO_RETRY_RANDOM) {
            hello.randomTail = in.u64();
            retry &= hello.randomTail == expected;
        }
        hello.helloRetryRequest = retry;
        boolean draft = TlsVersion.hasDraftServerHello(hello.legacyVersion);
        if (!draft) {
            in.slice8(field);
            if (field.remaining() > MAX_SESSION_ID) {
                return ParseResult.MALFORMED;
            }
            hello.legacySessionIdEcho = field.toArray();
        }
        hello.cipherSuite = in.u16();
        if (!draft) {
            hello.compressionMethod = in.u8();
        }
        hello.complete = in.ok() && optionalExtensions(in, hello);
        return hello.complete ? ParseResult.OK : ParseResult.MALFORMED;
    }

    /*
     * struct {
     *     ProtocolVersion server_version;
     *     Extension extensions<2..2^16-1>;
     * } HelloRetryRequest;      TLS 1.3 drafts before 22, message type 6; draft 19 to 21 put a CipherSuite between
     */
    public ParseResult parseDraftHelloRetryRequest(ByteCursor in, ServerHello hello) {
        hello.helloRetryRequest = true;
        hello.legacyVersion = in.u16();
        return in.ok() ? ParseResult.OK : ParseResult.MALFORMED;
    }

    private boolean optionalExtensions(ByteCursor in, ServerHello hello) {
        if (in.remaining() == 0) {
            return true;
        }
        in.slice16(field);
        boolean ok = in.ok();
        int start = field.position();
        int count = 0;
        while (field.remaining() > 0) {
            field.u16();
            field.slice16(extension);
            count += field.ok() ? 1 : 0;
        }
        ok &= field.ok();
        int[] types = new int[Math.min(count, ServerHello.MAX_EXTENSIONS)];
        field.position(start);
        for (int i = 0; i < types.length; i++) {
            types[i] = field.u16();
            field.slice16(extension);
            extension(types[i], extension, hello);
            ok &= extension.ok();
        }
        hello.extensions = types;
        return ok;
    }

    private static void extension(int type, ByteCursor in, ServerHello hello) {
        switch (type) {
            case TlsExtensionType.SUPPORTED_VERSIONS -> hello.selectedVersion = in.u16();
            case TlsExtensionType.KEY_SHARE, TlsExtensionType.KEY_SHARE_DRAFT -> hello.keyShareGroup = in.u16();
            case TlsExtensionType.PRE_SHARED_KEY -> hello.preSharedKey = true;
            case TlsExtensionType.EXTENDED_MASTER_SECRET -> hello.extendedMasterSecret = true;
            case TlsExtensionType.ENCRYPT_THEN_MAC -> hello.encryptThenMac = true;
            case TlsExtensionType.RENEGOTIATION_INFO -> hello.secureRenegotiation = true;
            case TlsExtensionType.SESSION_TICKET -> hello.sessionTicket = true;
            case TlsExtensionType.HEARTBEAT -> hello.heartbeatMode = in.peek(0);
            case TlsExtensionType.ENCRYPTED_CLIENT_HELLO -> hello.encryptedClientHello = true;
            case TlsExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION -> alpn(in, hello);
            default -> {
                // the type alone matters: it is in the list of extensions
            }
        }
    }

    /* The ProtocolNameList of RFC 7301 section 3.1 with exactly one name. */
    private static void alpn(ByteCursor in, ServerHello hello) {
        in.u16();
        int length = in.u8();
        if (in.ok() && length > 0 && length <= in.remaining()) {
            hello.alpn = in.latin1().substring(0, length);
        }
    }
}
