package io.plainsight.alerting.console;

import io.plainsight.alerting.Alerts;
import io.plainsight.events.Alert;
import java.util.List;
import java.util.Map;

/** A believable day of alerts, for the browser tests. */
final class ConsoleDemo {
    private ConsoleDemo() {}

    static void fill(ConsoleFixture console) {
        console.posture.put("total", ConsoleFixture.posture(18_211, 642, 127, 903));
        ALERTS.forEach(alert -> console.alerts.put(alert.build()));
    }

    static final List<Alerts> ALERTS = List.of(
            Alerts.alert("downgrade-1")
                    .rule("downgrade", "TLS downgrade")
                    .severity(Alert.Severity.CRITICAL)
                    .entity("10.0.1.9:443 (db.internal)")
                    .reason("The server signals that it can do TLS 1.3 and was made to answer a TLS 1.2 hello, although"
                            + " the client offered 1.3: the hello was changed on the path.")
                    .count(41)
                    .measured(
                            Map.of(
                                    "offered_version", "1.3",
                                    "negotiated_version", "1.2",
                                    "downgrade_sentinel", "tls12",
                                    "handshakes", 41),
                            Map.of("negotiated_version", "1.3", "handshakes", 1))
                    .evidence(
                            new Alert.Evidence(
                                    "1f0c8a2e-77",
                                    Alerts.NOON,
                                    "10.0.0.5:51514",
                                    "10.0.1.9:443",
                                    "tls/downgrade.pcapng",
                                    "ServerHello.random ends in DOWNGRD 01"),
                            new Alert.Evidence(
                                    "1f0c8a2e-78",
                                    Alerts.NOON.minusSeconds(4),
                                    "10.0.0.7:40112",
                                    "10.0.1.9:443",
                                    "tls/downgrade.pcapng",
                                    "ServerHello.random ends in DOWNGRD 01")),
            Alerts.alert("creds-1")
                    .rule("plaintext-credentials", "Credentials in plaintext")
                    .severity(Alert.Severity.CRITICAL)
                    .entity("192.168.7.20:21 (ftp.plant.example)")
                    .reason("FTP USER and PASS crossed the network in clear.")
                    .count(3)
                    .end(Alerts.NOON.minusSeconds(62)),
            Alerts.alert("tls10-1").count(12).end(Alerts.NOON.minusSeconds(240)),
            Alerts.alert("plain-1")
                    .rule("plaintext", "Plaintext protocol")
                    .entity("203.0.113.80:80 (updates.vendor.example)")
                    .zone("external")
                    .reason("HTTP carried application data in clear to an external service.")
                    .count(1204)
                    .end(Alerts.NOON.minusSeconds(900)),
            Alerts.alert("cbc-1")
                    .rule("weak-cipher-suite", "Weak cipher suite")
                    .severity(Alert.Severity.MEDIUM)
                    .entity("10.0.4.12:8443 (legacy-api.internal)")
                    .reason("Negotiated TLS_RSA_WITH_AES_128_CBC_SHA: no forward secrecy, CBC.")
                    .count(7)
                    .end(Alerts.NOON.minusSeconds(3600)),
            Alerts.alert("expiry-1")
                    .rule("certificate-expiry", "Certificate expires")
                    .severity(Alert.Severity.MEDIUM)
                    .entity("CN=mail.example.org")
                    .reason("The certificate of mail.example.org expires in 6 days, on 2026-11-26.")
                    .measured(Map.of("days_remaining", 6), Map.of("days_remaining", 7))
                    .end(Alerts.NOON.minusSeconds(7200)),
            Alerts.alert("spike-1")
                    .rule("handshake-failure-spike", "Handshake failures")
                    .severity(Alert.Severity.LOW)
                    .entity("10.0.9.3:636 (ldap.internal)")
                    .reason("24 of 30 handshakes failed within 5 minutes, most with unknown_ca.")
                    .count(24)
                    .resolved()
                    .end(Alerts.NOON.minusSeconds(9000)),
            Alerts.alert("old-client-1")
                    .rule("downgrade", "TLS downgrade")
                    .severity(Alert.Severity.INFO)
                    .entity("10.0.2.2:443 (intranet.internal)")
                    .reason("One client fell back from TLS 1.3 to 1.2 once; nothing else suggests an attack.")
                    .end(Alerts.NOON.minusSeconds(12000)));
}
