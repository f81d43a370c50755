package io.plainsight.sensor.tls;

import java.util.HexFormat;

/** ServerHello and HelloRetryRequest records; valid by default. */
final class ServerHellos {
    private static final byte[] RETRY_RANDOM =
            HexFormat.of().parseHex("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");

    private final Bytes extensions = new Bytes();
    private int cipherSuite;
    private byte[] random = new byte[32];
    private int compressionMethod;

    private ServerHellos(int cipherSuite) {
        this.cipherSuite = cipherSuite;
    }

    static ServerHellos tls12(int cipherSuite) {
        return new ServerHellos(cipherSuite);
    }

    static ServerHellos tls13(int group) {
        return tls13(group, TlsVersion.TLS_1_3);
    }

    /** @param group 0 for an answer without a key share */
    static ServerHellos tls13(int group, int version) {
        ServerHellos hello = new ServerHellos(0x1301)
                .withExtension(TlsExtensionType.SUPPORTED_VERSIONS, Bytes.of().u16(version));
        if (group != ServerHello.NO_GROUP) {
            hello.withExtension(
                    TlsExtensionType.KEY_SHARE, Bytes.of().u16(group, 1).u8(9));
        }
        return hello;
    }

    static ServerHellos retry(int group) {
        ServerHellos hello = new ServerHellos(0x1301)
                .withExtension(TlsExtensionType.SUPPORTED_VERSIONS, Bytes.of().u16(TlsVersion.TLS_1_3))
                .withExtension(TlsExtensionType.KEY_SHARE, Bytes.of().u16(group));
        hello.random = RETRY_RANDOM;
        return hello;
    }

    ServerHellos withSuite(int suite) {
        cipherSuite = suite;
        return this;
    }

    ServerHellos withCompression(int method) {
        compressionMethod = method;
        return this;
    }

    ServerHellos withExtension(int type, Bytes data) {
        extensions.u16(type, data.length()).raw(data.bytes());
        return this;
    }

    /** One record. */
    byte[] bytes() {
        Bytes body = Bytes.of().u16(TlsVersion.TLS_1_2).raw(random).u8(0).u16(cipherSuite);
        body.u8(compressionMethod).u16(extensions.length()).raw(extensions.bytes());
        return Records.handshake(HandshakeType.SERVER_HELLO, body.bytes());
    }
}
