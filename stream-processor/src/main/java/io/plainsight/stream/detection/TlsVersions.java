package io.plainsight.stream.detection;

import java.util.List;

/** The order of {@code tls.version} spellings; TLS and DTLS spell alike, and DTLS 1.2 stands beside TLS 1.2. */
public final class TlsVersions {
    public static final String TLS_1_3 = "1.3";
    public static final String TLS_1_2 = "1.2";

    private static final List<String> ASCENDING = List.of("2.0", "3.0", "1.0", "1.1", TLS_1_2, TLS_1_3);

    private TlsVersions() {}

    /** 0 for SSLv2, rising; -1 for a spelling that is not known or absent. */
    public static int rank(String version) {
        if (version == null) {
            return -1;
        }
        return switch (version) {
            case "2.0" -> 0;
            case "3.0" -> 1;
            case "1.0" -> 2;
            case "1.1" -> 3;
            case TLS_1_2 -> 4;
            case TLS_1_3 -> 5;
            default -> -1;
        };
    }

    /** The best known version of the list; null when there is none. */
    public static String highest(List<String> versions) {
        String best = null;
        if (versions != null) {
            for (String version : versions) {
                if (rank(version) > rank(best)) {
                    best = version;
                }
            }
        }
        return best;
    }

    /** Known versions, lowest first. */
    public static List<String> ascending() {
        return ASCENDING;
    }

    /** {@code TLS 1.2}, {@code DTLS 1.2}, {@code SSL 3.0}. */
    public static String text(String version, String versionProtocol) {
        boolean ssl = "3.0".equals(version) || "2.0".equals(version);
        return (ssl ? "SSL" : "dtls".equals(versionProtocol) ? "DTLS" : "TLS") + " " + version;
    }
}
