package io.plainsight.stream.detection.downgrade;

import static io.plainsight.stream.scenario.Abilities.DHE_GCM;
import static io.plainsight.stream.scenario.Abilities.ECDHE_CBC;
import static io.plainsight.stream.scenario.Abilities.ECDHE_GCM;
import static io.plainsight.stream.scenario.Abilities.EXPORT;
import static io.plainsight.stream.scenario.Abilities.MLKEM;
import static io.plainsight.stream.scenario.Abilities.P256;
import static io.plainsight.stream.scenario.Abilities.P384;
import static io.plainsight.stream.scenario.Abilities.RC4;
import static io.plainsight.stream.scenario.Abilities.RSA_CBC;
import static io.plainsight.stream.scenario.Abilities.RSA_GCM;
import static io.plainsight.stream.scenario.Abilities.TLS10;
import static io.plainsight.stream.scenario.Abilities.TLS12;
import static io.plainsight.stream.scenario.Abilities.TLS13;
import static io.plainsight.stream.scenario.Abilities.X25519;
import static io.plainsight.stream.scenario.ExpectedAlert.alert;
import static io.plainsight.stream.scenario.Scenario.days;
import static io.plainsight.stream.scenario.Scenario.every;
import static io.plainsight.stream.scenario.Scenario.hours;
import static io.plainsight.stream.scenario.Scenario.minutes;
import static io.plainsight.stream.scenario.Scenario.scenario;
import static io.plainsight.stream.scenario.Scenario.seconds;

import io.plainsight.events.Alert.Severity;
import io.plainsight.stream.scenario.Abilities;
import io.plainsight.stream.scenario.OnPath;
import io.plainsight.stream.scenario.Scenario;
import io.plainsight.stream.scenario.Twins;
import java.util.List;

/** Services that answer with less than they used to. */
final class RegressionScenarios {
    private static final String SERVER = "10.0.1.9:443";
    private static final String CLIENT = "10.0.0.5";
    private static final String OTHER = "10.0.0.6";
    private static final String THIRD = "10.0.0.7";

    private RegressionScenarios() {}

    static List<Twins> all() {
        return List.of(
                new Twins(
                        usual("a server loses TLS 1.3 for everybody")
                                .server(SERVER)
                                .supports(TLS12)
                                .handshakesOfEach(3, every(minutes(20)), CLIENT, OTHER)
                                .expect(alert("downgrade")
                                        .row("best-seen-regression")
                                        .severity(Severity.MEDIUM)
                                        .blame("server-limited")),
                        pair("a pool with one member that cannot TLS 1.3")
                                .poolMember(4, member -> member.upTo12())
                                .handshakesOfEach(60, every(minutes(30)), CLIENT, OTHER)),
                new Twins(
                        pair("a server falls from TLS 1.2 to 1.0")
                                .server(SERVER)
                                .supports(TLS12, TLS10)
                                .client(CLIENT)
                                .offers(TLS12, TLS10)
                                .handshakes(30, every(hours(1)))
                                .server(SERVER)
                                .supports(TLS10)
                                .handshakes(5, every(hours(1)))
                                .expect(alert("downgrade")
                                        .row("best-seen-regression")
                                        .value("usual", "1.2")),
                        pair("a server learns TLS 1.2 while an old client stays")
                                .server(SERVER)
                                .supports(TLS10)
                                .client(CLIENT)
                                .offers(TLS12, TLS10)
                                .handshakes(30, every(hours(1)))
                                .server(SERVER)
                                .supports(TLS12, TLS10)
                                .handshakes(30, every(hours(1)))
                                .client(OTHER)
                                .offers(TLS10)
                                .handshakes(5, every(hours(1)))),
                new Twins(
                        oneClientLess(usual("one client alone is answered with less"))
                                .expect(alert("downgrade")
                                        .row("best-seen-regression")
                                        .blame("on-path")
                                        .value("affected_clients", 1L)),
                        pair("a client is moved to the older member of a pool")
                                .poolMember(9, member -> member.upTo12())
                                .handshakesOfEach(40, every(minutes(40)), CLIENT, OTHER, THIRD)
                                .client(OTHER)
                                .handshakes(5, every(minutes(20)))),
                new Twins(
                        pool("a mixed pool loses its better members")
                                .server(SERVER)
                                .supports(TLS12)
                                .handshakesOfEach(4, every(minutes(3)), clients(20))
                                .expect(alert("downgrade")
                                        .row("best-seen-regression")
                                        .blame("server-limited")),
                        pool("a mixed pool goes on as it was").handshakesOfEach(4, every(minutes(3)), clients(20))),
                new Twins(
                        usual("a regression within the month that memory lasts")
                                .pause(days(28))
                                .server(SERVER)
                                .supports(TLS12)
                                .handshakes(5, every(hours(1)))
                                .expect(alert("downgrade").row("best-seen-regression")),
                        usual("a server that nobody used for a month came back as another one")
                                .pause(days(31))
                                .server(SERVER)
                                .supports(TLS12)
                                .handshakes(5, every(hours(1)))),
                new Twins(
                        usual("a regression that ends")
                                .server(SERVER)
                                .supports(TLS12)
                                .handshakes(5, every(hours(1)))
                                .supports(TLS13, TLS12)
                                .handshakes(5, every(hours(1)))
                                .expect(alert("downgrade")
                                        .row("best-seen-regression")
                                        .resolved()),
                        usual("three odd handshakes within one second")
                                .server(SERVER)
                                .supports(TLS12)
                                .handshakes(3, every(seconds(0)))
                                .supports(TLS13, TLS12)
                                .handshakes(5, every(hours(1)))),
                new Twins(
                        usual("a service falls from TLS 1.3 on TCP while QUIC stays")
                                .server(SERVER)
                                .transport("udp")
                                .handshakes(30, every(hours(1)))
                                .transport("tcp")
                                .supports(TLS12)
                                .handshakes(5, every(hours(1)))
                                .expect(alert("downgrade").row("best-seen-regression")),
                        pair("QUIC is blocked and browsers go on over TCP with TLS 1.2")
                                .server(SERVER)
                                .transport("udp")
                                .handshakes(30, every(hours(1)))
                                .transport("tcp")
                                .supports(TLS12)
                                .handshakes(5, every(hours(1)))),
                new Twins(
                        tls12("a server gives up forward secrecy")
                                .server(SERVER)
                                .suites(RSA_GCM)
                                .handshakes(5, every(hours(1)))
                                .expect(alert("downgrade")
                                        .row("forward-secrecy-regression")
                                        .severity(Severity.MEDIUM)),
                        tls12("a client without forward secrecy joins")
                                .client(OTHER)
                                .offers(TLS12)
                                .suites(RSA_GCM)
                                .handshakes(5, every(hours(1)))),
                new Twins(
                        exporting("a server takes EXPORT keys from clients that still offer them")
                                .server(SERVER)
                                .suites(EXPORT)
                                .handshakes(5, every(hours(1)))
                                .expect(alert("downgrade")
                                        .row("breakable-key-exchange")
                                        .severity(Severity.HIGH)),
                        exporting("a server refuses what it used to take")
                                .server(SERVER)
                                .suites(DHE_GCM)
                                .handshakes(5, every(hours(1)))),
                new Twins(
                        dhe("a server goes from 2048 to 1024 bits")
                                .dhBits(1024)
                                .handshakes(5, every(hours(1)))
                                .expect(alert("downgrade").row("dh-regression")),
                        dhe("a server goes from 2048 to 4096 bits").dhBits(4096).handshakes(5, every(hours(1)))),
                new Twins(
                        tls12("a server goes from AES-GCM to CBC")
                                .server(SERVER)
                                .suites(ECDHE_CBC)
                                .handshakes(5, every(hours(1)))
                                .expect(alert("protection-regression")
                                        .row("cipher-regression")
                                        .severity(Severity.LOW)),
                        tls12("a client that likes CBC best at a server that follows")
                                .followsClientsOrder()
                                .client(OTHER)
                                .offers(TLS12)
                                .suites(ECDHE_CBC, ECDHE_GCM)
                                .handshakes(5, every(hours(1)))),
                new Twins(
                        oldSuites("a server goes from AES to RC4")
                                .server(SERVER)
                                .suites(RC4)
                                .handshakes(5, every(hours(1)))
                                .expect(alert("protection-regression")
                                        .row("cipher-regression")
                                        .severity(Severity.MEDIUM)),
                        oldSuites("a client with RC4 alone joins")
                                .client(OTHER)
                                .offers(TLS12)
                                .suites(RC4)
                                .handshakes(5, every(hours(1)))),
                new Twins(
                        p384("a server goes from P-384 to P-256")
                                .server(SERVER)
                                .groups(P256)
                                .handshakes(5, every(hours(1)))
                                .expect(alert("protection-regression")
                                        .row("group-regression")
                                        .severity(Severity.LOW)),
                        p384("a client without P-384 joins")
                                .client(OTHER)
                                .groups(P256)
                                .handshakes(5, every(hours(1)))),
                new Twins(
                        postQuantum("a server gives up post-quantum key exchange")
                                .server(SERVER)
                                .groups(X25519)
                                .handshakes(5, every(hours(1)))
                                .expect(alert("protection-regression")
                                        .row("post-quantum-regression")
                                        .severity(Severity.LOW)),
                        postQuantum("a client gives up post-quantum key exchange")
                                .client(CLIENT)
                                .groups(X25519, P256)
                                .handshakes(5, every(hours(1)))),
                new Twins(
                        postQuantum("a pool gives up post-quantum key exchange for several clients")
                                .server(SERVER)
                                .groups(X25519)
                                .handshakesOfEach(3, every(minutes(30)), CLIENT, OTHER, THIRD)
                                .expect(alert("protection-regression")
                                        .row("post-quantum-regression")
                                        .blame("server-limited")),
                        pair("a pool in the middle of learning post-quantum key exchange")
                                .server(SERVER)
                                .groups(MLKEM, X25519)
                                .poolMember(3, member -> member.withGroups(X25519))
                                .client(CLIENT)
                                .groups(MLKEM, X25519)
                                .handshakes(60, every(hours(1)))),
                new Twins(
                        http2("a server no longer speaks HTTP/2")
                                .server(SERVER)
                                .protocols("http/1.1")
                                .handshakes(5, every(hours(1)))
                                .expect(alert("protection-regression")
                                        .row("alpn-regression")
                                        .severity(Severity.INFO)),
                        http2("a client opens websockets and asks for HTTP/1.1 alone")
                                .client(CLIENT)
                                .protocols("http/1.1")
                                .handshakes(5, every(hours(1)))),
                new Twins(
                        usual("a service that was encrypted speaks in clear with its clients")
                                .client(CLIENT)
                                .plaintext("http", 5, every(minutes(30)))
                                .expect(alert("downgrade")
                                        .row("plaintext-regression")
                                        .severity(Severity.HIGH)),
                        usual("a scanner speaks in clear to an encrypted service")
                                .client("10.0.0.99")
                                .plaintext("http", 5, every(minutes(30)))),
                new Twins(
                        usual("several clients turn to plaintext")
                                .client(CLIENT)
                                .plaintext("http", 2, every(minutes(10)))
                                .client(OTHER)
                                .plaintext("http", 3, every(minutes(10)))
                                .expect(alert("downgrade").row("plaintext-regression")),
                        mistaken(usual("a client is mistaken about the port while the service goes on"))));
    }

    private static Scenario oneClientLess(Scenario scenario) {
        Scenario next = scenario;
        for (int i = 0; i < 6; i++) {
            next = next.client(OTHER)
                    .onPath(OnPath.inspects("CN=Somebody", Abilities.MODERN.upTo12()))
                    .handshakes(1, every(minutes(10)))
                    .nobodyOnPath()
                    .client(CLIENT)
                    .handshakes(1, every(minutes(10)));
        }
        return next;
    }

    private static Scenario mistaken(Scenario scenario) {
        Scenario next = scenario;
        for (int i = 0; i < 6; i++) {
            next = next.client(CLIENT).plaintext("http", 1, every(minutes(10))).handshakes(1, every(minutes(10)));
        }
        return next;
    }

    private static Scenario pool(String name) {
        return pair(name)
                .poolMember(5, member -> member.upTo12())
                .handshakesOfEach(20, every(minutes(10)), clients(20))
                .server(SERVER);
    }

    private static String[] clients(int count) {
        String[] clients = new String[count];
        for (int i = 0; i < count; i++) {
            clients[i] = "10.0.7." + (i + 1);
        }
        return clients;
    }

    private static Scenario tls12(String name) {
        return pair(name).offers(TLS12).handshakes(30, every(hours(1)));
    }

    private static Scenario exporting(String name) {
        return pair(name)
                .offers(TLS12)
                .suites(DHE_GCM, RSA_GCM, EXPORT)
                .server(SERVER)
                .suites(DHE_GCM, EXPORT)
                .handshakes(30, every(hours(1)));
    }

    private static Scenario oldSuites(String name) {
        return pair(name)
                .offers(TLS12)
                .suites(RSA_CBC, RC4)
                .server(SERVER)
                .suites(RSA_CBC, RC4)
                .handshakes(30, every(hours(1)));
    }

    private static Scenario dhe(String name) {
        return pair(name)
                .offers(TLS12)
                .suites(DHE_GCM)
                .server(SERVER)
                .suites(DHE_GCM)
                .handshakes(30, every(hours(1)));
    }

    private static Scenario p384(String name) {
        return pair(name).groups(P384, P256).server(SERVER).groups(P384, P256).handshakes(30, every(hours(1)));
    }

    private static Scenario postQuantum(String name) {
        return pair(name)
                .groups(MLKEM, X25519)
                .server(SERVER)
                .groups(MLKEM, X25519)
                .client(CLIENT)
                .handshakesOfEach(15, every(hours(1)), CLIENT, OTHER, THIRD)
                .client(CLIENT);
    }

    private static Scenario http2(String name) {
        return pair(name)
                .offers(TLS12)
                .protocols("h2", "http/1.1")
                .server(SERVER)
                .protocols("h2", "http/1.1")
                .handshakes(30, every(hours(1)));
    }

    private static Scenario usual(String name) {
        return pair(name).handshakesOfEach(20, every(hours(1)), CLIENT, OTHER);
    }

    private static Scenario pair(String name) {
        return scenario(name).server(SERVER).client(CLIENT);
    }
}
