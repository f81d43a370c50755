package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Reads the key agreement parameters of a ServerKeyExchange: the named curve (RFC 8422 section 5.4) or the size of the
 * Diffie-Hellman prime (RFC 5246 section 7.4.3), also behind the identity hint of the PSK suites (RFC 4279, RFC 5489); and
 * from TLS 1.2 on the algorithm of the signature over them.
 *
 * <p><b>Threading:</b> one thread per instance. <b>Memory:</b> one reusable cursor.
 */
final class ServerKeyExchangeParser {
    private static final int NAMED_CURVE = 3;
    private static final int EXPLICIT_PRIME = 1;
    private static final int EXPLICIT_CHAR2 = 2;
    /** Group arbitrary_explicit_prime_curves; the binary one follows. Removed by RFC 8422. */
    private static final int FIRST_EXPLICIT_CURVE = 0xff01;

    private final ByteCursor field = new ByteCursor();
    private int group;
    private int dhBits;
    private int signatureScheme = SignatureScheme.NONE;

    /**
     * @param in the message's body
     * @param keyExchange key exchange of the chosen suite by its IANA name, such as {@code ECDHE_RSA}
     * @param namesSignature whether the version has an algorithm before the signature: TLS and DTLS 1.2
     */
    ParseResult parse(ByteCursor in, String keyExchange, boolean namesSignature) {
        ParseResult result = parameters(in, keyExchange);
        if (result == ParseResult.OK && namesSignature && isSigned(keyExchange) && group < FIRST_EXPLICIT_CURVE) {
            int scheme = in.u16();
            signatureScheme = in.ok() ? scheme : SignatureScheme.NONE;
        }
        return in.ok() ? result : ParseResult.MALFORMED;
    }

    private static boolean isSigned(String keyExchange) {
        boolean ephemeral = keyExchange.startsWith("ECDHE_") || keyExchange.startsWith("DHE_");
        return ephemeral
                && (keyExchange.endsWith("_RSA") || keyExchange.endsWith("_DSS") || keyExchange.endsWith("_ECDSA"));
    }

    private ParseResult parameters(ByteCursor in, String keyExchange) {
        group = 0;
        dhBits = 0;
        signatureScheme = SignatureScheme.NONE;
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

    /** The signature's algorithm, see {@link SignatureScheme}; {@link SignatureScheme#NONE} where the message names none. */
    int signatureScheme() {
        return signatureScheme;
    }

    private ParseResult curve(ByteCursor in) {
        int curveType = in.u8();
        switch (curveType) {
            case NAMED_CURVE -> {
                group = in.u16();
                in.slice8(field); // the public point
            }
            case EXPLICIT_PRIME -> group = FIRST_EXPLICIT_CURVE;
            case EXPLICIT_CHAR2 -> group = FIRST_EXPLICIT_CURVE + 1;
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
        in.slice16(field); // the generator
        in.slice16(field); // the public value
        return ParseResult.OK;
    }
}
