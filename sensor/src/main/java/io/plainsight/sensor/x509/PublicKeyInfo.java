package io.plainsight.sensor.x509;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Kind and size of a certificate's public key.
 *
 * @param algorithm {@code RSA}, {@code EC}, {@code Ed25519}, {@code Ed448}, {@code DSA}, or the OID
 * @param bits 0 when unknown
 * @param curve name of the elliptic curve, its OID when it has no usual name; null for other keys
 */
record PublicKeyInfo(String algorithm, int bits, String curve) {
    static final PublicKeyInfo UNKNOWN = new PublicKeyInfo(null, 0, null);

    /*
     * SubjectPublicKeyInfo ::= SEQUENCE {
     *     algorithm         AlgorithmIdentifier,      SEQUENCE { OBJECT IDENTIFIER, parameters ANY OPTIONAL }
     *     subjectPublicKey  BIT STRING }              RFC 5280 section 4.1
     */
    static PublicKeyInfo read(ByteCursor spki) {
        ByteCursor algorithm = new ByteCursor();
        ByteCursor field = new ByteCursor();
        ByteCursor key = new ByteCursor();
        if (!Der.expect(spki, Der.SEQUENCE, algorithm)
                || !Der.expect(algorithm, Der.OBJECT_IDENTIFIER, field)
                || !Der.expect(spki, Der.BIT_STRING, key)) {
            return UNKNOWN;
        }
        String oid = Der.oid(field);
        key.u8(); // unused bits, 0 for keys
        return switch (oid) {
            case "1.2.840.113549.1.1.1", SignatureAlgorithms.RSASSA_PSS -> new PublicKeyInfo("RSA", rsaBits(key), null);
            case "1.2.840.10045.2.1" -> ellipticCurve(algorithm, key);
            case "1.2.840.10040.4.1" -> new PublicKeyInfo("DSA", dsaBits(algorithm), null);
            case "1.3.101.112" -> new PublicKeyInfo("Ed25519", 256, null);
            case "1.3.101.113" -> new PublicKeyInfo("Ed448", 456, null);
            default -> new PublicKeyInfo(oid, 0, null);
        };
    }

    /* RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }      RFC 8017 appendix A.1.1 */
    private static int rsaBits(ByteCursor key) {
        ByteCursor sequence = new ByteCursor();
        Der.expect(key, Der.SEQUENCE, sequence);
        return integerBits(sequence);
    }

    /* Dss-Parms ::= SEQUENCE { p INTEGER, q INTEGER, g INTEGER }      RFC 3279 section 2.3.2 */
    private static int dsaBits(ByteCursor parameters) {
        ByteCursor sequence = new ByteCursor();
        Der.expect(parameters, Der.SEQUENCE, sequence);
        return integerBits(sequence);
    }

    private static int integerBits(ByteCursor in) {
        ByteCursor integer = new ByteCursor();
        if (!Der.expect(in, Der.INTEGER, integer)) {
            return 0;
        }
        while (integer.remaining() > 0 && integer.peek(0) == 0) {
            integer.skip(1);
        }
        return integer.remaining() == 0
                ? 0
                : (integer.remaining() - 1) * 8 + 32 - Integer.numberOfLeadingZeros(integer.peek(0));
    }

    private static PublicKeyInfo ellipticCurve(ByteCursor parameters, ByteCursor key) {
        ByteCursor field = new ByteCursor();
        if (!Der.expect(parameters, Der.OBJECT_IDENTIFIER, field)) {
            // explicit parameters (RFC 5480 forbids them): an uncompressed point is 1 + 2n bytes
            return new PublicKeyInfo("EC", Math.max(0, (key.remaining() - 1) / 2 * 8), null);
        }
        String oid = Der.oid(field);
        return switch (oid) {
            case "1.2.840.10045.3.1.1" -> new PublicKeyInfo("EC", 192, "secp192r1");
            case "1.3.132.0.33" -> new PublicKeyInfo("EC", 224, "secp224r1");
            case "1.2.840.10045.3.1.7" -> new PublicKeyInfo("EC", 256, "secp256r1");
            case "1.3.132.0.10" -> new PublicKeyInfo("EC", 256, "secp256k1");
            case "1.3.132.0.34" -> new PublicKeyInfo("EC", 384, "secp384r1");
            case "1.3.132.0.35" -> new PublicKeyInfo("EC", 521, "secp521r1");
            case "1.3.36.3.3.2.8.1.1.7" -> new PublicKeyInfo("EC", 256, "brainpoolp256r1");
            case "1.3.36.3.3.2.8.1.1.11" -> new PublicKeyInfo("EC", 384, "brainpoolp384r1");
            case "1.3.36.3.3.2.8.1.1.13" -> new PublicKeyInfo("EC", 512, "brainpoolp512r1");
            case "1.2.156.10197.1.301" -> new PublicKeyInfo("EC", 256, "sm2p256v1");
            default -> new PublicKeyInfo("EC", Math.max(0, (key.remaining() - 1) / 2 * 8), oid);
        };
    }
}
