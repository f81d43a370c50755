package io.plainsight.stream.witness;

import java.util.Map;
import java.util.Optional;

/**
 * TCP ports of protocols that begin in clear, by the IANA Service Name and Transport Protocol Port Number Registry. What can
 * upgrade to TLS on the same port only may be in clear.
 */
final class PlaintextPorts {
    /**
     * A registered service.
     *
     * @param name in the registry
     * @param upgrades whether it can begin TLS on this port
     * @param reference where the upgrade is specified, or the protocol where there is none
     */
    record Assumed(String name, boolean upgrades, String reference) {}

    private static final Map<Integer, Assumed> BY_PORT = Map.ofEntries(
            Map.entry(21, new Assumed("ftp", true, "RFC 4217")),
            Map.entry(23, new Assumed("telnet", false, "RFC 854")),
            Map.entry(25, new Assumed("smtp", true, "RFC 3207")),
            Map.entry(80, new Assumed("http", false, "RFC 9110")),
            Map.entry(110, new Assumed("pop3", true, "RFC 2595")),
            Map.entry(119, new Assumed("nntp", true, "RFC 4642")),
            Map.entry(143, new Assumed("imap", true, "RFC 9051")),
            Map.entry(389, new Assumed("ldap", true, "RFC 4511")),
            Map.entry(512, new Assumed("exec", false, "BSD rexec")),
            Map.entry(513, new Assumed("login", false, "RFC 1282")),
            Map.entry(514, new Assumed("shell", false, "BSD rsh")),
            Map.entry(1433, new Assumed("ms-sql-s", true, "MS-TDS")),
            Map.entry(3306, new Assumed("mysql", true, "MySQL client/server protocol")),
            Map.entry(5432, new Assumed("postgresql", true, "PostgreSQL frontend/backend protocol")),
            Map.entry(6379, new Assumed("redis", false, "RESP")),
            Map.entry(8080, new Assumed("http-alt", false, "RFC 9110")),
            Map.entry(11211, new Assumed("memcache", false, "memcached protocol")));

    private PlaintextPorts() {}

    static Optional<Assumed> at(Integer port) {
        return Optional.ofNullable(port == null ? null : BY_PORT.get(port));
    }
}
