package io.plainsight.sensor.dtls;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * What DTLS adds to the messages of TLS: the cookie of a ClientHello (RFC 6347 section 4.2.1) and the extensions that only
 * matter here.
 */
final class HandshakeMessages {
    /** Type, length, message_seq, fragment_offset, fragment_length. */
    static final int HEADER_LENGTH = 12;
    /** HandshakeType hello_verify_request, reserved by RFC 9147. */
    static final int HELLO_VERIFY_REQUEST = 3;

    /** ExtensionType, RFC 5764 section 4.1.1. */
    static final int USE_SRTP = 14;
    /** ExtensionType, RFC 9146 section 3. */
    static final int CONNECTION_ID = 54;

    /** Version and random. */
    private static final int FIXED_LENGTH = 34;

    private HandshakeMessages() {}

    /** Bytes of the cookie in a ClientHello's body; 0 also where none can be read. */
    static int cookieLength(ByteCursor hello) {
        return Math.max(0, hello.peek(cookieOffset(hello)));
    }

    /** The body of a ClientHello as TLS has it: without the cookie. Allocates, once per hello. */
    static byte[] withoutCookie(ByteCursor hello) {
        int offset = Math.min(cookieOffset(hello), hello.remaining());
        int skip = Math.min(1 + cookieLength(hello), hello.remaining() - offset);
        byte[] body = new byte[hello.remaining() - skip];
        hello.copyTo(body, 0, offset);
        hello.skip(skip);
        hello.copyTo(body, offset, body.length - offset);
        return body;
    }

    /**
     * Finds an extension.
     *
     * @param hello body of a ClientHello without its cookie, or of a ServerHello; consumed
     * @param data gets the extension's data; empty when there is none
     * @return whether it is there
     */
    static boolean findExtension(ByteCursor hello, boolean client, int wanted, ByteCursor data) {
        hello.skip(FIXED_LENGTH);
        hello.slice8(data);
        if (client) {
            hello.slice16(data);
            hello.slice8(data);
        } else {
            hello.u16();
            hello.u8();
        }
        hello.u16();
        while (hello.remaining() > 0) {
            int type = hello.u16();
            hello.slice16(data);
            if (hello.ok() && type == wanted) {
                return true;
            }
        }
        data.skip(data.remaining());
        return false;
    }

    private static int cookieOffset(ByteCursor hello) {
        return FIXED_LENGTH + 1 + Math.max(0, hello.peek(FIXED_LENGTH));
    }
}
