package io.plainsight.stream.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * What one end of a handshake can, best first; of a client it is what its hello offers. Immutable.
 *
 * @param versions spelled as {@code tls.version}
 * @param suites IANA names
 * @param groups as in {@code tls.curve}
 * @param protocols ALPN; empty when there are none
 */
public record Abilities(List<String> versions, List<String> suites, List<String> groups, List<String> protocols) {
    public static final String TLS13 = "1.3";
    public static final String TLS12 = "1.2";
    public static final String TLS11 = "1.1";
    public static final String TLS10 = "1.0";

    public static final String AES_13 = "TLS_AES_128_GCM_SHA256";
    public static final String ECDHE_GCM = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
    public static final String ECDHE_CBC = "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA";
    public static final String DHE_GCM = "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256";
    public static final String RSA_GCM = "TLS_RSA_WITH_AES_128_GCM_SHA256";
    public static final String RSA_CBC = "TLS_RSA_WITH_AES_128_CBC_SHA";
    public static final String RC4 = "TLS_RSA_WITH_RC4_128_SHA";
    public static final String EXPORT = "TLS_RSA_EXPORT_WITH_RC4_40_MD5";

    public static final String MLKEM = "x25519mlkem768";
    public static final String X25519 = "x25519";
    public static final String P256 = "secp256r1";
    public static final String P384 = "secp384r1";

    /** An up-to-date end. */
    public static final Abilities MODERN = new Abilities(
            List.of(TLS13, TLS12),
            List.of(AES_13, ECDHE_GCM, ECDHE_CBC, RSA_GCM, RSA_CBC),
            List.of(X25519, P256, P384),
            List.of());

    public Abilities withVersions(String... value) {
        return new Abilities(List.of(value), suites, groups, protocols);
    }

    public Abilities withSuites(String... value) {
        return new Abilities(versions, List.of(value), groups, protocols);
    }

    public Abilities withGroups(String... value) {
        return new Abilities(versions, suites, List.of(value), protocols);
    }

    Abilities withProtocols(String... value) {
        return new Abilities(versions, suites, groups, List.of(value));
    }

    public Abilities upTo12() {
        return upTo(TLS12);
    }

    /** Without anything above {@code highest}, the suites left as they are. */
    public Abilities upTo(String highest) {
        List<String> fewer = new ArrayList<>(versions);
        fewer.removeIf(version -> version.compareTo(highest) > 0);
        return new Abilities(List.copyOf(fewer), suites, groups, protocols);
    }

    public boolean offers(String version) {
        return versions.contains(version);
    }

    /** Whether the suite belongs to TLS 1.3 alone. */
    static boolean isTls13Suite(String suite) {
        return !suite.contains("_WITH_");
    }

    /** Suites with AEAD or SHA-2 exist from TLS 1.2 on (RFC 5246 section 1.2). */
    static boolean exists(String suite, String version) {
        if (isTls13Suite(suite) || version.equals(TLS13)) {
            return isTls13Suite(suite) && version.equals(TLS13);
        }
        return version.equals(TLS12) || !suite.contains("GCM");
    }
}
