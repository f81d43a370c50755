package io.plainsight.stream.detection.downgrade;

import static io.plainsight.stream.scenario.Abilities.RSA_CBC;
import static io.plainsight.stream.scenario.Abilities.RSA_GCM;
import static io.plainsight.stream.scenario.Abilities.TLS12;
import static io.plainsight.stream.scenario.Abilities.TLS13;
import static io.plainsight.stream.scenario.ExpectedAlert.alert;
import static io.plainsight.stream.scenario.Scenario.every;
import static io.plainsight.stream.scenario.Scenario.hours;
import static io.plainsight.stream.scenario.Scenario.minutes;
import static io.plainsight.stream.scenario.Scenario.scenario;
import static io.plainsight.stream.scenario.Scenario.seconds;

import io.plainsight.events.Alert.Severity;
import io.plainsight.stream.Observations;
import io.plainsight.stream.scenario.Abilities;
import io.plainsight.stream.scenario.OnPath;
import io.plainsight.stream.scenario.Scenario;
import io.plainsight.stream.scenario.Twins;
import java.util.List;

/** Clients that try again with less. */
final class FallbackScenarios {
    private static final String SERVER = "10.0.1.9:443";
    private static final String CLIENT = "10.0.0.5";

    private FallbackScenarios() {}

    static List<Twins> all() {
        return List.of(
                new Twins(
                        pair("a client falls back and the server refuses")
                                .offers(TLS12)
                                .fallingBack(true)
                                .handshakes(1)
                                .expect(alert("downgrade")
                                        .row("fallback-refused")
                                        .severity(Severity.INFO)
                                        .blame("unknown")),
                        pair("a client falls back to the best that the server can")
                                .server(SERVER)
                                .supports(TLS12)
                                .handshakes(5, every(minutes(5)))
                                .client(CLIENT)
                                .offers(TLS12)
                                .fallingBack(true)
                                .handshakes(3)),
                new Twins(
                        fallsBack("a hello is cut off and the server refuses the fallback", "reset_by_server", true)
                                .expect(alert("downgrade")
                                        .row("fallback-refused")
                                        .blame("on-path")),
                        pair("a hello is cut off and sent again as it was")
                                .handshakes(30, every(hours(1)))
                                .onPath(OnPath.disturbs(TLS13, "reset_by_server"))
                                .handshakes(1)
                                .nobodyOnPath()
                                .handshakes(1)),
                new Twins(
                        fallsBack("a hello is cut off and the client makes do with less", "reset_by_server", false)
                                .expect(alert("downgrade")
                                        .row("fallback-dance")
                                        .severity(Severity.HIGH)
                                        .blame("on-path")),
                        pair("an old server fails on new hellos")
                                .server(SERVER)
                                .supports(TLS12)
                                .client(CLIENT)
                                .offers(TLS12)
                                .handshakes(30, every(hours(1)))
                                .offers(TLS13, TLS12)
                                .onPath(OnPath.disturbs(TLS13, "reset_by_server"))
                                .handshakes(1)
                                .offers(TLS12)
                                .handshakes(1)),
                new Twins(
                        pool("a hello to a pool with unequal members is refused and the client makes do with less")
                                .onPath(OnPath.disturbs(TLS13, "protocol_version"))
                                .handshakes(1, every(seconds(2)))
                                .nobodyOnPath()
                                .offers(TLS12)
                                .handshakes(2, every(seconds(2)))
                                .expect(alert("downgrade").row("fallback-dance")),
                        pool("a program tries one version after another at a pool with unequal members")
                                .offers(TLS13)
                                .handshakes(2, every(seconds(2)))
                                .offers(TLS12)
                                .handshakes(2, every(seconds(2)))),
                new Twins(
                        fallsBack("a hello vanishes and the client makes do with less", "no_server_hello", false)
                                .expect(alert("downgrade").row("fallback-dance").value("refusal", "no_server_hello")),
                        pair("a hello vanishes and a minute later an older program calls")
                                .handshakes(30, every(hours(1)))
                                .onPath(OnPath.disturbs(TLS13, "no_server_hello"))
                                .handshakes(1, every(seconds(100)))
                                .nobodyOnPath()
                                .offers(TLS12)
                                .handshakes(1)),
                new Twins(
                        fallsBack("a hello is answered by a forged handshake_failure", "handshake_failure", false)
                                .expect(alert("downgrade").row("fallback-dance")),
                        pair("another implementation behind the same address calls after a failure")
                                .handshakes(30, every(hours(1)))
                                .onPath(OnPath.disturbs(TLS13, "handshake_failure"))
                                .handshakes(1)
                                .nobodyOnPath()
                                .offers(TLS12)
                                .suites(RSA_GCM, RSA_CBC)
                                .handshakes(1)),
                new Twins(
                        fallsBack("a hello is answered by a forged protocol_version", "protocol_version", false)
                                .expect(alert("downgrade").row("fallback-dance")),
                        pair("a certificate is refused and the client comes back with less")
                                .handshakes(30, every(hours(1)))
                                .onPath(OnPath.disturbs(TLS13, "bad_certificate"))
                                .handshakes(1)
                                .nobodyOnPath()
                                .offers(TLS12)
                                .handshakes(1)),
                new Twins(
                        fallsBack("a hello is answered by a forged illegal_parameter", "illegal_parameter", false)
                                .expect(alert("downgrade").row("fallback-dance")),
                        pair("a hello to one name is cut off, another name is asked for with less")
                                .named("one.example")
                                .handshakes(30, every(hours(1)))
                                .onPath(OnPath.disturbs(TLS13, "reset_by_server"))
                                .handshakes(1)
                                .nobodyOnPath()
                                .named("other.example")
                                .offers(TLS12)
                                .handshakes(1)),
                new Twins(
                        pair("a fallback is accepted below what the server has shown")
                                .handshakes(30, every(hours(1)))
                                .offers(TLS12)
                                .fallingBack(true)
                                .onPath(OnPath.inspects("CN=Somebody", Abilities.MODERN.upTo12()))
                                .handshakes(1)
                                .expect(alert("downgrade")
                                        .row("fallback-accepted")
                                        .severity(Severity.HIGH)),
                        pair("a client says that it falls back and does not")
                                .fallingBack(true)
                                .handshakes(5)),
                new Twins(
                        pool("a hello to a pool with unequal members is cut off and one refuses the fallback")
                                .onPath(OnPath.disturbs(TLS13, "reset_by_server"))
                                .handshakes(1, every(seconds(2)))
                                .nobodyOnPath()
                                .offers(TLS12)
                                .fallingBack(true)
                                .handshakes(1)
                                .expect(alert("downgrade")
                                        .row("fallback-refused")
                                        .severity(Severity.MEDIUM)),
                        pool("the older member of a pool accepts a fallback")
                                .handshakes(1)
                                .offers(TLS12)
                                .fallingBack(true)
                                .handshakes(1)),
                new Twins(
                        pair("a client makes do with less at a server that is known by its mark alone")
                                .onPath(OnPath.disturbs(TLS13, "reset_by_server"))
                                .handshakes(1)
                                .offers(TLS12)
                                .handshakes(1)
                                .expect(alert("downgrade").row("fallback-dance")),
                        pair("a server that was not captured at all, then an old client")
                                .observe(Observations.failedHandshake()
                                        .from(CLIENT)
                                        .offering(TLS13, TLS12)
                                        .failure("no_server_hello")
                                        .unheard())
                                .pause(seconds(3))
                                .offers(TLS12)
                                .handshakes(1)));
    }

    private static Scenario fallsBack(String name, String refusal, boolean says) {
        return pair(name)
                .handshakes(30, every(hours(1)))
                .onPath(OnPath.disturbs(TLS13, refusal))
                .handshakes(1, every(seconds(2)))
                .offers(TLS12)
                .fallingBack(says)
                .handshakes(1);
    }

    private static Scenario pool(String name) {
        return pair(name).poolMember(2, Abilities::upTo12).handshakes(30, every(hours(1)));
    }

    private static Scenario pair(String name) {
        return scenario(name).server(SERVER).client(CLIENT);
    }
}
