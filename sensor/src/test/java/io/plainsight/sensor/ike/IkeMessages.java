package io.plainsight.sensor.ike;

import static io.plainsight.sensor.testing.Bytes.bigEndian;
import static io.plainsight.sensor.testing.Bytes.concat;

import io.plainsight.sensor.testing.Bytes;

/** Builds IKE messages. */
final class IkeMessages {
    static final int SA_INIT = 34;
    static final int AUTH = 35;
    static final int CHILD = 36;
    static final int INFORMATIONAL = 37;
    static final int RESPONSE = 0x20;
    static final int INITIATOR = 0x08;
    static final int ENCRYPTED = 46;

    private IkeMessages() {}

    /** The first message of the association with this SPI, or its answer. */
    static byte[] opening(int spi, int flags, byte[] payloads) {
        return header(spi, 0x20, SA_INIT, 33, flags, flags == INITIATOR ? 0 : 9, 0, payloads);
    }

    /** An encrypted message of version 2 that is {@code length} bytes long as a whole, of the association with this SPI. */
    static byte[] encrypted(int spi, int exchange, int flags, int id, int length) {
        return header(spi, 0x20, exchange, ENCRYPTED, flags, 9, id, payload(0, new byte[length - 28 - 4]));
    }

    static byte[] transform(int type, int id, int keyBits) {
        Bytes transform =
                bigEndian().u8(3, 0).u16(keyBits > 0 ? 12 : 8).u8(type, 0).u16(id);
        return (keyBits > 0 ? transform.u16(0x800e).u16(keyBits) : transform).toArray();
    }

    static byte[] sa(byte[]... transforms) {
        byte[] all = concat(transforms);
        byte[] proposal = concat(
                bigEndian()
                        .u8(0, 0)
                        .u16(8 + all.length)
                        .u8(1, 1, 0, transforms.length)
                        .toArray(),
                all);
        return payload(0, proposal);
    }

    static byte[] payload(int next, byte[] body) {
        return concat(bigEndian().u8(next, 0).u16(4 + body.length).toArray(), body);
    }

    static byte[] message(int exchange, int flags, int responder, byte[] payloads) {
        return message(exchange, exchange == SA_INIT ? 33 : 46, flags, responder, payloads);
    }

    static byte[] message(int exchange, int next, int flags, int responder, byte[] payloads) {
        return header(1, 0x20, exchange, next, flags, responder, exchange == SA_INIT ? 0 : 1, payloads);
    }

    static byte[] messageOfVersion1(int exchange, int next, int flags, int responder, byte[] payloads) {
        return header(1, 0x10, exchange, next, flags, responder, 0, payloads);
    }

    private static byte[] header(
            int initiator, int version, int exchange, int next, int flags, int responder, int id, byte[] payloads) {
        return concat(
                bigEndian()
                        .u32(initiator)
                        .u32(7)
                        .u32(0)
                        .u32(responder)
                        .u8(next, version, exchange, flags)
                        .u32(id)
                        .u32(28 + payloads.length)
                        .toArray(),
                payloads);
    }
}
