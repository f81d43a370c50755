package io.plainsight.stream.site;

import io.plainsight.stream.scenario.Abilities;
import io.plainsight.stream.site.Service.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What goes on at every site and is nobody's fault: roll-outs and rollbacks, upgrades, scanners, misconfigured clients, loss. */
final class Customs {
    private final Site site;
    private final Traffic traffic;
    private final Calendar calendar;

    Customs(Site site, Traffic traffic) {
        this.site = site;
        this.traffic = traffic;
        this.calendar = site.calendar;
    }

    void plan(int days) {
        List<Service> old = having(Stacks.SERVER_12);
        for (int day = 1; day < days; day++) {
            Instant morning = site.start.plus(Duration.ofDays(day)).plus(Duration.ofHours(8));
            if (day % 3 == 1 && !old.isEmpty()) {
                Service service = old.remove(old.size() - 1);
                rollOut(service, morning, Stacks.SERVER_12_UPGRADED, day % 2 == 1);
            }
            if (day % 5 == 2) {
                Service service = site.any(having(Stacks.MODERN_SERVER));
                rollOut(service, morning, Stacks.PQ_SERVER, false);
            }
            if (day % 4 == 3) {
                loseSomePackets(morning.plus(Duration.ofHours(2)));
            }
            crudeScan(morning.plus(Duration.ofHours(5)));
            if (day % 7 == 2) {
                audit(morning.plus(Duration.ofHours(12)));
            }
        }
        upgrade(Stacks.CHROME_OLD, Stacks.CHROME, Duration.ofDays(1), Duration.ofMinutes(7));
        upgrade(Stacks.JAVA_8, Stacks.JAVA_17, Duration.ofDays(2), Duration.ofMinutes(20));
        upgrade(Stacks.SCHANNEL, Stacks.SCHANNEL_12, Duration.ofDays(3), Duration.ofMinutes(2));
        misconfigured(days);
    }

    private List<Service> having(Abilities abilities) {
        List<Service> having = new ArrayList<>();
        for (Service service : site.services) {
            if (!service.external
                    && !service.planted
                    && service.members.size() > 1
                    && service.members.stream().allMatch(member -> member.abilities == abilities)) {
                having.add(service);
            }
        }
        return having;
    }

    /** Member after member within three hours; perhaps taken back before the day ends. */
    private void rollOut(Service service, Instant at, Abilities next, boolean back) {
        int n = 0;
        for (Member member : service.members) {
            Abilities before = member.abilities;
            Instant turn = at.plus(Duration.ofMinutes(50L * n++));
            calendar.at(turn, () -> member.abilities = next);
            if (back) {
                calendar.at(turn.plus(Duration.ofHours(4)), () -> member.abilities = before);
            }
        }
    }

    /** Host after host, as fleet management does. */
    private void upgrade(Stacks.Client from, Stacks.Client to, Duration begin, Duration pace) {
        Instant at = site.start.plus(begin).plus(Duration.ofHours(9));
        for (Host host : site.hosts) {
            if (host.stacks.contains(from)) {
                calendar.at(at, () -> host.stacks.replaceAll(stack -> stack == from ? to : stack));
                at = at.plus(pace);
            }
        }
    }

    private void loseSomePackets(Instant at) {
        calendar.at(at, () -> traffic.loss = 0.02);
        calendar.at(at.plus(Duration.ofMinutes(10)), () -> traffic.loss = 0);
    }

    /** Tries an ancient hello everywhere and never gets in. */
    private void crudeScan(Instant at) {
        Host scanner = new Host("10.1.250.1");
        Instant turn = at;
        for (Service service : site.services) {
            if (!service.external) {
                Instant now = turn;
                calendar.at(
                        now,
                        () -> traffic.tell(new Connection(now, scanner, Stacks.LEGACY, service, site.random, 0)
                                .refused("protocol_version", "server")));
                turn = turn.plusSeconds(3);
            }
        }
    }

    /** The security team's own scanner: each version by itself, then whether SCSV is honoured (RFC 7507). */
    private void audit(Instant at) {
        Host scanner = new Host("10.1.250.2");
        Instant turn = at;
        for (Service service : site.services) {
            if (service.external || service.planted || service.starttls != null) {
                continue;
            }
            for (String version : List.of(Abilities.TLS13, Abilities.TLS12, Abilities.TLS11, Abilities.TLS10)) {
                turn = turn.plusSeconds(2);
                probe(turn, scanner, service, version, false);
            }
            turn = turn.plusSeconds(2);
            probe(turn, scanner, service, Abilities.TLS12, true);
        }
    }

    private void probe(Instant at, Host scanner, Service service, String version, boolean scsv) {
        calendar.at(at, () -> {
            Connection connection = new Connection(at, scanner, Stacks.OPENSSL_30, service, site.random, traffic.loss);
            connection.offered = connection.offered.withVersions(version);
            connection.fallback = scsv;
            connection.resumed = false;
            traffic.tell(connection.undisturbed());
        });
    }

    /** A few hosts that do not trust one service's issuer and go on trying; one that is too old for another. */
    private void misconfigured(int days) {
        for (int i = 0; i < 4; i++) {
            Host host = site.hosts.get(40 + i * 17);
            Service service = site.services.get(24 + i);
            for (int n = 0; n < days * 24 * 4; n++) {
                Instant at = site.start.plus(Duration.ofMinutes(15L * n + i));
                boolean tooOld = i == 3;
                calendar.at(at, () -> {
                    Stacks.Client client = tooOld ? Stacks.LEGACY : host.stacks.get(0);
                    Connection connection = new Connection(at, host, client, service, site.random, traffic.loss);
                    traffic.tell(
                            tooOld
                                    ? connection.refused("protocol_version", "server")
                                    : connection.refused("unknown_ca", "client"));
                });
            }
        }
    }
}
