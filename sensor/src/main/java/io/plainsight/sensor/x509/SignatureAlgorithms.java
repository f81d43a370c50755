package io.plainsight.sensor.x509;

/** Signature algorithm identifiers (RFC 3279, 4055, 5758, 8410, 9881) by their JCA style names. */
final class SignatureAlgorithms {
    static final String RSASSA_PSS = "1.2.840.113549.1.1.10";

    private SignatureAlgorithms() {}

    /** Such as {@code SHA256withRSA}; the object identifier itself when it is not among the known ones. */
    static String name(String oid) {
        return switch (oid) {
            case "1.2.840.113549.1.1.2" -> "MD2withRSA";
            case "1.2.840.113549.1.1.3" -> "MD4withRSA";
            case "1.2.840.113549.1.1.4" -> "MD5withRSA";
            case "1.2.840.113549.1.1.5", "1.3.14.3.2.29" -> "SHA1withRSA";
            case "1.2.840.113549.1.1.11" -> "SHA256withRSA";
            case "1.2.840.113549.1.1.12" -> "SHA384withRSA";
            case "1.2.840.113549.1.1.13" -> "SHA512withRSA";
            case "1.2.840.113549.1.1.14" -> "SHA224withRSA";
            case RSASSA_PSS -> "RSASSA-PSS";
            case "1.2.840.10040.4.3", "1.3.14.3.2.27" -> "SHA1withDSA";
            case "2.16.840.1.101.3.4.3.1" -> "SHA224withDSA";
            case "2.16.840.1.101.3.4.3.2" -> "SHA256withDSA";
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
            default -> oid;
        };
    }
}
