package io.plainsight.sensor.kerberos;

/** Kerberos encryption types (IANA registry "Kerberos Encryption Type Numbers") and which of them are still good. */
final class EncryptionType {
    static final int NONE = -1;

    private EncryptionType() {}

    /** The registered name; {@code etype-N} for what the registry has no name for. */
    static String name(int type) {
        return switch (type) {
            case 1 -> "des-cbc-crc";
            case 2 -> "des-cbc-md4";
            case 3 -> "des-cbc-md5";
            case 16 -> "des3-cbc-sha1";
            case 17 -> "aes128-cts-hmac-sha1-96";
            case 18 -> "aes256-cts-hmac-sha1-96";
            case 19 -> "aes128-cts-hmac-sha256-128";
            case 20 -> "aes256-cts-hmac-sha384-192";
            case 23 -> "rc4-hmac";
            case 24 -> "rc4-hmac-exp";
            case 25 -> "camellia128-cts-cmac";
            case 26 -> "camellia256-cts-cmac";
            default -> "etype-" + type;
        };
    }

    /** DES is dead by RFC 6649, triple DES and RC4 by RFC 8429. */
    static boolean isWeak(int type) {
        return type >= 1 && type <= 3 || type == 5 || type == 7 || type == 16 || type == 23 || type == 24;
    }

    /** AES and Camellia: RFC 3962, RFC 8009, RFC 6803. */
    static boolean isStrong(int type) {
        return type >= 17 && type <= 20 || type == 25 || type == 26;
    }
}
