package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Reads the key agreement parameters of a ServerKeyExchange: the named curve (RFC 8422 section 5.4) or the size of the
 * Diffie-Hellman prime (RFC 5246 section 7.4.3), also behind the identity hint of the PSK suites (RFC 4279, RFC 5489).
 *
 * <p><b>Threading:</b> one thread per instance. <b>Memory:</b> one reusable cursor.
 */
final class ServerKeyExchangeParser {
    private static final int NAMED_CURVE = 3;
    private static final int EXPLICIT_PRIME = 1;
    private static final int EXPLICIT_CHAR2 = 2;

    private final ByteCursor field = new ByteCursor();
    private int group;
    private int dhBits;

    /**
     * @param in the message's body
     * @param keyExchange key exchange of the chosen suite by its IANA name, such as {@code ECDHE_RSA}
     */
    ParseResult parse(ByteCursor in, String keyExchange) {
        group = 0;
        dhBits = 0;
        if (keyExchange.contains("PSK")) {
            in.slice16(field); // psk_identity_hint
        }
        if (keyExchange.startsWith("ECDH")) {
            return curve(in);
        }
        if (keyExchange.startsWith("DH")) {
            return prime(in);
        }
        return ParseResult.OK;
    }

    /** The named curve, or 0. */
    int group() {
        return group;
    }

    /** Bits of the prime, or 0. */
    int dhBits() {
        return dhBits;
    }

    private ParseResult curve(ByteCursor in) {
        int curveType = in.u8();
        switch (curveType) {
            case NAMED_CURVE -> group = in.u16();
            case EXPLICIT_PRIME -> group = 0xff01;
            case EXPLICIT_CHAR2 -> group = 0xff02;
            default -> {
                return ParseResult.MALFORMED;
            }
        }
        return in.ok() ? ParseResult.OK : ParseResult.MALFORMED;
    }

    /* struct { opaque dh_p<1..2^16-1>; opaque dh_g<1..2^16-1>; opaque dh_Ys<1..2^16-1>; } ServerDHParams; */
    private ParseResult prime(ByteCursor in) {
        in.slice16(field);
        if (!in.ok()) {
            return ParseResult.MALFORMED;
        }
        while (field.remaining() > 0 && field.peek(0) == 0) {
            field.skip(1);
        }
        if (field.remaining() > 0) {
            dhBits = (field.remaining() - 1) * 8 + (32 - Integer.numberOfLeadingZeros(field.peek(0)));
        }
        return ParseResult.OK;
    }
}
