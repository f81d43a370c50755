package io.plainsight.stream.detection.destination;

import io.plainsight.events.Observation;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What belongs on the ports that firewalls let through most: the registered service (IANA Service Name and Transport Protocol
 * Port Number Registry) and what is commonly run there beside it. Other ports may carry anything.
 */
final class UsualPorts {
    private static final Map<Integer, Set<String>> EXPECTED = Map.ofEntries(
            Map.entry(21, Set.of("ftp", "tls")),
            Map.entry(22, Set.of("ssh")),
            Map.entry(23, Set.of("telnet")),
            Map.entry(25, Set.of("smtp", "tls")),
            Map.entry(53, Set.of("dns")),
            Map.entry(80, Set.of("http", "http2", "websocket")),
            Map.entry(110, Set.of("pop3", "tls")),
            Map.entry(123, Set.of("ntp")),
            Map.entry(143, Set.of("imap", "tls")),
            Map.entry(389, Set.of("ldap", "cldap", "tls")),
            // DTLS and STUN: VPNs and video calls that fall back to it
            Map.entry(443, Set.of("tls", "quic", "dtls", "stun", "rtp")),
            Map.entry(445, Set.of("smb")),
            Map.entry(465, Set.of("tls")),
            Map.entry(587, Set.of("smtp", "tls")),
            Map.entry(636, Set.of("tls")),
            Map.entry(853, Set.of("tls", "dtls", "quic")),
            Map.entry(989, Set.of("tls")),
            Map.entry(990, Set.of("tls")),
            Map.entry(993, Set.of("tls")),
            Map.entry(995, Set.of("tls")),
            Map.entry(3306, Set.of("mysql", "tls")),
            Map.entry(3389, Set.of("rdp", "tls", "dtls", "rdpudp")),
            Map.entry(5432, Set.of("postgresql", "tls")));

    private UsualPorts() {}

    /** Whether the bytes showed something else than what belongs on the destination's port. */
    static boolean isUnusual(Observation observation) {
        Observation.Network network = observation.network();
        Integer port = observation.destination().port();
        Set<String> expected = port == null ? null : EXPECTED.get(port);
        return expected != null
                && network != null
                && network.protocol() != null
                && !expected.contains(network.protocol())
                && (network.application() == null || !expected.contains(network.application()));
    }

    /** What belongs there, in the order of the alphabet. */
    static String expected(int port) {
        return String.join(", ", new TreeSet<>(EXPECTED.getOrDefault(port, Set.of())));
    }
}
