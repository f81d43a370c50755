package io.plainsight.sensor.x509;

/** Named curves of certificates' keys: SEC 2, RFC 5639, GB/T 32918. Names as in the TLS registry where it has one. */
final class EllipticCurves {
    private EllipticCurves() {}

    /** A curve's usual name and the bits of its field. */
    record Curve(String name, int bits) {}

    /** Null for an object identifier that is not among the known ones. */
    static Curve of(String oid) {
        return switch (oid) {
            case "1.3.132.0.6" -> new Curve("secp112r1", 112);
            case "1.3.132.0.7" -> new Curve("secp112r2", 112);
            case "1.3.132.0.28" -> new Curve("secp128r1", 128);
            case "1.3.132.0.29" -> new Curve("secp128r2", 128);
            case "1.3.132.0.9" -> new Curve("secp160k1", 160);
            case "1.3.132.0.8" -> new Curve("secp160r1", 160);
            case "1.3.132.0.30" -> new Curve("secp160r2", 160);
            case "1.3.132.0.31" -> new Curve("secp192k1", 192);
            case "1.2.840.10045.3.1.1" -> new Curve("secp192r1", 192);
            case "1.3.132.0.32" -> new Curve("secp224k1", 224);
            case "1.3.132.0.33" -> new Curve("secp224r1", 224);
            case "1.3.132.0.10" -> new Curve("secp256k1", 256);
            case "1.2.840.10045.3.1.7" -> new Curve("secp256r1", 256);
            case "1.3.132.0.34" -> new Curve("secp384r1", 384);
            case "1.3.132.0.35" -> new Curve("secp521r1", 521);
            case "1.3.132.0.1" -> new Curve("sect163k1", 163);
            case "1.3.132.0.15" -> new Curve("sect163r2", 163);
            case "1.3.132.0.26" -> new Curve("sect233k1", 233);
            case "1.3.132.0.27" -> new Curve("sect233r1", 233);
            case "1.3.132.0.16" -> new Curve("sect283k1", 283);
            case "1.3.132.0.17" -> new Curve("sect283r1", 283);
            case "1.3.132.0.36" -> new Curve("sect409k1", 409);
            case "1.3.132.0.37" -> new Curve("sect409r1", 409);
            case "1.3.132.0.38" -> new Curve("sect571k1", 571);
            case "1.3.132.0.39" -> new Curve("sect571r1", 571);
            case "1.3.36.3.3.2.8.1.1.1" -> new Curve("brainpoolp160r1", 160);
            case "1.3.36.3.3.2.8.1.1.3" -> new Curve("brainpoolp192r1", 192);
            case "1.3.36.3.3.2.8.1.1.5" -> new Curve("brainpoolp224r1", 224);
            case "1.3.36.3.3.2.8.1.1.7" -> new Curve("brainpoolp256r1", 256);
            case "1.3.36.3.3.2.8.1.1.9" -> new Curve("brainpoolp320r1", 320);
            case "1.3.36.3.3.2.8.1.1.11" -> new Curve("brainpoolp384r1", 384);
            case "1.3.36.3.3.2.8.1.1.13" -> new Curve("brainpoolp512r1", 512);
            case "1.2.156.10197.1.301" -> new Curve("sm2p256v1", 256);
            default -> null;
        };
    }
}
