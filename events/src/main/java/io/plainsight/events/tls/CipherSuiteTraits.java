package io.plainsight.events.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the IANA name of a cipher suite tells: key exchange, encryption, and what is wrong with it by BCP 195 (RFC 9325
 * section 4, RFC 10015, RFC 7465). Pure function of the name; used by the sensor's verdict and by the detector alike.
 *
 * <p>Asked several times on every handshake, so what was read is kept. <i>Threading:</i> any. <i>Bounds:</i>
 * {@value #MAX_KNOWN} names of at most {@value #LONGEST_KNOWN} characters.
 *
 * <p>SSLv2 cipher kinds ({@code SSL_CK_…}) name the encryption before {@code WITH} and always transport the key by RSA.
 *
 * @param keyExchange as in the name, such as {@code ECDHE_RSA}; {@code RSA} for SSLv2; empty for TLS 1.3 suites and unknown names
 * @param forwardSecret whether the session keys do not follow from a long-term key; unauthenticated ephemeral exchanges count
 * @param authenticated whether the suite authenticates the server
 * @param weaknesses why the suite is weak, each a short phrase; empty for an accepted suite
 */
public record CipherSuiteTraits(
        String keyExchange, boolean forwardSecret, boolean authenticated, boolean aead, List<String> weaknesses) {

    private static final String WITH = "_WITH_";
    private static final String SSL_V2 = "SSL_CK_";
    /** RFC 9150: TLS 1.3 suites for integrity alone. */
    private static final List<String> INTEGRITY_ONLY = List.of("TLS_SHA256_SHA256", "TLS_SHA384_SHA384");

    /** More names than the registry has; of more, each is read anew. */
    private static final int MAX_KNOWN = 1024;

    private static final int LONGEST_KNOWN = 64;
    private static final Map<String, CipherSuiteTraits> KNOWN = new ConcurrentHashMap<>();

    /** @param name IANA name, such as {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}; an unknown name has no weaknesses and is not AEAD */
    public static CipherSuiteTraits of(String name) {
        CipherSuiteTraits known = KNOWN.get(name);
        if (known == null) {
            known = read(name);
            if (name.length() <= LONGEST_KNOWN && KNOWN.size() < MAX_KNOWN) {
                KNOWN.put(name, known);
            }
        }
        return known;
    }

    private static CipherSuiteTraits read(String name) {
        if (name.startsWith(SSL_V2)) {
            String encryption = name.substring(SSL_V2.length());
            return new CipherSuiteTraits("RSA", false, true, false, weaknesses(name, "RSA", encryption));
        }
        int with = name.indexOf(WITH);
        if (with < 0) {
            return withoutKeyExchange(name);
        }
        String keyExchange = name.substring(name.indexOf('_') + 1, with);
        String encryption = name.substring(with + WITH.length());
        boolean anonymous = keyExchange.contains("anon") || keyExchange.equals("NULL");
        return new CipherSuiteTraits(
                keyExchange,
                isForwardSecret(keyExchange, encryption),
                !anonymous,
                isAead(encryption),
                weaknesses(name, keyExchange, encryption));
    }

    /** TLS 1.3 names its suites by encryption and hash alone; signalling values and unknown numbers are no suites. */
    private static CipherSuiteTraits withoutKeyExchange(String name) {
        boolean suite = name.startsWith("TLS_") && !name.endsWith("_SCSV");
        boolean integrityOnly = INTEGRITY_ONLY.contains(name);
        boolean aead = suite && !integrityOnly;
        return new CipherSuiteTraits("", suite, suite, aead, integrityOnly ? List.of("no encryption") : List.of());
    }

    private static boolean isAead(String encryption) {
        return encryption.contains("_GCM")
                || encryption.contains("_CCM")
                || encryption.contains("POLY1305")
                || encryption.contains("_MGM_");
    }

    private static boolean isForwardSecret(String keyExchange, String encryption) {
        return keyExchange.startsWith("ECDHE")
                || keyExchange.startsWith("DHE")
                || keyExchange.contains("PSK_DHE") // TLS_PSK_DHE_WITH_AES_…_CCM_8, spelt so in the registry
                || keyExchange.contains("anon") // always ephemeral, RFC 5246 section 7.4.3
                || keyExchange.startsWith("ECCPWD")
                || keyExchange.startsWith("ECJPAKE")
                || keyExchange.startsWith("SRP") // RFC 5054 section 1
                || encryption.contains("_MGM_"); // RFC 9367: TLS 1.3 suites
    }

    private static List<String> weaknesses(String name, String keyExchange, String encryption) {
        List<String> found = new ArrayList<>();
        addIf(found, encryption.startsWith("NULL"), "no encryption");
        addIf(found, keyExchange.contains("anon") || keyExchange.equals("NULL"), "no authentication");
        addIf(found, name.contains("EXPORT"), "export-grade key");
        addIf(found, encryption.startsWith("RC4") || encryption.startsWith("RC2"), "RC4 or RC2 cipher");
        boolean tripleDes = encryption.contains("3DES") || encryption.contains("_EDE3_");
        addIf(found, !tripleDes && encryption.startsWith("DES"), "single DES");
        addIf(found, tripleDes, "3DES");
        addIf(found, encryption.startsWith("IDEA"), "IDEA cipher");
        boolean staticRsa = keyExchange.equals("RSA") || keyExchange.startsWith("RSA_");
        addIf(found, staticRsa, "static RSA key exchange: no forward secrecy");
        boolean staticDh = keyExchange.startsWith("DH_") || keyExchange.startsWith("ECDH_");
        addIf(found, staticDh && !keyExchange.contains("anon"), "static Diffie-Hellman: no forward secrecy");
        addIf(found, !isAead(encryption) && encryption.contains("_CBC"), "CBC mode");
        return List.copyOf(found);
    }

    private static void addIf(List<String> list, boolean condition, String text) {
        if (condition) {
            list.add(text);
        }
    }
}
