package io.plainsight.sensor.ike;

import java.util.Map;
import java.util.Set;

/**
 * Names of transforms and what is to be thought of them. Registries: IANA ikev2-parameters and ipsec-registry (version 1);
 * judgement: RFC 8247 for version 2's, and the same measure for version 1's.
 */
final class IkeTransforms {
    static final int ENCRYPTION = 1;
    static final int PRF = 2;
    static final int INTEGRITY = 3;
    static final int KEY_EXCHANGE = 4;
    /** ADDKE1 to ADDKE7, RFC 9370. */
    static final int FIRST_ADDITIONAL_KEY_EXCHANGE = 6;

    static final int LAST_ADDITIONAL_KEY_EXCHANGE = 12;

    private static final Map<Integer, String> ENCRYPTIONS = Map.ofEntries(
            Map.entry(1, "ENCR_DES_IV64"),
            Map.entry(2, "ENCR_DES"),
            Map.entry(3, "ENCR_3DES"),
            Map.entry(4, "ENCR_RC5"),
            Map.entry(5, "ENCR_IDEA"),
            Map.entry(6, "ENCR_CAST"),
            Map.entry(7, "ENCR_BLOWFISH"),
            Map.entry(11, "ENCR_NULL"),
            Map.entry(12, "ENCR_AES_CBC"),
            Map.entry(13, "ENCR_AES_CTR"),
            Map.entry(14, "ENCR_AES_CCM_8"),
            Map.entry(15, "ENCR_AES_CCM_12"),
            Map.entry(16, "ENCR_AES_CCM_16"),
            Map.entry(18, "ENCR_AES_GCM_8"),
            Map.entry(19, "ENCR_AES_GCM_12"),
            Map.entry(20, "ENCR_AES_GCM_16"),
            Map.entry(23, "ENCR_CAMELLIA_CBC"),
            Map.entry(28, "ENCR_CHACHA20_POLY1305"));
    private static final Set<Integer> WEAK_ENCRYPTIONS = Set.of(1, 2, 3, 4, 5, 6, 7, 11);
    private static final Set<Integer> SELF_AUTHENTICATING = Set.of(14, 15, 16, 18, 19, 20, 28);
    /** AES and Camellia in CBC, which have blocks of 16 bytes. */
    private static final Set<Integer> LONG_VECTORS = Set.of(12, 23);
    /** Bytes, by cipher: RFC 5282, RFC 7634. */
    private static final Map<Integer, Integer> CHECKS_OF_CIPHERS =
            Map.of(14, 8, 15, 12, 16, 16, 18, 8, 19, 12, 20, 16, 28, 16);

    private static final Map<Integer, String> INTEGRITIES = Map.of(
            0, "NONE",
            1, "AUTH_HMAC_MD5_96",
            2, "AUTH_HMAC_SHA1_96",
            3, "AUTH_DES_MAC",
            4, "AUTH_KPDK_MD5",
            5, "AUTH_AES_XCBC_96",
            12, "AUTH_HMAC_SHA2_256_128",
            13, "AUTH_HMAC_SHA2_384_192",
            14, "AUTH_HMAC_SHA2_512_256");
    /** Bytes, by algorithm: RFC 2403, RFC 2404, RFC 3566, RFC 4868. */
    private static final Map<Integer, Integer> CHECKS = Map.of(1, 12, 2, 12, 3, 8, 5, 12, 12, 16, 13, 24, 14, 32);

    private static final int LONGEST_CHECK = 32;
    private static final Set<Integer> WEAK_INTEGRITIES = Set.of(1, 3, 4);

    private static final Map<Integer, String> GROUPS = Map.ofEntries(
            Map.entry(1, "modp768"),
            Map.entry(2, "modp1024"),
            Map.entry(5, "modp1536"),
            Map.entry(14, "modp2048"),
            Map.entry(15, "modp3072"),
            Map.entry(16, "modp4096"),
            Map.entry(17, "modp6144"),
            Map.entry(18, "modp8192"),
            Map.entry(19, "secp256r1"),
            Map.entry(20, "secp384r1"),
            Map.entry(21, "secp521r1"),
            Map.entry(22, "modp1024s160"),
            Map.entry(23, "modp2048s224"),
            Map.entry(24, "modp2048s256"),
            Map.entry(25, "secp192r1"),
            Map.entry(26, "secp224r1"),
            Map.entry(27, "brainpoolp224r1"),
            Map.entry(28, "brainpoolp256r1"),
            Map.entry(29, "brainpoolp384r1"),
            Map.entry(30, "brainpoolp512r1"),
            Map.entry(31, "curve25519"),
            Map.entry(32, "curve448"),
            Map.entry(35, "mlkem512"),
            Map.entry(36, "mlkem768"),
            Map.entry(37, "mlkem1024"));
    private static final Set<Integer> WEAK_GROUPS = Set.of(1, 2, 5, 22, 23, 24, 25);
    private static final int FIRST_POST_QUANTUM = 35;
    private static final int LAST_POST_QUANTUM = 37;

    private static final Map<Integer, String> PRFS = Map.of(
            1, "PRF_HMAC_MD5",
            2, "PRF_HMAC_SHA1",
            3, "PRF_HMAC_TIGER",
            4, "PRF_AES128_XCBC",
            5, "PRF_HMAC_SHA2_256",
            6, "PRF_HMAC_SHA2_384",
            7, "PRF_HMAC_SHA2_512");
    private static final Set<Integer> WEAK_PRFS = Set.of(1, 3);

    /** Version 1's ciphers and hashes by version 2's numbers; registry: ipsec-registry. */
    private static final Map<Integer, Integer> ENCRYPTIONS_OF_VERSION_1 =
            Map.of(1, 2, 2, 5, 3, 7, 4, 4, 5, 3, 6, 6, 7, 12, 8, 23);

    private static final Map<Integer, String> HASHES_OF_VERSION_1 =
            Map.of(1, "MD5", 2, "SHA1", 3, "TIGER", 4, "SHA2_256", 5, "SHA2_384", 6, "SHA2_512");

    private IkeTransforms() {}

    /** The name of a transform; its number where the registry has none that is known here. */
    static String name(int type, int id, int keyBits) {
        String name =
                switch (type) {
                    case ENCRYPTION -> ENCRYPTIONS.get(id);
                    case PRF -> PRFS.get(id);
                    case INTEGRITY -> INTEGRITIES.get(id);
                    default -> GROUPS.get(id);
                };
        String known = name == null ? Integer.toString(id) : name;
        return keyBits > 0 ? known + "_" + keyBits : known;
    }

    static boolean isKnown(int type, int id) {
        return switch (type) {
            case ENCRYPTION -> ENCRYPTIONS.containsKey(id);
            case PRF -> PRFS.containsKey(id);
            case INTEGRITY -> INTEGRITIES.containsKey(id);
            default -> GROUPS.containsKey(id);
        };
    }

    static boolean isWeak(int type, int id) {
        return switch (type) {
            case ENCRYPTION -> WEAK_ENCRYPTIONS.contains(id);
            case PRF -> WEAK_PRFS.contains(id);
            case INTEGRITY -> WEAK_INTEGRITIES.contains(id);
            default -> WEAK_GROUPS.contains(id);
        };
    }

    static boolean authenticatesItself(int encryption) {
        return SELF_AUTHENTICATING.contains(encryption);
    }

    /** Bytes that an encrypted payload has besides its content: the initialization vector and the check of integrity. */
    static int overhead(int encryption, int integrity) {
        int check = authenticatesItself(encryption)
                ? CHECKS_OF_CIPHERS.getOrDefault(encryption, LONGEST_CHECK)
                : CHECKS.getOrDefault(integrity, LONGEST_CHECK);
        return (LONG_VECTORS.contains(encryption) ? 16 : 8) + check;
    }

    static boolean isPostQuantum(int group) {
        return group >= FIRST_POST_QUANTUM && group <= LAST_POST_QUANTUM;
    }

    /** The number that version 2 has for a cipher of version 1; 0 when it is not known. */
    static int encryptionOfVersion1(int id) {
        return ENCRYPTIONS_OF_VERSION_1.getOrDefault(id, 0);
    }

    static String hashOfVersion1(int id) {
        return HASHES_OF_VERSION_1.getOrDefault(id, Integer.toString(id));
    }

    static boolean isWeakHashOfVersion1(int id) {
        return id == 1 || id == 3;
    }
}
