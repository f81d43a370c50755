package io.plainsight.stream.site;

import static io.plainsight.stream.scenario.Abilities.MLKEM;
import static io.plainsight.stream.scenario.Abilities.P256;
import static io.plainsight.stream.scenario.Abilities.P384;
import static io.plainsight.stream.scenario.Abilities.TLS10;
import static io.plainsight.stream.scenario.Abilities.TLS11;
import static io.plainsight.stream.scenario.Abilities.TLS12;
import static io.plainsight.stream.scenario.Abilities.TLS13;
import static io.plainsight.stream.scenario.Abilities.X25519;

import io.plainsight.stream.scenario.Abilities;
import java.util.ArrayList;
import java.util.List;

/** The TLS implementations of the site, in the form in which a sensor tells of their hellos: without GREASE (RFC 8701). */
final class Stacks {
    private static final List<String> SUITES_13 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
    private static final List<String> SUITES_13_STRONG_FIRST =
            List.of("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256");
    private static final List<String> AEAD = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    private static final List<String> AEAD_RSA =
            List.of("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    private static final List<String> AEAD_ECDSA =
            List.of("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    private static final List<String> CBC =
            List.of("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");
    private static final List<String> STATIC_RSA =
            List.of("TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_256_CBC_SHA");

    private static final List<String> V13 = List.of(TLS13, TLS12);
    private static final List<String> V12 = List.of(TLS12);
    private static final List<String> TO_10 = List.of(TLS13, TLS12, TLS11, TLS10);
    private static final List<String> WEB = List.of("h2", "http/1.1");

    private Stacks() {}

    /**
     * A client's implementation.
     *
     * @param shares groups that it sends a key share for
     * @param ja3 null where the order of extensions, and so the JA3, changes with each hello
     */
    record Client(String name, Abilities abilities, int shares, String ja3, String ja4) {}

    static final Client CHROME = client(
            "chrome",
            V13,
            join(SUITES_13, AEAD, CBC, STATIC_RSA),
            2,
            null,
            "t13d1516h2_8daaf6152771_d8a2da3f94cd",
            WEB,
            MLKEM,
            X25519,
            P256,
            P384);
    static final Client CHROME_OLD = client(
            "chrome-old",
            V13,
            join(SUITES_13, AEAD, CBC, STATIC_RSA),
            1,
            null,
            "t13d1516h2_8daaf6152771_b186095e22b6",
            WEB,
            X25519,
            P256,
            P384);
    static final Client FIREFOX = client(
            "firefox",
            V13,
            join(SUITES_13, AEAD, CBC, STATIC_RSA),
            3,
            "6f7889b9fb1a62a9577e685c1fcfa919",
            "t13d1717h2_5b57614c22b0_3cbfd9057e0d",
            WEB,
            MLKEM,
            X25519,
            P256,
            P384);
    static final Client FIREFOX_ESR = client(
            "firefox-esr",
            V13,
            join(SUITES_13, AEAD, CBC, STATIC_RSA),
            2,
            "b5001237acdf006056b409cc433726b0",
            "t13d1715h2_5b57614c22b0_5c2c66f702b0",
            WEB,
            X25519,
            P256,
            P384);
    static final Client SAFARI = client(
            "safari",
            TO_10,
            join(SUITES_13, AEAD, CBC, STATIC_RSA),
            1,
            "773906b0efdefa24a7f2b8eb6985bf37",
            "t13d2014h2_a09f3c656075_14788d8d241b",
            WEB,
            X25519,
            P256,
            P384);
    static final Client OPENSSL_35 = client(
            "openssl-3.5",
            V13,
            join(SUITES_13_STRONG_FIRST, AEAD, CBC, STATIC_RSA),
            2,
            "0149f47eabf9a20d0893e2a44e5a6323",
            "t13d3112h2_e8f1e7e78f70_b26ce05bbdd6",
            WEB,
            MLKEM,
            X25519,
            P256,
            P384);
    static final Client OPENSSL_30 = client(
            "openssl-3.0",
            V13,
            join(SUITES_13_STRONG_FIRST, AEAD, CBC, STATIC_RSA),
            1,
            "a3afc2c46ba4a7d7fbe1cfb7a3031c2f",
            "t13d311000_e8f1e7e78f70_1f22a2ca17c4",
            List.of(),
            X25519,
            P256,
            P384);
    static final Client OPENSSL_102 = client(
            "openssl-1.0.2",
            List.of(TLS12, TLS11, TLS10),
            join(AEAD, CBC, STATIC_RSA),
            0,
            "fbe7e189e37a07ee33706f86bc746344",
            "t12d280600_d943125447b4_e7e480e5a997",
            List.of(),
            P256,
            P384);
    static final Client JAVA_17 = client(
            "java-17",
            V13,
            join(SUITES_13_STRONG_FIRST, AEAD, CBC, STATIC_RSA),
            2,
            "2d7d5d1f9d4ef9c3b9d5b5f3b3d7c9a1",
            "t13d491100_bd868743f55c_fa269c3d986d",
            List.of(),
            X25519,
            P256,
            P384);
    static final Client JAVA_8 = client(
            "java-8",
            V12,
            join(AEAD, CBC, STATIC_RSA),
            0,
            "7c7a68b96d2aab15d422dcd6ad8ba7a0",
            "t12d420700_a5d9bd0b9fb4_2dae41c691ec",
            List.of(),
            P256,
            P384);
    static final Client JDK_11_0_0 = client(
            "java-11.0.0",
            V13,
            join(SUITES_13_STRONG_FIRST, AEAD, CBC, STATIC_RSA),
            1,
            "8f52d1ce303fb4a6515836aec3cc16b1",
            "t13d460900_9f0b9b3a3ba5_f0b3f2d40a5f",
            List.of(),
            P256,
            P384);
    static final Client GO = client(
            "go",
            V13,
            join(AEAD, CBC, STATIC_RSA, SUITES_13),
            2,
            "19e29534fd49dd27d09234e639c4057e",
            "t13d1312h2_f57a46bbacb6_ab7e3b40a677",
            List.of("h2"),
            MLKEM,
            X25519,
            P256);
    static final Client SCHANNEL = client(
            "schannel",
            V13,
            join(SUITES_13_STRONG_FIRST, AEAD, CBC, STATIC_RSA),
            2,
            "28a2c9bd18a11de089ef85a160da29e4",
            "t13d190900_9dc949149365_97f8aa674fd9",
            List.of(),
            X25519,
            P256,
            P384);
    static final Client SCHANNEL_12 = client(
            "schannel-1.2",
            V12,
            join(AEAD, CBC, STATIC_RSA),
            0,
            "ce5f3254611a8c095a3d821d44539877",
            "t12d190800_d83cc789557e_7af1ed941c26",
            List.of(),
            X25519,
            P256,
            P384);
    static final Client GNUTLS = client(
            "gnutls",
            TO_10,
            join(SUITES_13_STRONG_FIRST, AEAD, CBC, STATIC_RSA),
            2,
            "f35ce21b44ac0b87d3266294bb1b0e20",
            "t13d291300_723694b0fccc_2cc26d266019",
            List.of(),
            P256,
            P384,
            X25519);
    static final Client MBED = client(
            "mbed-tls",
            V12,
            join(AEAD_ECDSA, AEAD_RSA),
            0,
            "3cda52da4ade09f1f781ad2e82dcfa20",
            "t12d040500_1a2b5e0cdb0f_6d8b1b2b6a9c",
            List.of(),
            P256);
    static final Client LEGACY = client(
            "legacy-1.0",
            List.of(TLS10),
            join(CBC, STATIC_RSA),
            0,
            "1d095e68489d3c535297cd8dffb06cb9",
            "t10d050300_2b729b4bf6f3_d41ae481755e",
            List.of(),
            P256);

    static final List<Client> BROWSERS = List.of(CHROME, CHROME, CHROME, CHROME_OLD, FIREFOX, FIREFOX_ESR, SAFARI);
    static final List<Client> PROGRAMS = List.of(
            OPENSSL_35,
            OPENSSL_30,
            OPENSSL_30,
            OPENSSL_102,
            JAVA_17,
            JAVA_17,
            JAVA_8,
            JDK_11_0_0,
            GO,
            GO,
            SCHANNEL,
            SCHANNEL_12,
            GNUTLS,
            MBED);

    static final Abilities PQ_SERVER =
            server(V13, join(SUITES_13_STRONG_FIRST, AEAD_RSA), WEB, MLKEM, X25519, P256, P384);
    static final Abilities MODERN_SERVER = server(V13, join(SUITES_13, AEAD_RSA), WEB, X25519, P256, P384);
    static final Abilities ECDSA_SERVER = server(V13, join(SUITES_13, AEAD_ECDSA, AEAD_RSA), WEB, X25519, P256);
    /** Insists on a group that few clients send a share for, so that most meet a HelloRetryRequest. */
    static final Abilities P384_SERVER = server(V13, join(SUITES_13_STRONG_FIRST, AEAD_RSA), WEB, P384, P256);

    static final Abilities SERVER_12 = server(V12, AEAD_RSA, List.of("http/1.1"), X25519, P256, P384);
    /** What a pool of such servers is brought to by a roll-out. */
    static final Abilities SERVER_12_UPGRADED =
            server(V13, join(SUITES_13, AEAD_RSA), List.of("http/1.1"), X25519, P256, P384);

    static final Abilities CBC_SERVER = server(List.of(TLS12), CBC, List.of(), P256);
    static final Abilities RSA_SERVER = server(List.of(TLS12), STATIC_RSA, List.of(), P256);
    static final Abilities SERVER_10 = server(List.of(TLS10), CBC, List.of(), P256);

    private static Client client(
            String name,
            List<String> versions,
            List<String> suites,
            int shares,
            String ja3,
            String ja4,
            List<String> protocols,
            String... groups) {
        return new Client(name, new Abilities(versions, suites, List.of(groups), protocols), shares, ja3, ja4);
    }

    private static Abilities server(
            List<String> versions, List<String> suites, List<String> protocols, String... groups) {
        return new Abilities(versions, suites, List.of(groups), protocols);
    }

    @SafeVarargs
    private static List<String> join(List<String>... parts) {
        List<String> all = new ArrayList<>();
        for (List<String> part : parts) {
            all.addAll(part);
        }
        return List.copyOf(all);
    }
}
