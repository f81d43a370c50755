package io.plainsight.stream.site;

import io.plainsight.events.Observation;
import io.plainsight.events.ObservationStartTlsBuilder;
import io.plainsight.stream.scenario.Abilities;
import io.plainsight.stream.scenario.Machine;
import io.plainsight.stream.site.Service.Leaf;
import io.plainsight.stream.site.Service.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Puts faults into a site and keeps the truth about them. */
final class Plantings {
    private static final Set<String> SPIKE =
            Set.of("handshake-failure-spike", "handshake-outage", "handshake-failure-cause");
    private static final Duration DAY = Duration.ofDays(1);

    private final Site site;
    private final Traffic traffic;
    private final List<Planted> truth = new ArrayList<>();
    private final int days;
    private int turn;
    private int fresh;

    Plantings(Site site, Traffic traffic, int days) {
        this.site = site;
        this.traffic = traffic;
        this.days = days;
    }

    List<Planted> truth() {
        return truth;
    }

    void plant() {
        for (int i = 0; i < 2; i++) {
            during("plaintext service", fresh(80), 0.2, Set.of("plaintext"), c -> c.clear("http", null, null));
            during(
                    "credentials in clear",
                    fresh(80),
                    0.2,
                    Set.of("plaintext-credentials"),
                    c -> c.clear("http", "secret", null));
            weak("TLS 1.0 service", Stacks.SERVER_10, Set.of("tls-below-minimum"));
            weak("weak suite", i == 0 ? Stacks.RSA_SERVER : Stacks.CBC_SERVER, Set.of("weak-cipher-suite"));
        }
        spike("failures: expired certificate", 0, c -> c.refused("certificate_expired", "client"), 0.9);
        spike("failures: unknown issuer", 1, c -> c.refused("unknown_ca", "client"), 0.7);
        spike("failures: no common suite", 2, c -> c.refused("handshake_failure", "server"), 0.8);
        spike("failures: resets", 3, c -> c.broken("reset_by_server"), 0.8);
        spike("outage", 4, c -> c.broken("closed_by_server"), 1);
        spike("outage", 5, c -> c.broken("no_server_hello"), 1);
        during("downgrade attack", tls(6), 1.0, Set.of("downgrade"), Plantings::hellosEdited);
        during("downgrade attack", tls(8), 1.0, Set.of("downgrade"), Plantings::hellosEdited);
        during("fallback dance", tls(10), 1.0, Set.of("downgrade"), this::dance);
        during("fallback dance", tls(14), 1.0, Set.of("downgrade"), this::dance);
        during("STARTTLS stripped", service(7), 1.0, Set.of("starttls-stripped"), Plantings::offerOverwritten);
        during("STARTTLS stripped", service(11), 1.0, Set.of("starttls-stripped"), Plantings::offerHidden);
        during(
                "clear text instead of TLS",
                tls(15),
                1.0,
                Set.of("plaintext", "downgrade"),
                c -> c.clear("http", null, null));
        during(
                "clear text instead of TLS",
                tls(16),
                1.0,
                Set.of("plaintext", "downgrade"),
                c -> c.clear("http", null, null));
        lessCapable("version lost", tls(20), Stacks.SERVER_12, Set.of("downgrade", "protection-regression"));
        lessCapable("post-quantum lost", tls(21), Stacks.MODERN_SERVER, Set.of("protection-regression"));
        certificates();
        mesh(service(9));
        mesh(service(17));
        for (int i = 1; i <= 3; i++) {
            scan("10.1.251." + i);
            wander(i);
        }
        loss();
        loss();
    }

    /* ---- which and when ---- */

    private Service service(int index) {
        Service service = site.services.get(index);
        service.planted = true;
        return service;
    }

    /** That service, brought to a plain pool that can everything: its faults are not to depend on what it was. */
    private Service tls(int index) {
        Service service = service(index);
        Abilities abilities = index == 21 ? Stacks.PQ_SERVER : Stacks.MODERN_SERVER;
        service.members.forEach(member -> {
            member.abilities = abilities;
            member.marks = Machine.Marks.STANDARD;
        });
        return service;
    }

    /** A service that nobody knew before. */
    private Service fresh(int port) {
        fresh++;
        Service service = new Service("10.2.240." + fresh, port, "new-" + fresh + ".site.example", 0);
        service.mutual = "not_requested";
        service.members.add(new Member(Stacks.SERVER_12, null));
        service.members.get(0).leaf = service.issue(site.start, Duration.ofDays(300), false);
        service.planted = true;
        return service;
    }

    /** Faults begin at working hours, spread over the days after the first two. */
    private Instant next() {
        int day = 2 + turn * 7 % (days - 3);
        turn++;
        return site.start.plus(DAY.multipliedBy(day)).plus(Duration.ofMinutes(9 * 60 + turn * 37 % 420));
    }

    private void truth(String kind, String key, Instant from, Duration length, Set<String> rules) {
        truth.add(new Planted(kind, key, from, from.plus(length), rules));
    }

    /* ---- faults of connections ---- */

    private void during(String kind, Service service, double share, Set<String> rules, Fault fault) {
        Instant from = next();
        boolean known = site.services.contains(service);
        Duration length = known ? Duration.ofHours(6) : DAY;
        truth(kind, service.endpoint(), from, length, rules);
        site.calendar.at(
                from,
                () -> service.fault =
                        c -> site.random.nextDouble() < share || !known ? fault.happens(c) : c.undisturbed());
        site.calendar.at(from.plus(length), () -> service.fault = known ? null : c -> Fault.NOTHING);
        if (!known) {
            visit(service, from, length, Duration.ofMinutes(10));
        }
    }

    /** Has hosts connect at this pace. */
    private void visit(Service service, Instant from, Duration length, Duration pace) {
        for (Instant at = from; at.isBefore(from.plus(length)); at = at.plus(pace)) {
            Instant now = at.plusMillis(site.random.nextInt((int) pace.toMillis()));
            site.calendar.at(now, () -> traffic.connect(now, workstation(), service));
        }
    }

    private Host workstation() {
        Host host = site.any(site.hosts);
        return host.ip.startsWith("10.1.") ? host : workstation();
    }

    private void weak(String kind, Abilities abilities, Set<String> rules) {
        Service service = fresh(443);
        service.members.get(0).abilities = abilities;
        Instant from = next();
        truth(kind, service.endpoint(), from, DAY, rules);
        for (int i = 0; i < 40; i++) {
            Instant at = from.plus(Duration.ofMinutes(11L * i));
            site.calendar.at(at, () -> traffic.connect(at, workstation(), Stacks.OPENSSL_102, service));
        }
    }

    /** While it lasts clients try again and again. */
    private void spike(String kind, int index, Fault failure, double share) {
        Service service = service(index);
        Instant from = next();
        Duration length = Duration.ofMinutes(40);
        truth(kind, service.endpoint(), from, length, SPIKE);
        site.calendar.at(
                from,
                () -> service.fault = c -> site.random.nextDouble() < share ? failure.happens(c) : c.undisturbed());
        site.calendar.at(from.plus(length), () -> service.fault = null);
        visit(service, from, length, Duration.ofSeconds(6));
    }

    /** The hello loses TLS 1.3 between the sensor and the server. */
    private static List<Observation> hellosEdited(Connection connection) {
        Abilities whole = connection.offered;
        if (!whole.offers(Abilities.TLS13)) {
            return connection.undisturbed();
        }
        connection.offered = whole.upTo(Abilities.TLS12);
        connection.resumed = false;
        connection.negotiate();
        connection.offered = whole;
        return connection.finished("tls12");
    }

    private List<Observation> dance(Connection connection) {
        if (!connection.offered.offers(Abilities.TLS13)) {
            return connection.undisturbed();
        }
        Connection again = new Connection(
                connection.at.plusSeconds(2), connection.host, connection.client, connection.service, site.random, 0);
        again.offered = again.offered.upTo(Abilities.TLS12);
        again.resumed = false;
        return Stream.concat(connection.broken("reset_by_server").stream(), again.undisturbed().stream())
                .toList();
    }

    private static List<Observation> offerOverwritten(Connection connection) {
        return connection.clear(
                connection.service.starttls,
                "secret",
                ObservationStartTlsBuilder.builder()
                        .protocol(connection.service.starttls)
                        .offered(false)
                        .used(false)
                        .filler("server")
                        .build());
    }

    private static List<Observation> offerHidden(Connection connection) {
        return connection.clear(
                connection.service.starttls,
                "secret",
                ObservationStartTlsBuilder.builder()
                        .protocol(connection.service.starttls)
                        .offered(false)
                        .used(false)
                        .build());
    }

    /* ---- faults of machines ---- */

    private void lessCapable(String kind, Service service, Abilities less, Set<String> rules) {
        Instant from = next();
        truth(kind, service.endpoint(), from, Duration.ofDays(3), rules);
        site.calendar.at(from, () -> service.members.forEach(member -> member.abilities = less));
    }

    private void certificates() {
        int index = 22;
        for (int i = 0; i < 2; i++) {
            Service expired = old(index++);
            Instant end = next();
            truth(
                    "certificate expires",
                    expired.endpoint(),
                    site.start,
                    Duration.ofDays(days),
                    Set.of("certificate-expiry"));
            Leaf last = expired.issue(end.minus(Duration.ofDays(365)), end, "RSA", 2048, "SHA256withRSA", false);
            expired.members.forEach(member -> member.leaf = last);

            Service forgotten = old(index++);
            Instant renewed = next();
            truth(
                    "certificate not rolled out",
                    forgotten.endpoint(),
                    renewed,
                    Duration.ofDays(4),
                    Set.of("certificate-rollout"));
            site.calendar.at(renewed, () -> {
                Leaf next = forgotten.issue(renewed, Duration.ofDays(365), false);
                forgotten.members.subList(1, forgotten.members.size()).forEach(member -> member.leaf = next);
            });

            Service small = fresh(443);
            small.members.get(0).leaf = small.issue(
                    site.start,
                    site.start.plus(Duration.ofDays(300)),
                    "RSA",
                    i == 0 ? 1024 : 2048,
                    i == 0 ? "SHA256withRSA" : "SHA1withRSA",
                    false);
            during("weak certificate", small, 1, Set.of("certificate-weak"), Connection::undisturbed);
        }
    }

    /** A pool with TLS 1.2 alone, so that its certificates show. */
    private Service old(int index) {
        Service service = service(index);
        Leaf leaf = service.issue(site.start.minus(Duration.ofDays(100)), Duration.ofDays(365), false);
        while (service.members.size() < 3) {
            service.members.add(new Member(Stacks.SERVER_12, leaf));
        }
        service.members.forEach(member -> {
            member.abilities = Stacks.SERVER_12;
            member.leaf = leaf;
        });
        return service;
    }

    private void mesh(Service service) {
        Instant from = next();
        truth(
                "client certificates not asked for",
                service.endpoint(),
                from,
                Duration.ofHours(6),
                Set.of("mutual-tls-missing"));
        site.calendar.at(from, () -> service.mutual = "not_requested");
        site.calendar.at(from.plus(Duration.ofHours(6)), () -> service.mutual = "presented");
    }

    /* ---- faults of hosts and of the sensor ---- */

    private void scan(String ip) {
        Instant from = next();
        truth("scanner", ip, from, Duration.ofHours(1), Set.of("tls-scanner"));
        Host scanner = new Host(ip);
        for (int i = 0; i < 30; i++) {
            Instant at = from.plusSeconds(20L * i);
            Service service = site.services.get(i);
            site.calendar.at(
                    at,
                    () -> traffic.tell(new Connection(at, scanner, Stacks.LEGACY, service, site.random, 0)
                            .refused("handshake_failure", "server")));
        }
    }

    /** A server calls somebody whom no server should call. */
    private void wander(int i) {
        Service outside = new Service("198.51.100." + i, 443, "drop-" + i + ".example", 0);
        outside.external = true;
        outside.members.add(new Member(Stacks.MODERN_SERVER, outside.issue(site.start, Site.QUARTER, false)));
        Instant from = next();
        truth("unexpected destination", outside.ip, from, DAY, Set.of("unexpected-destination"));
        for (int n = 0; n < 5; n++) {
            Instant at = from.plus(Duration.ofMinutes(20L * n));
            site.calendar.at(at, () -> traffic.connect(at, server(), outside));
        }
    }

    private Host server() {
        Host host = site.any(site.hosts);
        return host.ip.startsWith("10.2.") ? host : server();
    }

    private void loss() {
        Instant from = next();
        truth("sensor loses packets", "dc1-tap1", from, Duration.ofMinutes(30), Set.of("sensor-health"));
        site.calendar.at(from, () -> traffic.loss = 0.05);
        site.calendar.at(from.plus(Duration.ofMinutes(30)), () -> traffic.loss = 0);
    }
}
