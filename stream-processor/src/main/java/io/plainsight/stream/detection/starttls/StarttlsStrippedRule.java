package io.plainsight.stream.detection.starttls;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** An upgrade to TLS that should have happened and did not, or that was tampered with. */
public final class StarttlsStrippedRule {
    public static final RuleText TEXT = new RuleText(
            "starttls-stripped",
            "STARTTLS stripped or refused",
            "2",
            List.of(
                    "RFC 3207 6",
                    "RFC 2595 2.2",
                    "RFC 4217 15",
                    "RFC 6120 5.4",
                    "RFC 8314 4.1",
                    "RFC 9325 3.2",
                    "CVE-2011-0411",
                    "NCSC-P1",
                    "SEC09-BP02"),
            new Alert.Technique("T1562.010", "Impair Defenses: Downgrade Attack"),
            "Compare what the server offers on its own host with what arrives here; look for a mail or firewall proxy that"
                    + " rewrites the offer; make clients and servers require TLS, best by the implicit-TLS port.",
            List.of(
                    "an offer that vanished is noticed only where this sensor saw the service offer it before",
                    "a proxy between server and sensor that always strips looks like a server without TLS",
                    "a proxy between sensor and client looks like a client that does not take the offer",
                    "PostgreSQL, LDAP and RDP announce nothing: there only a refusal shows, not a client that never asks",
                    "inside TLS 1.3 the server's certificate is hidden, so that row P7 is silent there"));

    private StarttlsStrippedRule() {}
}
