package io.plainsight.sensor.dtls;

import io.plainsight.sensor.testing.Bytes;
import io.plainsight.sensor.x509.TestCertificates;

/** Records, messages and whole flights as RFC 6347 and RFC 9147 lay them out. */
public final class DtlsSamples {
    static final int DTLS_1_0 = 0xfeff;
    static final int DTLS_1_2 = 0xfefd;
    static final int DTLS_1_3 = 0xfefc;
    static final int OPENSSL = 0x0100;

    static final int HELLO_VERIFY_REQUEST = 3;
    static final int ECDHE_ECDSA_AES_128_GCM = 0xc02b;

    private DtlsSamples() {}

    static byte[] record(int type, int version, int epoch, long sequenceNumber, byte[] content) {
        return Bytes.bigEndian()
                .u8(type)
                .u16(version)
                .u16(epoch)
                .u16((int) (sequenceNumber >> 32))
                .u32(sequenceNumber)
                .u16(content.length)
                .put(content)
                .toArray();
    }

    static byte[] fragment(int type, int sequence, byte[] body, int offset, int length) {
        return Bytes.bigEndian()
                .u8(type, body.length >> 16)
                .u16(body.length)
                .u16(sequence)
                .u8(offset >> 16)
                .u16(offset)
                .u8(length >> 16)
                .u16(length)
                .put(java.util.Arrays.copyOfRange(body, offset, offset + length))
                .toArray();
    }

    static byte[] message(int type, int sequence, byte[] body) {
        return fragment(type, sequence, body, 0, body.length);
    }

    /** A clear handshake record of DTLS 1.2 with one message. */
    static byte[] handshake(int type, int sequence, byte[] body) {
        return record(22, DTLS_1_2, 0, sequence, message(type, sequence, body));
    }

    public static byte[] extension(int type, byte[] data) {
        return Bytes.bigEndian().u16(type).u16(data.length).put(data).toArray();
    }

    static byte[] clientHelloBody(int version, byte[] cookie, byte[]... extensions) {
        byte[] all = Bytes.concat(extensions);
        return Bytes.bigEndian()
                .u16(version)
                .zeros(32)
                .u8(0)
                .u8(cookie.length)
                .put(cookie)
                .u16(4)
                .u16(ECDHE_ECDSA_AES_128_GCM)
                .u16(0x1301)
                .u8(1, 0)
                .u16(all.length)
                .put(all)
                .toArray();
    }

    public static byte[] clientHello(byte[]... extensions) {
        return handshake(1, 0, clientHelloBody(DTLS_1_2, new byte[0], extensions));
    }

    static byte[] serverHelloBody(int version, int cipherSuite, byte[]... extensions) {
        byte[] all = Bytes.concat(extensions);
        return Bytes.bigEndian()
                .u16(version)
                .zeros(32)
                .u8(0)
                .u16(cipherSuite)
                .u8(0)
                .u16(all.length)
                .put(all)
                .toArray();
    }

    static byte[] verifyRequest() {
        return handshake(HELLO_VERIFY_REQUEST, 0, Bytes.hex("fefd 04 01020304"));
    }

    static byte[] certificateBody() {
        byte[] der = TestCertificates.leaf();
        return Bytes.bigEndian()
                .u8(0)
                .u16(der.length + 3)
                .u8(0)
                .u16(der.length)
                .put(der)
                .toArray();
    }

    /** ECDHE on x25519. */
    static byte[] serverKeyExchangeBody() {
        return Bytes.hex("03 001d 01 04 0403 0001 05");
    }

    /** The server's flight of a full handshake, a record for each message; messages from number {@code first} on. */
    public static byte[][] serverFlight(int first, byte[]... extensions) {
        return new byte[][] {
            handshake(2, first, serverHelloBody(DTLS_1_2, ECDHE_ECDSA_AES_128_GCM, extensions)),
            handshake(11, first + 1, certificateBody()),
            handshake(12, first + 2, serverKeyExchangeBody()),
            handshake(14, first + 3, new byte[0])
        };
    }

    public static byte[] clientKeyExchange(int sequence) {
        return handshake(16, sequence, new byte[33]);
    }

    /** ChangeCipherSpec and Finished in one datagram. */
    public static byte[] finished(int sequenceNumber) {
        return Bytes.concat(
                record(20, DTLS_1_2, 0, sequenceNumber, new byte[] {1}), record(22, DTLS_1_2, 1, 0, new byte[40]));
    }

    public static byte[] data(int length) {
        return record(23, DTLS_1_2, 1, 1, new byte[length]);
    }

    /** A record of DTLS 1.3: 16 bits of sequence number and a length. */
    static byte[] ciphertext(int epoch, int length) {
        return Bytes.bigEndian()
                .u8(0x2c | epoch & 3)
                .u16(7)
                .u16(length)
                .zeros(length)
                .toArray();
    }
}
