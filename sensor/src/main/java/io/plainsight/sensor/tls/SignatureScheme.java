package io.plainsight.sensor.tls;

/**
 * Signature schemes, IANA registry "TLS SignatureScheme" (RFC 8446 section 4.2.3), and the pairs of hash and signature that
 * TLS 1.2 made of the registries "TLS HashAlgorithm" and "TLS SignatureAlgorithm" (RFC 5246 section 7.4.1.4.1).
 */
public final class SignatureScheme {
    /** A value that stands for no scheme. */
    public static final int NONE = -1;

    private static final String[] HASHES = {"none", "md5", "sha1", "sha224", "sha256", "sha384", "sha512"};
    private static final String[] SIGNATURES = {"anonymous", "rsa", "dsa", "ecdsa"};

    private SignatureScheme() {}

    /** Whether the hash below the signature is MD5 or SHA-1, which RFC 9155 takes out of TLS 1.2. */
    static boolean isWeak(int scheme) {
        int hash = scheme >> 8;
        return scheme > 0 && (hash == 1 || hash == 2);
    }

    /** The registry's name, such as {@code rsa_pss_rsae_sha256}; {@code dsa_sha256} for a pair without one; {@code 0xabcd} else. */
    public static String name(int scheme) {
        return switch (scheme) {
            case 0x0201 -> "rsa_pkcs1_sha1";
            case 0x0203 -> "ecdsa_sha1";
            case 0x0401 -> "rsa_pkcs1_sha256";
            case 0x0403 -> "ecdsa_secp256r1_sha256";
            case 0x0420 -> "rsa_pkcs1_sha256_legacy";
            case 0x0501 -> "rsa_pkcs1_sha384";
            case 0x0503 -> "ecdsa_secp384r1_sha384";
            case 0x0520 -> "rsa_pkcs1_sha384_legacy";
            case 0x0601 -> "rsa_pkcs1_sha512";
            case 0x0603 -> "ecdsa_secp521r1_sha512";
            case 0x0620 -> "rsa_pkcs1_sha512_legacy";
            case 0x0704 -> "eccsi_sha256";
            case 0x0705 -> "iso_ibs1";
            case 0x0706 -> "iso_ibs2";
            case 0x0707 -> "iso_chinese_ibs";
            case 0x0708 -> "sm2sig_sm3";
            case 0x0804 -> "rsa_pss_rsae_sha256";
            case 0x0805 -> "rsa_pss_rsae_sha384";
            case 0x0806 -> "rsa_pss_rsae_sha512";
            case 0x0807 -> "ed25519";
            case 0x0808 -> "ed448";
            case 0x0809 -> "rsa_pss_pss_sha256";
            case 0x080a -> "rsa_pss_pss_sha384";
            case 0x080b -> "rsa_pss_pss_sha512";
            case 0x081a -> "ecdsa_brainpoolp256r1tls13_sha256";
            case 0x081b -> "ecdsa_brainpoolp384r1tls13_sha384";
            case 0x081c -> "ecdsa_brainpoolp512r1tls13_sha512";
            case 0x0904 -> "mldsa44";
            case 0x0905 -> "mldsa65";
            case 0x0906 -> "mldsa87";
            default -> pair(scheme);
        };
    }

    private static String pair(int scheme) {
        int hash = scheme >> 8 & 0xff;
        int signature = scheme & 0xff;
        if (hash < HASHES.length && signature > 0 && signature < SIGNATURES.length) {
            return SIGNATURES[signature] + '_' + HASHES[hash];
        }
        return String.format("0x%04x", scheme & 0xffff);
    }
}
