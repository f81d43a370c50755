package io.plainsight.events.tls;

import java.util.ArrayList;
import java.util.List;

/**
 * What the IANA name of a cipher suite tells: key exchange, encryption, and what is wrong with it by BCP 195 (RFC 9325
 * section 4, RFC 10015, RFC 7465). Pure function of the name; used by the sensor's verdict and by the detector alike.
 *
 * @param weaknesses why the suite is weak, each a short phrase; empty for an accepted suite
 */
public record CipherSuiteTraits(
        String keyExchange, boolean forwardSecret, boolean authenticated, boolean aead, List<String> weaknesses) {

    private static final String WITH = "_WITH_";

    /** @param name IANA name, such as {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}; an unknown name has no weaknesses and is not AEAD */
    public static CipherSuiteTraits of(String name) {
        int with = name.indexOf(WITH);
        boolean tls13 = with < 0 && name.startsWith("TLS_");
        String keyExchange = with < 0 ? "" : name.substring(name.indexOf('_') + 1, with);
        String encryption = with < 0 ? name : name.substring(with + WITH.length());
        boolean aead = encryption.contains("_GCM")
                || encryption.contains("_CCM")
                || encryption.contains("POLY1305")
                || encryption.contains("_MGM_")
                || (tls13 && (encryption.contains("ASCON") || encryption.contains("AEGIS")));
        boolean forwardSecret = tls13
                || keyExchange.startsWith("ECDHE")
                || keyExchange.startsWith("DHE")
                || keyExchange.startsWith("ECCPWD");
        boolean anonymous = keyExchange.contains("_anon") || name.contains("_NULL_WITH_NULL");
        boolean authenticated = !anonymous;
        return new CipherSuiteTraits(
                keyExchange, forwardSecret, authenticated, aead, weaknesses(name, keyExchange, encryption, aead, with));
    }

    private static List<String> weaknesses(String name, String keyExchange, String encryption, boolean aead, int with) {
        List<String> found = new ArrayList<>();
        if (with < 0 && !name.startsWith("SSL")) {
            addIf(found, encryption.contains("NULL") || name.matches("TLS_SHA(256|384)_SHA(256|384)"), "no encryption");
            return List.copyOf(found);
        }
        addIf(found, encryption.startsWith("NULL"), "no encryption");
        addIf(found, keyExchange.contains("anon") || keyExchange.equals("NULL"), "no authentication");
        addIf(found, name.contains("EXPORT"), "export-grade key");
        addIf(found, encryption.startsWith("RC4") || encryption.startsWith("RC2"), "RC4 or RC2 cipher");
        addIf(found, encryption.startsWith("DES_") || encryption.startsWith("DES40"), "single DES");
        addIf(
                found,
                encryption.contains("3DES") || encryption.contains("_EDE3_") || encryption.startsWith("DES_192"),
                "3DES");
        addIf(found, encryption.startsWith("IDEA"), "IDEA cipher");
        addIf(
                found,
                keyExchange.equals("RSA") || keyExchange.equals("RSA_PSK") || keyExchange.startsWith("RSA_EXPORT"),
                "static RSA key exchange: no forward secrecy");
        addIf(
                found,
                keyExchange.startsWith("DH_") && !keyExchange.contains("anon")
                        || keyExchange.startsWith("ECDH_") && !keyExchange.contains("anon"),
                "static Diffie-Hellman: no forward secrecy");
        addIf(found, !aead && encryption.contains("_CBC"), "CBC mode");
        return List.copyOf(found);
    }

    private static void addIf(List<String> list, boolean condition, String text) {
        if (condition) {
            list.add(text);
        }
    }
}
