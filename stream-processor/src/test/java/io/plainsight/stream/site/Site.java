package io.plainsight.stream.site;

import io.plainsight.events.Observation;
import io.plainsight.stream.scenario.Abilities;
import io.plainsight.stream.scenario.Machine;
import io.plainsight.stream.site.Service.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The machines of a made-up site; the same seed makes the same site. */
final class Site {
    static final Observation.Observer OBSERVER = new Observation.Observer(
            "dc1-tap1", "sensor", new Observation.Ingress(new Observation.Interface("eth1"), null));
    static final String POLICY = """
            name: site
            zones:
              - {name: office, networks: [10.1.0.0/16]}
              - {name: servers, networks: [10.2.0.0/16]}
              - {name: branch, networks: [10.9.0.0/16]}
            services:
              - {name: mesh, zones: [servers], ports: [8443], mutual-tls: required}
            destinations:
              - name: servers
                source-zones: [servers]
                allow:
                  - {zones: [servers, office, branch]}
                  - {domains: [vendor-1.example, vendor-2.example, vendor-3.example, vendor-4.example], ports: [443]}
            """;
    private static final Duration YEAR = Duration.ofDays(365);
    /** Public authorities issue for ninety days less a second. */
    static final Duration QUARTER = Duration.ofDays(90).minusSeconds(1);

    final Random random;
    final Instant start;
    final List<Service> services = new ArrayList<>();
    final List<Host> hosts = new ArrayList<>();
    final Calendar calendar = new Calendar();
    final Member inspection;

    Site(long seed, int machines, Instant start) {
        random = new Random(seed);
        this.start = start;
        int internal = Math.max(30, machines * 15 / 100);
        int external = Math.max(20, machines * 6 / 100);
        for (int i = 0; i < internal; i++) {
            services.add(internal(i));
        }
        for (int i = 0; i < external; i++) {
            services.add(external(i));
        }
        inspection = new Member(Stacks.SERVER_12, null);
        for (int i = 0; i < machines; i++) {
            hosts.add(host(i));
        }
    }

    private Service internal(int i) {
        int kind = i % 20;
        String address = "10.2." + i / 200 + "." + (10 + i % 200);
        double weight = 1.0 / (1 + i / 4.0);
        String name = "svc-" + i + ".site.example";
        Service service =
                switch (kind) {
                    case 7 -> new Service(address, 25, null, weight);
                    case 11 -> new Service(address, 143, null, weight);
                    case 13 -> new Service(address, 5432, null, weight);
                    case 9, 17 -> new Service(address, 8443, name, weight);
                    default -> new Service(address, 443, name, weight);
                };
        service.starttls = kind == 7 ? "smtp" : kind == 11 ? "imap" : kind == 13 ? "postgresql" : null;
        service.mutual = kind == 9 || kind == 17 ? "presented" : "not_requested";
        service.failures = 0.001 + random.nextDouble() * 0.012;
        switch (kind) {
            case 0, 9, 14 -> pool(service, 3, Stacks.MODERN_SERVER);
            case 1, 6 -> pool(service, 2, Stacks.PQ_SERVER);
            case 2, 10 -> pool(service, 4, Stacks.SERVER_12);
            case 3, 12 -> {
                pool(service, 2, Stacks.MODERN_SERVER); // a mixed pool: one member was never upgraded
                pool(service, 1, Stacks.SERVER_12);
            }
            case 4 -> pool(service, 1, Stacks.P384_SERVER);
            case 5 -> pool(service, 1, Stacks.ECDSA_SERVER);
            case 8 -> {
                pool(service, 3, Stacks.PQ_SERVER); // upgraded in part
                pool(service, 2, Stacks.MODERN_SERVER);
            }
            case 15 -> {
                pool(service, 1, Stacks.MODERN_SERVER);
                service.members.get(0).marks = Machine.Marks.JDK11;
            }
            case 16 -> {
                pool(service, 1, Stacks.MODERN_SERVER);
                service.members.get(0).marks = Machine.Marks.EVEN_WITH_TLS13;
            }
            case 18 -> {
                pool(service, 2, Stacks.MODERN_SERVER);
                service.members.forEach(member -> member.marks = Machine.Marks.NONE);
            }
            default -> pool(service, 1, random.nextBoolean() ? Stacks.MODERN_SERVER : Stacks.SERVER_12);
        }
        certify(service, kind % 3 == 0 ? QUARTER : YEAR);
        return service;
    }

    private Service external(int i) {
        Service service =
                new Service("203.0.113." + (1 + i % 250), 443, "www.vendor-" + i + ".example", 2.0 / (1 + i / 3.0));
        service.external = true;
        service.quic = i % 3 == 0;
        service.mutual = "not_requested";
        service.failures = 0.002 + random.nextDouble() * 0.01;
        pool(service, 2, i % 4 == 0 ? Stacks.SERVER_12 : i % 4 == 1 ? Stacks.MODERN_SERVER : Stacks.PQ_SERVER);
        certify(service, i % 2 == 0 ? QUARTER : Duration.ofDays(199));
        return service;
    }

    private static void pool(Service service, int members, Abilities abilities) {
        for (int i = 0; i < members; i++) {
            service.members.add(new Member(abilities, null));
        }
    }

    /** One certificate for the whole pool, somewhere in its life, and its renewals. */
    private void certify(Service service, Duration life) {
        Duration margin = margin(life);
        long usable = life.minus(margin).toSeconds();
        Instant issued = start.minusSeconds((long) (random.nextDouble() * usable));
        boolean ecdsa = service.members.get(0).abilities == Stacks.ECDSA_SERVER;
        Service.Leaf first = service.issue(issued, life, ecdsa);
        service.members.forEach(member -> member.leaf = first);
        calendar.at(
                issued.plus(life).minus(margin),
                () -> renew(service, issued.plus(life).minus(margin), life));
    }

    /** A program that runs twice a day renews in the last third; people do so some days before anybody complains. */
    private Duration margin(Duration life) {
        return life.equals(QUARTER)
                ? Duration.ofDays(30).minusMinutes(random.nextInt(12 * 60))
                : Duration.ofDays(32 + random.nextInt(20));
    }

    /** Member after member, within four hours. */
    void renew(Service service, Instant at, Duration life) {
        if (service.planted) {
            return;
        }
        boolean ecdsa = service.members.get(0).leaf.algorithm().equals("EC");
        Service.Leaf next = service.issue(at.minus(Duration.ofHours(1)), life, ecdsa);
        for (Member member : List.copyOf(service.members)) {
            calendar.at(at.plusSeconds(random.nextInt(4 * 3600)), () -> member.leaf = next);
        }
        Instant again = at.plus(life).minus(margin(life));
        calendar.at(again, () -> renew(service, again, life));
    }

    private Host host(int i) {
        boolean branch = i % 25 == 24;
        boolean server = !branch && i % 10 >= 7;
        Host host = new Host((branch ? "10.9." : server ? "10.2." : "10.1.")
                + (branch || !server ? i / 200 : 100 + i / 200) + "." + (1 + i % 200));
        if (server) {
            host.stacks.add(any(Stacks.PROGRAMS));
            host.stacks.add(any(Stacks.PROGRAMS));
        } else {
            host.stacks.add(any(Stacks.BROWSERS));
            host.stacks.add(any(Stacks.BROWSERS));
            host.stacks.add(any(Stacks.PROGRAMS));
        }
        int wanted = 8 + random.nextInt(20);
        for (int tries = 0; host.services.size() < wanted && tries < 500; tries++) {
            Service service = services.get(random.nextInt(services.size()));
            boolean allowed = !server
                    || !service.external
                    || Integer.parseInt(service.ip.substring(10)) <= 5 && !service.name.contains("-0.");
            if (allowed && random.nextDouble() < service.weight && !host.services.contains(service)) {
                host.services.add(service);
            }
        }
        if (host.services.isEmpty()) {
            host.services.add(services.get(i % 20));
        }
        return host;
    }

    /** Whether an inspecting box stands before the outside for this host. */
    boolean isInspected(Host host, Service service) {
        return service.external && host.ip.startsWith("10.9.");
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
