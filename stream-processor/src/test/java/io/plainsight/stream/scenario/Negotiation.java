package io.plainsight.stream.scenario;

import java.util.List;

/**
 * What a server answers to a hello, by the RFCs: the best version of both (RFC 8446 section 4.2.1), its own preference of the
 * suites and groups offered, and the downgrade mark (RFC 8446 section 4.1.3).
 *
 * @param version null where the server refuses
 * @param alert what it refuses with; null where it does not
 * @param mark as in {@code plainsight.tls.downgrade_sentinel}; null when there is none
 */
public record Negotiation(String version, String suite, String group, String protocol, String mark, String alert) {

    public static Negotiation of(
            Abilities hello, boolean fallback, Abilities server, Machine.Marks marks, boolean clientsOrder) {
        String version = first(server.versions(), hello.versions());
        if (version == null) {
            return refused("protocol_version");
        }
        String best = server.versions().get(0);
        if (fallback && best.compareTo(hello.versions().get(0)) > 0) {
            return refused("inappropriate_fallback"); // RFC 7507 section 3
        }
        if (marks == Machine.Marks.JDK11 && version.equals(Abilities.TLS13)) {
            version = Abilities.TLS12;
        }
        String suite = suite(hello, server, version, clientsOrder);
        if (suite == null) {
            return refused("handshake_failure");
        }
        boolean grouped = version.equals(Abilities.TLS13) || suite.contains("_ECDHE_");
        String group = grouped ? group(hello, server, version) : null;
        String protocol = first(server.protocols(), hello.protocols());
        return new Negotiation(version, suite, group, protocol, mark(best, version, marks), null);
    }

    private static String suite(Abilities hello, Abilities server, String version, boolean clientsOrder) {
        List<String> order = clientsOrder ? hello.suites() : server.suites();
        List<String> other = clientsOrder ? server.suites() : hello.suites();
        return order.stream()
                .filter(suite -> other.contains(suite) && Abilities.exists(suite, version))
                .findFirst()
                .orElse(null);
    }

    /** Hybrid groups exist in TLS 1.3 alone. */
    private static String group(Abilities hello, Abilities server, String version) {
        return server.groups().stream()
                .filter(group -> hello.groups().contains(group))
                .filter(group -> version.equals(Abilities.TLS13) || !group.contains("mlkem"))
                .findFirst()
                .orElse(null);
    }

    private static String mark(String best, String version, Machine.Marks marks) {
        boolean below12 = version.compareTo(Abilities.TLS12) < 0;
        return switch (marks) {
            case NONE -> null;
            case JDK11 -> "jdk11";
            case EVEN_WITH_TLS13 -> "tls12";
            case STANDARD -> {
                if (best.equals(Abilities.TLS13) && version.equals(Abilities.TLS12)) {
                    yield "tls12";
                }
                yield below12 && best.compareTo(Abilities.TLS12) >= 0 ? "tls11" : null;
            }
        };
    }

    private static String first(List<String> preferred, List<String> offered) {
        return preferred.stream().filter(offered::contains).findFirst().orElse(null);
    }

    private static Negotiation refused(String alert) {
        return new Negotiation(null, null, null, null, null, alert);
    }
}
