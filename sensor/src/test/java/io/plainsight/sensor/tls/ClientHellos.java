package io.plainsight.sensor.tls;

/** ClientHello records; a valid hello by default. */
final class ClientHellos {
    private final Bytes extensions = new Bytes();
    private int legacyVersion = TlsVersion.TLS_1_2;
    private int[] cipherSuites = {0x1301, 0xc02f};
    private byte[] sessionId = {};
    private int[] compressionMethods = {0};

    static ClientHellos tls13() {
        return new ClientHellos()
                .withExtension(
                        TlsExtensionType.SUPPORTED_VERSIONS, Bytes.of().u8(6).u16(0x0a0a, 0x0304, 0x0303))
                .withExtension(
                        TlsExtensionType.SUPPORTED_GROUPS,
                        Bytes.of().u16(4, NamedGroup.X25519MLKEM768, NamedGroup.X25519))
                .withExtension(
                        TlsExtensionType.KEY_SHARE,
                        Bytes.of().u16(5, NamedGroup.X25519, 1).u8(7));
    }

    static ClientHellos tls12() {
        return new ClientHellos()
                .withCipherSuites(0xc02f, 0x009c)
                .withExtension(TlsExtensionType.SUPPORTED_GROUPS, Bytes.of().u16(2, NamedGroup.SECP256R1));
    }

    ClientHellos withLegacyVersion(int version) {
        legacyVersion = version;
        return this;
    }

    ClientHellos withServerName(String name) {
        byte[] host = name.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return withExtension(
                TlsExtensionType.SERVER_NAME,
                Bytes.of().u16(host.length + 3).u8(0).u16(host.length).raw(host));
    }

    ClientHellos withCipherSuites(int... values) {
        cipherSuites = values;
        return this;
    }

    ClientHellos withSessionId(byte... id) {
        sessionId = id;
        return this;
    }

    ClientHellos withCompression(int... methods) {
        compressionMethods = methods;
        return this;
    }

    ClientHellos withExtension(int type, Bytes data) {
        extensions.u16(type, data.length()).raw(data.bytes());
        return this;
    }

    /** The message with its handshake header. */
    byte[] message() {
        Bytes body = Bytes.of()
                .u16(legacyVersion)
                .raw(new byte[32])
                .u8(sessionId.length)
                .raw(sessionId);
        body.u16(cipherSuites.length * 2)
                .u16(cipherSuites)
                .u8(compressionMethods.length)
                .u8(compressionMethods)
                .u16(extensions.length())
                .raw(extensions.bytes());
        return Records.message(HandshakeType.CLIENT_HELLO, body.bytes());
    }

    /** One record. */
    byte[] bytes() {
        return Records.record(ContentType.HANDSHAKE, message());
    }
}
