package io.plainsight.sensor.ssh;

import java.util.Set;

/**
 * What is to be thought of SSH's algorithms, by their names in IANA's ssh-parameters registry and OpenSSH's extensions of it.
 *
 * <p>Key exchange: RFC 9142. RC4: RFC 8758. ssh-rsa signs with SHA-1: RFC 8332 section 1, RFC 9155. Ciphers with blocks of 64
 * bits and CBC: as for TLS in the default profile.
 */
final class SshAlgorithms {
    /** The cipher authenticates by itself. */
    static final String IMPLICIT = "implicit";

    static final String NONE = "none";
    static final int MIN_RSA_BITS = 2048;
    static final int MIN_DH_BITS = 2048;

    private static final Set<String> WEAK_KEY_EXCHANGES = Set.of(
            "diffie-hellman-group1-sha1",
            "diffie-hellman-group-exchange-sha1",
            "gss-group1-sha1",
            "gss-gex-sha1",
            "rsa1024-sha1");
    private static final Set<String> POST_QUANTUM = Set.of(
            "mlkem768x25519-sha256",
            "mlkem768nistp256-sha256",
            "mlkem1024nistp384-sha384",
            "sntrup761x25519-sha512",
            "sntrup761x25519-sha512@openssh.com",
            "sntrup4591761x25519-sha512@tinyssh.org");
    private static final Set<String> WEAK_MACS =
            Set.of("hmac-md5", "hmac-md5-96", "hmac-sha1-96", "umac-64@openssh.com", "umac-64-etm@openssh.com");
    private static final Set<String> WEAK_HOST_KEYS = Set.of("ssh-rsa", "ssh-dss");

    private SshAlgorithms() {}

    static boolean isPostQuantum(String keyExchange) {
        return POST_QUANTUM.contains(keyExchange);
    }

    /** All key exchanges of the registry are ephemeral but the two of RFC 4432, which encrypt to an RSA key of the session. */
    static boolean isForwardSecret(String keyExchange) {
        return !keyExchange.startsWith("rsa");
    }

    static boolean isGroupExchange(String keyExchange) {
        return keyExchange.startsWith("diffie-hellman-group-exchange-") || keyExchange.startsWith("gss-gex-");
    }

    static boolean authenticatesItself(String cipher) {
        return cipher.startsWith("chacha20-poly1305") || cipher.contains("-gcm") || cipher.startsWith("AEAD_");
    }

    /** Why a key exchange is weak; null when it is not. */
    static String keyExchangeWeakness(String name) {
        // GSS-API names end in a hash of the mechanism, RFC 4462 section 2.1
        boolean weak = WEAK_KEY_EXCHANGES.contains(name)
                || WEAK_KEY_EXCHANGES.stream().anyMatch(known -> name.startsWith(known + "-"));
        return weak ? "key exchange " + name : null;
    }

    static String hostKeyWeakness(String name) {
        String plain = name.replace("-cert-v01@openssh.com", "").replace("-cert-v00@openssh.com", "");
        return WEAK_HOST_KEYS.contains(plain) ? "host key algorithm " + name : null;
    }

    /** How bad a cipher is: 0 good, 1 weak, 2 none. Both directions have their own, and the worse one counts. */
    static int cipherRank(String name) {
        if (name.equals(NONE)) {
            return 2;
        }
        boolean weak = name.startsWith("arcfour")
                || name.startsWith("3des")
                || name.startsWith("des")
                || name.startsWith("blowfish")
                || name.startsWith("cast128")
                || name.startsWith("idea")
                || name.contains("-cbc");
        return weak ? 1 : 0;
    }

    static String macWeakness(String name) {
        String plain = name.replace("-etm@openssh.com", "");
        boolean weak = WEAK_MACS.contains(name) || WEAK_MACS.contains(plain) || name.equals(NONE);
        return weak ? "MAC " + name : null;
    }
}
