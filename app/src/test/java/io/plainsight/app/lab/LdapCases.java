package io.plainsight.app.lab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The attacks on LDAP, which offers nothing: a client asks or does not. */
final class LdapCases {
    private static final String ENDS = "ldapsearch at slapd";
    private static final String REFUSED = "starttls-stripped refused-then-clear ";
    private static final int HISTORY = 3;

    private final Keys keys;

    LdapCases(Keys keys) {
        this.keys = keys;
    }

    List<Case> all() {
        List<Case.Call> history = new ArrayList<>(Collections.nCopies(HISTORY + 1, search("-Z")));
        return List.of(
                of("nothing", Relay.PLAIN, search("-Z")),
                of("nothing, client insists on TLS", Relay.PLAIN, search("-ZZ")),
                of("request refused in the server's name, no history", LdapAttacks.refuse(), search("-Z"))
                        .atClient(REFUSED + "info"),
                of(
                                "request refused after 3 good connections",
                                LdapAttacks.refuse().after(HISTORY),
                                history.toArray(Case.Call[]::new))
                        .atClient(REFUSED + "high"),
                of("request refused, client insists on TLS", LdapAttacks.refuse(), search("-ZZ")),
                of("request overwritten", LdapAttacks.overwriteRequest(), search("-Z"))
                        .atClient(REFUSED + "info"));
    }

    private static Case of(String attack, Attack by, Case.Call... calls) {
        return Case.of("LDAP: " + attack, ENDS, UpgradingServers.LDAP, by, calls);
    }

    /** @param security {@code -Z} asks for TLS and goes on without, {@code -ZZ} does not go on */
    private Case.Call search(String security) {
        return (host, port) -> List.of(
                "env",
                "LDAPTLS_CACERT=" + keys.root(),
                // the certificate is for a name, and the proxy has an address only
                "LDAPTLS_REQCERT=allow",
                "ldapsearch",
                "-x",
                security,
                "-o",
                "nettimeout=6",
                "-H",
                "ldap://" + host + ":" + port,
                "-D",
                "cn=" + UpgradingServers.USER + "," + UpgradingServers.SUFFIX,
                "-w",
                Keys.PASSWORD,
                "-b",
                "",
                "-s",
                "base");
    }
}
