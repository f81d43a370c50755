package io.plainsight.sensor.tls;

/** SSLv2 cipher kinds: three bytes, from the SSL 2.0 protocol specification, section 4.1 ("CIPHER-KINDs"). */
public final class SslV2CipherKind {
    private SslV2CipherKind() {}

    /** {@code SSL_CK_…} as the specification spells it; the TLS name where the first byte is 0; else hexadecimal. */
    public static String name(int cipherKind) {
        return switch (cipherKind) {
            case 0x010080 -> "SSL_CK_RC4_128_WITH_MD5";
            case 0x020080 -> "SSL_CK_RC4_128_EXPORT40_WITH_MD5";
            case 0x030080 -> "SSL_CK_RC2_128_CBC_WITH_MD5";
            case 0x040080 -> "SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5";
            case 0x050080 -> "SSL_CK_IDEA_128_CBC_WITH_MD5";
            case 0x060040 -> "SSL_CK_DES_64_CBC_WITH_MD5";
            case 0x0700c0 -> "SSL_CK_DES_192_EDE3_CBC_WITH_MD5";
            case 0x080080 -> "SSL_CK_RC4_64_WITH_MD5";
            default -> cipherKind >> 16 == 0 ? CipherSuite.name(cipherKind) : String.format("0x%06X", cipherKind);
        };
    }
}
