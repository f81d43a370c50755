package io.plainsight.stream.detection.downgrade;

import static io.plainsight.stream.scenario.Abilities.AES_13;
import static io.plainsight.stream.scenario.Abilities.ECDHE_GCM;
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
import io.plainsight.stream.scenario.Abilities;
import io.plainsight.stream.scenario.ExpectedAlert;
import io.plainsight.stream.scenario.OnPath;
import io.plainsight.stream.scenario.Scenario;
import io.plainsight.stream.scenario.Twins;
import java.util.List;

/** Who is behind it: hosts, services, devices on the path, inspecting boxes. */
final class PathScenarios {
    private static final String BOX = "CN=Corp Inspection CA, O=Corp";

    private PathScenarios() {}

    static List<Twins> all() {
        return List.of(
                new Twins(
                        attacked("one host is attacked at four services", 1, 4)
                                .expect(onPath(0.8), onPath(0.8), onPath(0.95), onPath(0.95)),
                        served("one host of old make at four services", 1, 4)),
                new Twins(
                        attacked("four hosts are attacked at four services", 4, 4)
                                .expect(onPath(0.9), onPath(0.9), onPath(0.9), onPath(0.9)),
                        served("four hosts of old make at four services", 4, 4)),
                new Twins(
                        attacked("four hosts are attacked at one service", 4, 1).expect(onPath(0.9)),
                        served("four hosts of old make at one service", 4, 1)),
                new Twins(
                        less(offering("a host used to offer TLS 1.3 and no longer does", 1), 1)
                                .expect(alert("downgrade")
                                        .row("client-regression")
                                        .severity(Severity.INFO)
                                        .about("10.0.0.1")
                                        .blame("client-limited")),
                        offering("a host starts a second program that is older", 1)
                                .client("10.0.0.1")
                                .offers(TLS12)
                                .suites(ECDHE_GCM)
                                .handshakes(6, every(hours(1)))),
                new Twins(
                        less(offering("hosts of different make fall at once", 6), 6)
                                .expect(clientRegressions(6))
                                .expect(alert("downgrade")
                                        .row("clients-regression")
                                        .severity(Severity.MEDIUM)
                                        .blame("on-path")),
                        offering("hosts go on as they were", 6)
                                .pause(minutes(5))
                                .expectNothing()),
                new Twins(
                        names(scenario("an inspecting box without marks").onPath(box()), 12)
                                .expect(alert("tls-inspection")
                                        .severity(Severity.INFO)
                                        .value("issuer", BOX)),
                        names(scenario("as many names, each from an authority of its own"), 12)),
                new Twins(
                        names(
                                        scenario("an inspecting box that passes on the random")
                                                .onPath(brokenBox()),
                                        14)
                                .expect(alert("tls-inspection")
                                        .severity(Severity.LOW)
                                        .count(6))
                                .expect(explained(9)),
                        mixed(scenario("one public authority signs for half of the names"), 14)),
                new Twins(
                        inspectedLater("a box is put before services that had TLS 1.3")
                                .expect(alert("tls-inspection").value("issuer", BOX)),
                        inside(scenario("one authority of ours signs for all names inside"), 14)));
    }

    private static OnPath box() {
        return OnPath.inspects(BOX, Abilities.MODERN.upTo12());
    }

    private static OnPath brokenBox() {
        return OnPath.inspectsAndCopiesRandom(BOX, Abilities.MODERN.upTo12());
    }

    private static ExpectedAlert onPath(double confidence) {
        return alert("downgrade").row("sentinel-1.2").blame("on-path").value("blame_confidence", confidence);
    }

    private static ExpectedAlert[] clientRegressions(int hosts) {
        var alerts = new ExpectedAlert[hosts];
        for (int i = 0; i < hosts; i++) {
            alerts[i] = alert("downgrade").row("client-regression").about("10.0.0." + (i + 1));
        }
        return alerts;
    }

    private static ExpectedAlert[] explained(int services) {
        var alerts = new ExpectedAlert[services];
        for (int i = 0; i < services; i++) {
            alerts[i] = alert("downgrade").about("198.51.100." + (i + 1)).resolved();
        }
        return alerts;
    }

    private static Scenario attacked(String name, int hosts, int services) {
        return each(scenario(name).onPath(OnPath.rewritesHello(TLS12)), hosts, services);
    }

    private static Scenario served(String name, int hosts, int services) {
        Scenario next = scenario(name);
        for (int h = 1; h <= hosts; h++) {
            next = next.client("10.0.0." + h).offers(TLS12);
        }
        return each(next, hosts, services);
    }

    private static Scenario each(Scenario scenario, int hosts, int services) {
        Scenario next = scenario;
        for (int h = 1; h <= hosts; h++) {
            for (int s = 1; s <= services; s++) {
                next = next.server("10.0.1." + s + ":443").client("10.0.0." + h).handshakes(1, every(seconds(10)));
            }
        }
        return next;
    }

    /** Hosts of different make, each with a service of its own. */
    private static Scenario offering(String name, int hosts) {
        Scenario next = scenario(name);
        for (int i = 0; i < 30; i++) {
            for (int h = 1; h <= hosts; h++) {
                next = next.server("10.0.1." + h + ":443").client("10.0.0." + h);
                next = h % 2 == 0 ? next.suites(AES_13, ECDHE_GCM, RSA_GCM) : next;
                next = next.handshakes(1, every(minutes(1)));
            }
            next = next.pause(hours(1));
        }
        return next;
    }

    private static Scenario less(Scenario scenario, int hosts) {
        Scenario next = scenario;
        for (int i = 0; i < 5; i++) {
            for (int h = 1; h <= hosts; h++) {
                next = next.server("10.0.1." + h + ":443")
                        .client("10.0.0." + h)
                        .offers(TLS12)
                        .handshakes(1, every(seconds(30)));
            }
            next = next.pause(minutes(5));
        }
        return next;
    }

    private static Scenario names(Scenario scenario, int count) {
        Scenario next = scenario;
        for (int i = 1; i <= count; i++) {
            next = outside(next, i).issuedBy("CN=Authority " + i).handshakes(1, every(minutes(3)));
        }
        // once more, when all is known
        for (int i = 1; i <= count; i++) {
            next = outside(next, i);
        }
        return next;
    }

    private static Scenario outside(Scenario scenario, int i) {
        return scenario.server("198.51.100." + i + ":443")
                .named("www.site" + i + ".example")
                .supports(TLS12)
                .client("10.0.0.5");
    }

    private static Scenario mixed(Scenario scenario, int count) {
        Scenario next = scenario;
        for (int i = 1; i <= count; i++) {
            String issuer = i % 2 == 0 ? "CN=R11, O=Public" : "CN=Authority " + i;
            next = outside(next, i).issuedBy(issuer).handshakes(1, every(minutes(3)));
        }
        return next;
    }

    private static Scenario inside(Scenario scenario, int count) {
        Scenario next = scenario;
        for (int i = 1; i <= count; i++) {
            next = next.server("10.0.1." + i + ":443")
                    .named("www.site" + i + ".example")
                    .supports(TLS12)
                    .client("10.0.0.5")
                    .handshakes(1, every(minutes(3)));
        }
        return next;
    }

    private static Scenario inspectedLater(String name) {
        Scenario next = scenario(name);
        for (int round = 0; round < 30; round++) {
            for (int i = 1; i <= 12; i++) {
                next = outside(next, i).server("198.51.100." + i + ":443").supports(TLS13, TLS12);
                next = next.handshakes(1, every(minutes(2)));
            }
            next = next.pause(minutes(40));
        }
        next = next.onPath(box());
        for (int round = 0; round < 5; round++) {
            for (int i = 1; i <= 12; i++) {
                next = outside(next, i).handshakes(1, every(minutes(2)));
            }
        }
        return next;
    }
}
