package io.plainsight.sensor.x509;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Kind and size of a certificate's public key.
 *
 * @param algorithm {@code RSA}, {@code EC}, {@code Ed25519}, {@code Ed448}, {@code X25519}, {@code X448}, {@code DSA},
 *     {@code DH}, {@code ML-DSA-44} and the like, or the OID
 * @param bits 0 when unknown; of ML-DSA and other keys that are one string, the bits of the string
 * @param curve name of the elliptic curve, its OID when it has no usual name, {@link #EXPLICIT}; null for other keys
 */
record PublicKeyInfo(String algorithm, int bits, String curve) {
    /** The curve's parameters are written out instead of named, which RFC 5480 section 2.1.1 forbids. */
    static final String EXPLICIT = "explicit";

    private static final int UNCOMPRESSED_POINT = 4;

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
            case "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.7", "2.5.8.1.1", SignatureAlgorithms.RSASSA_PSS ->
                new PublicKeyInfo("RSA", rsaBits(key), null);
            case "1.2.840.10045.2.1" -> ellipticCurve(algorithm, key);
            case "1.2.840.10040.4.1", "1.3.14.3.2.12" -> new PublicKeyInfo("DSA", parameterBits(algorithm, key), null);
            case "1.2.840.113549.1.3.1", "1.2.840.10046.2.1" ->
                new PublicKeyInfo("DH", parameterBits(algorithm, key), null);
            case "1.3.101.110" -> new PublicKeyInfo("X25519", 256, null);
            case "1.3.101.111" -> new PublicKeyInfo("X448", 448, null);
            case "1.3.101.112" -> new PublicKeyInfo("Ed25519", 256, null);
            case "1.3.101.113" -> new PublicKeyInfo("Ed448", 456, null);
            case "2.16.840.1.101.3.4.3.17",
                    "2.16.840.1.101.3.4.3.18",
                    "2.16.840.1.101.3.4.3.19" -> // ML-DSA, RFC 9881 section 2
                new PublicKeyInfo(SignatureAlgorithms.name(oid), key.remaining() * Byte.SIZE, null);
            case "2.16.840.1.101.3.4.4.1" -> new PublicKeyInfo("ML-KEM-512", key.remaining() * Byte.SIZE, null);
            case "2.16.840.1.101.3.4.4.2" -> new PublicKeyInfo("ML-KEM-768", key.remaining() * Byte.SIZE, null);
            case "2.16.840.1.101.3.4.4.3" -> new PublicKeyInfo("ML-KEM-1024", key.remaining() * Byte.SIZE, null);
            default -> new PublicKeyInfo(oid, 0, null);
        };
    }

    /* RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }      RFC 8017 appendix A.1.1 */
    private static int rsaBits(ByteCursor key) {
        ByteCursor sequence = new ByteCursor();
        Der.expect(key, Der.SEQUENCE, sequence);
        return integerBits(sequence);
    }

    /* Dss-Parms ::= SEQUENCE { p INTEGER, … }      RFC 3279 section 2.3.2; DHParameter begins alike */
    private static int parameterBits(ByteCursor parameters, ByteCursor key) {
        ByteCursor sequence = new ByteCursor();
        // a DSA key may inherit its parameters from the issuer: then its public value, below p, tells the size
        return Der.expect(parameters, Der.SEQUENCE, sequence) ? integerBits(sequence) : integerBits(key);
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
        if (parameters.peek(0) == Der.SEQUENCE) {
            Der.next(parameters, field);
            int bits = explicitFieldBits(field);
            return new PublicKeyInfo("EC", bits > 0 ? bits : pointBits(key), EXPLICIT);
        }
        if (!Der.expect(parameters, Der.OBJECT_IDENTIFIER, field)) {
            return new PublicKeyInfo("EC", pointBits(key), null);
        }
        String oid = Der.oid(field);
        EllipticCurves.Curve curve = EllipticCurves.of(oid);
        return curve == null
                ? new PublicKeyInfo("EC", pointBits(key), oid)
                : new PublicKeyInfo("EC", curve.bits(), curve.name());
    }

    /*
     * ECParameters ::= SEQUENCE { version INTEGER, fieldID FieldID, … }      ANSI X9.62, RFC 3279 section 2.3.5
     * FieldID ::= SEQUENCE { fieldType OBJECT IDENTIFIER, parameters ANY }   of a prime field: Prime-p ::= INTEGER
     */
    private static int explicitFieldBits(ByteCursor parameters) {
        ByteCursor fieldId = new ByteCursor();
        ByteCursor scratch = new ByteCursor();
        Der.expect(parameters, Der.INTEGER, scratch);
        Der.expect(parameters, Der.SEQUENCE, fieldId);
        Der.expect(fieldId, Der.OBJECT_IDENTIFIER, scratch);
        return integerBits(fieldId);
    }

    /** A point is 1 byte and both coordinates, or one of them when it is compressed (SEC 1 section 2.3.3). */
    private static int pointBits(ByteCursor key) {
        int coordinates = Math.max(0, key.remaining() - 1);
        return (key.peek(0) == UNCOMPRESSED_POINT ? coordinates / 2 : coordinates) * Byte.SIZE;
    }
}
