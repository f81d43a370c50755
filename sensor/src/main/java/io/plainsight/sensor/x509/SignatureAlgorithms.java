package io.plainsight.sensor.x509;

import io.plainsight.sensor.buffer.ByteCursor;

/** Signature algorithm identifiers (RFC 3279, 4055, 5758, 8410, 8692, 9881, 9909, FIPS 202) by their JCA style names. */
final class SignatureAlgorithms {
    static final String RSASSA_PSS = "1.2.840.113549.1.1.10";

    /** Hash of RSASSA-PSS and of its mask where the parameters leave it out, RFC 4055 section 3.1. */
    private static final String PSS_DEFAULT_HASH = "SHA1";

    private SignatureAlgorithms() {}

    /*
     * AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }
     * RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] HashAlgorithm DEFAULT sha1, … }      RFC 4055 section 3.1
     */
    /** @param algorithm content of an AlgorithmIdentifier; consumed. Null when it does not read. */
    static String read(ByteCursor algorithm) {
        ByteCursor field = new ByteCursor();
        if (!Der.expect(algorithm, Der.OBJECT_IDENTIFIER, field)) {
            return null;
        }
        String oid = Der.oid(field);
        return oid.equals(RSASSA_PSS) ? pssHash(algorithm) + "withRSAandMGF1" : name(oid);
    }

    private static String pssHash(ByteCursor parameters) {
        ByteCursor sequence = new ByteCursor();
        ByteCursor field = new ByteCursor();
        Der.skipOptional(parameters, Der.SEQUENCE, sequence);
        if (sequence.peek(0) != Der.constructed(0)) {
            return PSS_DEFAULT_HASH;
        }
        Der.next(sequence, field);
        Der.expect(field, Der.SEQUENCE, sequence);
        Der.expect(sequence, Der.OBJECT_IDENTIFIER, field);
        return hash(Der.oid(field));
    }

    /** Such as {@code SHA256}; the object identifier itself when it is not among the known ones. */
    static String hash(String oid) {
        return switch (oid) {
            case "1.2.840.113549.2.2" -> "MD2";
            case "1.2.840.113549.2.5" -> "MD5";
            case "1.3.14.3.2.26" -> "SHA1";
            case "2.16.840.1.101.3.4.2.1" -> "SHA256";
            case "2.16.840.1.101.3.4.2.2" -> "SHA384";
            case "2.16.840.1.101.3.4.2.3" -> "SHA512";
            case "2.16.840.1.101.3.4.2.4" -> "SHA224";
            case "2.16.840.1.101.3.4.2.5" -> "SHA512-224";
            case "2.16.840.1.101.3.4.2.6" -> "SHA512-256";
            case "2.16.840.1.101.3.4.2.8" -> "SHA3-256";
            case "2.16.840.1.101.3.4.2.9" -> "SHA3-384";
            case "2.16.840.1.101.3.4.2.10" -> "SHA3-512";
            case "2.16.840.1.101.3.4.2.11" -> "SHAKE128";
            case "2.16.840.1.101.3.4.2.12" -> "SHAKE256";
            default -> oid;
        };
    }

    /** Such as {@code SHA256withRSA}; the object identifier itself when it is not among the known ones. */
    static String name(String oid) {
        return switch (oid) {
            case "1.2.840.113549.1.1.2" -> "MD2withRSA";
            case "1.2.840.113549.1.1.3" -> "MD4withRSA";
            case "1.2.840.113549.1.1.4", "1.3.14.3.2.3" -> "MD5withRSA";
            case "1.2.840.113549.1.1.5", "1.3.14.3.2.29" -> "SHA1withRSA";
            case "1.2.840.113549.1.1.11" -> "SHA256withRSA";
            case "1.2.840.113549.1.1.12" -> "SHA384withRSA";
            case "1.2.840.113549.1.1.13" -> "SHA512withRSA";
            case "1.2.840.113549.1.1.14" -> "SHA224withRSA";
            case "1.2.840.113549.1.1.15" -> "SHA512-224withRSA";
            case "1.2.840.113549.1.1.16" -> "SHA512-256withRSA";
            case "1.3.36.3.3.1.2" -> "RIPEMD160withRSA";
            case "1.3.6.1.5.5.7.6.30" -> "SHAKE128withRSAPSS";
            case "1.3.6.1.5.5.7.6.31" -> "SHAKE256withRSAPSS";
            case "1.3.6.1.5.5.7.6.32" -> "SHAKE128withECDSA";
            case "1.3.6.1.5.5.7.6.33" -> "SHAKE256withECDSA";
            case "1.2.840.10040.4.3", "1.3.14.3.2.27" -> "SHA1withDSA";
            case "2.16.840.1.101.3.4.3.1" -> "SHA224withDSA";
            case "2.16.840.1.101.3.4.3.2" -> "SHA256withDSA";
            case "2.16.840.1.101.3.4.3.3" -> "SHA384withDSA";
            case "2.16.840.1.101.3.4.3.4" -> "SHA512withDSA";
            case "2.16.840.1.101.3.4.3.9" -> "SHA3-224withECDSA";
            case "2.16.840.1.101.3.4.3.10" -> "SHA3-256withECDSA";
            case "2.16.840.1.101.3.4.3.11" -> "SHA3-384withECDSA";
            case "2.16.840.1.101.3.4.3.12" -> "SHA3-512withECDSA";
            case "2.16.840.1.101.3.4.3.13" -> "SHA3-224withRSA";
            case "2.16.840.1.101.3.4.3.14" -> "SHA3-256withRSA";
            case "2.16.840.1.101.3.4.3.15" -> "SHA3-384withRSA";
            case "2.16.840.1.101.3.4.3.16" -> "SHA3-512withRSA";
            case "1.2.840.10045.4.1" -> "SHA1withECDSA";
            case "1.2.840.10045.4.3.1" -> "SHA224withECDSA";
            case "1.2.840.10045.4.3.2" -> "SHA256withECDSA";
            case "1.2.840.10045.4.3.3" -> "SHA384withECDSA";
            case "1.2.840.10045.4.3.4" -> "SHA512withECDSA";
            case "1.3.101.112" -> "Ed25519";
            case "1.3.101.113" -> "Ed448";
            case "2.16.840.1.101.3.4.3.17" -> "ML-DSA-44";
            case "2.16.840.1.101.3.4.3.18" -> "ML-DSA-65";
            case "2.16.840.1.101.3.4.3.19" -> "ML-DSA-87";
            case "2.16.840.1.101.3.4.3.20" -> "SLH-DSA-SHA2-128s";
            case "2.16.840.1.101.3.4.3.21" -> "SLH-DSA-SHA2-128f";
            case "2.16.840.1.101.3.4.3.22" -> "SLH-DSA-SHA2-192s";
            case "2.16.840.1.101.3.4.3.23" -> "SLH-DSA-SHA2-192f";
            case "2.16.840.1.101.3.4.3.24" -> "SLH-DSA-SHA2-256s";
            case "2.16.840.1.101.3.4.3.25" -> "SLH-DSA-SHA2-256f";
            case "2.16.840.1.101.3.4.3.26" -> "SLH-DSA-SHAKE-128s";
            case "2.16.840.1.101.3.4.3.27" -> "SLH-DSA-SHAKE-128f";
            case "2.16.840.1.101.3.4.3.28" -> "SLH-DSA-SHAKE-192s";
            case "2.16.840.1.101.3.4.3.29" -> "SLH-DSA-SHAKE-192f";
            case "2.16.840.1.101.3.4.3.30" -> "SLH-DSA-SHAKE-256s";
            case "2.16.840.1.101.3.4.3.31" -> "SLH-DSA-SHAKE-256f";
            case "1.2.156.10197.1.501" -> "SM3withSM2";
            case "1.2.643.2.2.3" -> "GOST3411withECGOST3410";
            case "1.2.643.7.1.1.3.2" -> "GOST3411-2012-256withECGOST3410-2012-256";
            case "1.2.643.7.1.1.3.3" -> "GOST3411-2012-512withECGOST3410-2012-512";
            default -> oid;
        };
    }
}
