package io.plainsight.stream.detection.downgrade;

import static io.plainsight.stream.scenario.Abilities.AES_13;
import static io.plainsight.stream.scenario.Abilities.ECDHE_GCM;
import static io.plainsight.stream.scenario.Abilities.EXPORT;
import static io.plainsight.stream.scenario.Abilities.RSA_CBC;
import static io.plainsight.stream.scenario.Abilities.RSA_GCM;
import static io.plainsight.stream.scenario.Abilities.TLS10;
import static io.plainsight.stream.scenario.Abilities.TLS11;
import static io.plainsight.stream.scenario.Abilities.TLS12;
import static io.plainsight.stream.scenario.Abilities.TLS13;
import static io.plainsight.stream.scenario.ExpectedAlert.alert;
import static io.plainsight.stream.scenario.Scenario.every;
import static io.plainsight.stream.scenario.Scenario.hours;
import static io.plainsight.stream.scenario.Scenario.minutes;
import static io.plainsight.stream.scenario.Scenario.scenario;

import io.plainsight.events.Alert.Severity;
import io.plainsight.stream.Observations;
import io.plainsight.stream.scenario.OnPath;
import io.plainsight.stream.scenario.Scenario;
import io.plainsight.stream.scenario.Twins;
import java.util.List;

/** What one handshake proves by itself. */
final class MarkScenarios {
    private static final String SERVER = "10.0.1.9:443";
    private static final String CLIENT = "10.0.0.5";
    private static final String GOST_13 = "TLS_GOSTR341112_256_WITH_KUZNYECHIK_MGM_L";
    private static final String CBC_SHA256 = "TLS_RSA_WITH_AES_128_CBC_SHA256";

    private MarkScenarios() {}

    static List<Twins> all() {
        return List.of(
                new Twins(
                        pair("TLS 1.3 is taken out of the hello and the client notices")
                                .onPath(OnPath.rewritesHello(TLS12))
                                .handshakes(1)
                                .expect(alert("downgrade")
                                        .row("sentinel-1.2")
                                        .severity(Severity.HIGH)
                                        .blame("on-path")),
                        pair("the server is limited to TLS 1.2 and marks nothing")
                                .server(SERVER)
                                .supports(TLS12)
                                .handshakes(5)),
                new Twins(
                        pair("TLS 1.3 is taken out of the hello and the client does not look")
                                .ignoresMarks()
                                .onPath(OnPath.rewritesHello(TLS12))
                                .handshakes(1)
                                .expect(alert("downgrade")
                                        .row("sentinel-1.2")
                                        .severity(Severity.CRITICAL)
                                        .blame("on-path")),
                        pair("a GnuTLS server marks handshakes with TLS 1.3")
                                .marksEvenTls13()
                                .handshakes(5)),
                new Twins(
                        pair("a hello with TLS 1.3 ends at TLS 1.1")
                                .ignoresMarks()
                                .server(SERVER)
                                .supports(TLS13, TLS12, TLS11)
                                .client(CLIENT)
                                .offers(TLS13, TLS12, TLS11)
                                .onPath(OnPath.rewritesHello(TLS11))
                                .handshakes(1)
                                .expect(alert("downgrade")
                                        .row("sentinel-below-1.2")
                                        .severity(Severity.CRITICAL)),
                        pair("an old server can TLS 1.1 and no more")
                                .server(SERVER)
                                .supports(TLS11)
                                .client(CLIENT)
                                .offers(TLS13, TLS12, TLS11)
                                .handshakes(5)),
                new Twins(
                        pair("a hello with TLS 1.3 ends at TLS 1.0 and the client notices")
                                .server(SERVER)
                                .supports(TLS13, TLS12, TLS11, TLS10)
                                .client(CLIENT)
                                .offers(TLS13, TLS12, TLS11, TLS10)
                                .onPath(OnPath.rewritesHello(TLS10))
                                .handshakes(1)
                                .expect(alert("downgrade")
                                        .row("sentinel-below-1.2")
                                        .severity(Severity.CRITICAL)),
                        pair("a client limited to TLS 1.0 at a server of today")
                                .server(SERVER)
                                .supports(TLS13, TLS12, TLS11, TLS10)
                                .client(CLIENT)
                                .offers(TLS10)
                                .handshakes(5)),
                new Twins(
                        pair("a hello with TLS 1.2 ends at TLS 1.1")
                                .server(SERVER)
                                .supports(TLS12, TLS11)
                                .client(CLIENT)
                                .offers(TLS12, TLS11)
                                .onPath(OnPath.rewritesHello(TLS11))
                                .handshakes(1)
                                .expect(alert("downgrade")
                                        .row("sentinel-legacy")
                                        .severity(Severity.HIGH)),
                        pair("a client limited to TLS 1.1 at a server with TLS 1.2")
                                .server(SERVER)
                                .supports(TLS12, TLS11)
                                .client(CLIENT)
                                .offers(TLS11)
                                .handshakes(5)),
                new Twins(
                        pair("a downgrade to static RSA, whose mark could be forged")
                                .ignoresMarks()
                                .server(SERVER)
                                .suites(AES_13, RSA_GCM)
                                .onPath(OnPath.rewritesHello(TLS12))
                                .handshakes(1)
                                .expect(alert("downgrade").row("sentinel-1.2").value("blame_confidence", 0.6)),
                        pair("BoringSSL steps back for a JDK 11 with a known defect")
                                .marksForJdk11()
                                .handshakes(30, every(hours(1)))),
                new Twins(
                        pair("the hello is rewritten before it passes the sensor and the client refuses the mark")
                                .onPath(OnPath.rewritesHelloBeforeSensor(TLS12))
                                .handshakes(1)
                                .expect(alert("downgrade")
                                        .row("mark-rejected")
                                        .severity(Severity.HIGH)
                                        .blame("on-path")),
                        pair("a client limited to TLS 1.2 distrusts a certificate")
                                .observe(
                                        tls12(CLIENT).action("handshake_failed").alert("unknown_ca", "client"))),
                new Twins(
                        pair("the server answers a hello that did not pass")
                                .offers(TLS12)
                                .server(SERVER)
                                .suites(ECDHE_GCM, EXPORT)
                                .onPath(OnPath.leavesSuite(EXPORT))
                                .handshakes(1)
                                .expect(alert("downgrade")
                                        .row("unoffered-suite")
                                        .severity(Severity.HIGH)
                                        .blame("on-path")),
                        pair("the server takes the suite that the client likes least")
                                .offers(TLS12)
                                .server(SERVER)
                                .suites(RSA_CBC)
                                .handshakes(5)),
                new Twins(
                        pair("TLS 1.3 is taken out of the answer")
                                .observe(answered(TLS12, AES_13, TLS13, TLS12)
                                        .action("handshake_failed")
                                        .alert("illegal_parameter", "client"))
                                .expect(alert("downgrade")
                                        .row("suite-of-another-version")
                                        .severity(Severity.HIGH)
                                        .blame("on-path")),
                        pair("a server with TLS 1.3 suites of an old Russian form")
                                .observe(answered(TLS13, GOST_13, TLS13, TLS12))),
                new Twins(
                        pair("the version of the answer is lowered to TLS 1.1")
                                .observe(answered(TLS11, ECDHE_GCM, TLS12, TLS11)
                                        .action("handshake_failed")
                                        .alert("protocol_version", "client"))
                                .expect(alert("downgrade")
                                        .row("suite-of-another-version")
                                        .severity(Severity.HIGH)),
                        pair("an old server answers TLS 1.1 with a suite that SHA-2 came into later")
                                .observe(answered(TLS11, CBC_SHA256, TLS12, TLS11))),
                new Twins(
                        pair("the answer has a version that nobody offered")
                                .observe(answered(TLS12, RSA_CBC, TLS11, TLS10))
                                .expect(alert("downgrade")
                                        .row("unoffered-version")
                                        .severity(Severity.HIGH)),
                        pair("an old server cannot read the list of versions and answers below it")
                                .observe(answered(TLS12, ECDHE_GCM, TLS13)
                                        .action("handshake_failed")
                                        .alert("protocol_version", "client"))),
                new Twins(
                        pair("a whole answer whose extensions were taken out")
                                .observe(answered(TLS12, AES_13, TLS13, TLS12))
                                .expect(alert("downgrade").row("suite-of-another-version")),
                        pair("an answer of which the sensor could not read the extensions")
                                .observe(answered(TLS12, AES_13, TLS13, TLS12)
                                        .detail(d -> d.extendedMasterSecret(null)))),
                new Twins(
                        pair("DTLS 1.3 is taken out of the hello")
                                .server(SERVER)
                                .transport("udp")
                                .onPath(OnPath.rewritesHello(TLS12))
                                .handshakes(1)
                                .expect(alert("downgrade").row("sentinel-1.2")),
                        pair("a DTLS server limited to 1.2")
                                .server(SERVER)
                                .transport("udp")
                                .supports(TLS12)
                                .handshakes(5)),
                new Twins(
                        pair("a session is resumed under a rewritten hello")
                                .resumes(true)
                                .ignoresMarks()
                                .onPath(OnPath.rewritesHello(TLS12))
                                .handshakes(1)
                                .expect(alert("downgrade").row("sentinel-1.2")),
                        pair("sessions of TLS 1.2 are resumed after the server learned TLS 1.3")
                                .handshakes(30, every(hours(1)))
                                .server(SERVER)
                                .supports(TLS12)
                                .resumes(true)
                                .handshakes(10, every(minutes(10)))),
                new Twins(
                        pair("packets of a lowered handshake are missing")
                                .observe(tls12(CLIENT)
                                        .offering(TLS13, TLS12)
                                        .sentinel("tls12")
                                        .undecided())
                                .expect(alert("downgrade").row("sentinel-1.2").severity(Severity.HIGH)),
                        pair("packets of an old client's handshake are missing")
                                .observe(tls12(CLIENT)
                                        .offering(TLS12)
                                        .sentinel("tls12")
                                        .undecided())),
                new Twins(
                        pair("a mark in the first handshake of a connection")
                                .observe(tls12(CLIENT).offering(TLS13, TLS12).sentinel("tls12"))
                                .expect(alert("downgrade").row("sentinel-1.2")),
                        pair("a mark where the connection was renegotiated")
                                .observe(tls12(CLIENT)
                                        .offering(TLS13, TLS12)
                                        .sentinel("tls12")
                                        .detail(d -> d.renegotiation(true)))));
    }

    /** A hello and the whole answer to it. */
    private static Observations answered(String version, String suite, String... offered) {
        return tls12(CLIENT)
                .client(c -> c.supportedCiphers(List.of(AES_13, GOST_13, ECDHE_GCM, RSA_CBC, CBC_SHA256)))
                .offering(offered)
                .version(version)
                .cipher(suite)
                .detail(d -> d.extendedMasterSecret(true));
    }

    private static Observations tls12(String client) {
        return Observations.tls()
                .from(client)
                .tls12()
                .client(c -> c.supportedCiphers(List.of(AES_13, ECDHE_GCM)))
                .offering(TLS12);
    }

    private static Scenario pair(String name) {
        return scenario(name).server(SERVER).client(CLIENT);
    }
}
