package io.plainsight.stream.site;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationPlainsightBuilder;
import io.plainsight.events.ObservationSensorStatusBuilder;
import io.plainsight.events.Protection;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Lets a site live: who connects to what and when, with the rhythm of days and weeks. */
final class Traffic {
    private static final Duration STATUS = Duration.ofSeconds(10);
    private static final int PACKETS = 20_000;

    private final Site site;
    private final Random random;
    private final Delivery delivery;
    private final double perSecond;
    private Instant now;
    private Instant nextStatus;
    long handshakes;
    /** Share of packets that the sensor loses now. */
    double loss;

    /** @param perDay connections on an ordinary working day */
    Traffic(Site site, long perDay, Consumer<Observation> sink) {
        this.site = site;
        this.random = site.random;
        this.delivery = new Delivery(random, sink);
        this.perSecond = perDay / 86_400.0;
        this.now = site.start;
        this.nextStatus = site.start;
    }

    Instant now() {
        return now;
    }

    /** Until that time, or until so many handshakes were tried. */
    void play(Instant end, long limit) {
        while (now.isBefore(end) && handshakes < limit) {
            double rate = perSecond * busy(now);
            now = now.plusNanos((long) (-Math.log(1 - random.nextDouble()) / rate * 1e9));
            site.calendar.until(now);
            tellOfTheSensor();
            connect(now, site.any(site.hosts));
            delivery.until(now);
        }
        delivery.until(now.plus(Duration.ofHours(1)));
    }

    /** Eight to six on working days, a third of it at weekends, backups and programs at night. */
    static double busy(Instant time) {
        ZonedDateTime clock = time.atZone(ZoneOffset.UTC);
        double day = (1 - Math.cos(2 * Math.PI * (clock.getHour() * 60 + clock.getMinute() - 60) / 1440.0)) / 2;
        boolean weekend = clock.getDayOfWeek() == DayOfWeek.SATURDAY || clock.getDayOfWeek() == DayOfWeek.SUNDAY;
        return 0.3 + 1.4 * day * (weekend ? 0.3 : 1);
    }

    void connect(Instant at, Host host) {
        double skewed = random.nextDouble();
        Service service = host.services.get((int) (host.services.size() * skewed * skewed));
        connect(at, host, service);
    }

    void connect(Instant at, Host host, Service service) {
        int program =
                random.nextInt(10) == 0 ? random.nextInt(host.stacks.size()) : service.port + service.ip.hashCode();
        Stacks.Client client = host.stacks.get(Math.floorMod(program, host.stacks.size()));
        connect(at, host, client, service);
    }

    void connect(Instant at, Host host, Stacks.Client client, Service service) {
        Connection connection = new Connection(at, host, client, service, random, loss);
        if (service.fault != null) {
            tell(service.fault.happens(connection));
        } else if (site.isInspected(host, service)) {
            tell(connection.through(site.inspection));
        } else if (random.nextInt(30) == 0) {
            tell(connection.empty());
        } else if (loss > 0 && random.nextDouble() < 10 * loss) {
            tell(connection.halfSeen());
        } else if (random.nextDouble() < service.failures) {
            tell(naturally(connection));
            if (random.nextBoolean()) {
                Instant again = at.plusMillis(500 + random.nextInt(3000));
                site.calendar.at(again, () -> connect(again, host, client, service));
            }
        } else {
            tell(connection.undisturbed());
        }
    }

    private List<Observation> naturally(Connection connection) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> connection.broken("closed_by_client");
            case 2 -> connection.broken("reset_by_client");
            case 3 -> connection.broken("reset_by_server");
            case 4 -> connection.broken("closed_by_server");
            case 5 -> connection.broken("no_server_hello");
            case 6 -> connection.refused("unknown_ca", "client");
            default -> connection.refused("internal_error", "server");
        };
    }

    void tell(List<Observation> observations) {
        if (!observations.isEmpty()) {
            handshakes++;
        }
        observations.forEach(delivery::send);
    }

    /** The sensor's own word, each ten seconds of packet time. */
    private void tellOfTheSensor() {
        while (!nextStatus.isAfter(now)) {
            Instant at = nextStatus;
            delivery.send(ObservationBuilder.builder()
                    .timestamp(at)
                    .event(new Observation.Event(
                            "status-" + at, Actions.SENSOR_STATUS, null, "metric", null, List.of("info"), null, at))
                    .observer(Site.OBSERVER)
                    .plainsight(ObservationPlainsightBuilder.builder()
                            .protection(Protection.UNKNOWN)
                            .sensor(ObservationSensorStatusBuilder.builder()
                                    .state(Observation.SensorStatus.RUNNING)
                                    .overloadLevel(0)
                                    .packets((long) PACKETS)
                                    .lost(loss > 0 ? Map.of("kernel", (long) (PACKETS * loss)) : null)
                                    .build())
                            .build())
                    .build());
            nextStatus = nextStatus.plus(STATUS);
        }
    }
}
