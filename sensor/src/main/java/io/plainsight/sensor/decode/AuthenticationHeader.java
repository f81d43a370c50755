package io.plainsight.sensor.decode;

/**
 * IP authentication header, RFC 4302 section 2: integrity without encryption, so what follows is readable.
 *
 * <pre>
 *  0 next header  1 length in 32-bit words minus 2  2 reserved  4 security parameters index  8 sequence number  12 check value
 * </pre>
 */
final class AuthenticationHeader {
    static final int MIN_LENGTH = 12;

    private AuthenticationHeader() {}

    static int decode(Frame frame, Packet out) {
        if (!frame.has(2)) {
            return Next.TRUNCATED;
        }
        int length = (frame.u8(1) + 2) * 4;
        if (length < MIN_LENGTH || length > frame.wireRemaining()) {
            return Next.MALFORMED;
        }
        if (!frame.has(length)) {
            return Next.TRUNCATED;
        }
        out.protocol = frame.u8(0);
        frame.skip(length);
        return Next.TRANSPORT;
    }
}
