package io.plainsight.sensor.tls;

/** TLS records and the messages of a server. */
final class Records {
    private Records() {}

    static byte[] record(int contentType, byte[] fragment) {
        return Bytes.of()
                .u8(contentType)
                .u16(0x0303, fragment.length)
                .raw(fragment)
                .bytes();
    }

    static byte[] message(int type, byte[] body) {
        return Bytes.of().u8(type).u24(body.length).raw(body).bytes();
    }

    static byte[] handshake(int type, byte[] body) {
        return record(ContentType.HANDSHAKE, message(type, body));
    }

    /** A ServerHello to TLS 1.2. */
    static byte[] serverHello(int version, int cipherSuite) {
        return serverHello(version, cipherSuite, 0);
    }

    static byte[] serverHello(int version, int cipherSuite, long randomTail) {
        Bytes body = Bytes.of().u16(version).raw(new byte[24]);
        for (int shift = 56; shift >= 0; shift -= 8) {
            body.u8((int) (randomTail >> shift));
        }
        return handshake(
                HandshakeType.SERVER_HELLO, body.u8(0).u16(cipherSuite).u8(0).bytes());
    }

    /** A ServerHello of TLS 1.3 with an X25519 share. */
    static byte[] serverHello13() {
        return serverHello13(Bytes.of());
    }

    /** A ServerHello of TLS 1.3 that takes the client's first pre-shared key, with an X25519 share. */
    static byte[] serverHello13WithPreSharedKey() {
        return serverHello13(Bytes.of().u16(TlsExtensionType.PRE_SHARED_KEY, 2, 0));
    }

    private static byte[] serverHello13(Bytes extensions) {
        extensions.u16(TlsExtensionType.KEY_SHARE, 5, NamedGroup.X25519, 1).u8(9);
        extensions.u16(TlsExtensionType.SUPPORTED_VERSIONS, 2, TlsVersion.TLS_1_3);
        Bytes body = Bytes.of()
                .u16(TlsVersion.TLS_1_2)
                .raw(new byte[32])
                .u8(0)
                .u16(0x1301)
                .u8(0);
        return handshake(
                HandshakeType.SERVER_HELLO,
                body.u16(extensions.length()).raw(extensions.bytes()).bytes());
    }

    static byte[] certificate(byte[]... chain) {
        Bytes list = Bytes.of();
        for (byte[] der : chain) {
            list.u24(der.length).raw(der);
        }
        return handshake(
                HandshakeType.CERTIFICATE,
                Bytes.of().u24(list.length()).raw(list.bytes()).bytes());
    }

    /** ECDHE parameters on a named curve. */
    static byte[] serverKeyExchange(int group) {
        return handshake(
                HandshakeType.SERVER_KEY_EXCHANGE,
                Bytes.of().u8(3).u16(group).u8(1, 4).u16(0x0403, 1).u8(9).bytes());
    }

    /** A finite-field prime of {@code bits}. */
    static byte[] serverKeyExchangeDh(int bits) {
        byte[] prime = new byte[bits / 8];
        prime[0] = (byte) 0x80;
        return handshake(
                HandshakeType.SERVER_KEY_EXCHANGE,
                Bytes.of()
                        .u16(prime.length)
                        .raw(prime)
                        .u16(1)
                        .u8(2)
                        .u16(1)
                        .u8(3)
                        .u16(0x0401, 1)
                        .u8(9)
                        .bytes());
    }

    static byte[] clientKeyExchange() {
        return handshake(HandshakeType.CLIENT_KEY_EXCHANGE, new byte[33]);
    }

    static byte[] changeCipherSpec() {
        return record(ContentType.CHANGE_CIPHER_SPEC, new byte[] {1});
    }

    /** ChangeCipherSpec and an encrypted Finished. */
    static byte[] finished() {
        byte[] encrypted = new byte[40];
        encrypted[0] = (byte) 0xa7;
        return Bytes.of()
                .raw(changeCipherSpec())
                .raw(record(ContentType.HANDSHAKE, encrypted))
                .bytes();
    }

    static byte[] data(int length) {
        return record(ContentType.APPLICATION_DATA, new byte[length]);
    }

    static byte[] alert(int level, int description) {
        return record(ContentType.ALERT, new byte[] {(byte) level, (byte) description});
    }
}
