package io.plainsight.stream.detection.starttls;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** An upgrade to TLS that should have happened and did not. */
public final class StarttlsStrippedRule {
    public static final RuleText TEXT = new RuleText(
            "starttls-stripped",
            "STARTTLS stripped or refused",
            "1",
            List.of("RFC 3207 6", "RFC 2595 2.2", "RFC 8314 4.1", "RFC 9325 3.2", "NCSC-P1", "SEC09-BP02"),
            new Alert.Technique("T1562.010", "Impair Defenses: Downgrade Attack"),
            "Compare what the server offers on its own host with what arrives here; look for a mail or firewall proxy that"
                    + " rewrites the offer; make clients and servers require TLS, best by the implicit-TLS port.",
            List.of(
                    "a server that offers TLS to a client that never asks is the client's choice: see plaintext",
                    "an offer that vanished is noticed only where this sensor saw the service offer it before",
                    "a proxy between server and sensor that always strips looks like a server without TLS"));

    private StarttlsStrippedRule() {}
}
