package io.plainsight.bench.stream;

import io.plainsight.events.Actions;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationClientBuilder;
import io.plainsight.events.ObservationEndpointBuilder;
import io.plainsight.events.ObservationEventBuilder;
import io.plainsight.events.ObservationTlsBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Observations as a site gives them: {@value #SERVICES} services, a few of which take most connections, {@value #CLIENTS}
 * clients; of the services 69 % speak TLS 1.3, 18 % TLS 1.2, 1 % TLS 1.0 and 12 % nothing but HTTP; 2 % of the TLS
 * handshakes fail. Each connection gives two observations, the one that decides and the one at its end, as a sensor does.
 * The shapes are those of real observations ({@code templates.ndjson}). Same seed, same observations. Not thread-safe.
 */
final class SiteTraffic {
    static final int SERVICES = 2000;
    static final int CLIENTS = 20_000;

    private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
    /** 5,000 connections a second. */
    private static final Duration GAP = Duration.ofNanos(200_000);

    private static final Duration LIFE = Duration.ofSeconds(2);
    private static final int CLIENT_NETWORK = 10;
    private static final int SERVICE_NETWORK = 11;
    private static final int TLS_13 = 0;
    private static final int TLS_12 = 1;
    private static final int TLS_10 = 2;
    private static final int HTTP = 3;
    private static final int FAILED = 4;

    private final List<Observation> templates = templates();
    private final Random random;
    private long connections;
    private Observation end;

    SiteTraffic(long seed) {
        random = new Random(seed);
    }

    /** Time goes on by itself, at 5,000 connections a second. */
    Observation next() {
        if (end != null) {
            Observation last = end;
            end = null;
            return last;
        }
        Instant at = START.plus(GAP.multipliedBy(connections++));
        Observation decided = decided(at, 0);
        end = ended(decided, at.plus(LIFE));
        return decided;
    }

    /** Both observations of a connection; services of another {@code generation} have addresses of their own. */
    List<Observation> connection(Instant at, int generation) {
        Observation decided = decided(at, generation);
        return List.of(decided, ended(decided, at));
    }

    private Observation decided(Instant at, int generation) {
        int service = (int) (SERVICES * Math.pow(random.nextDouble(), 3));
        Observation template = templates.get(kind(service));
        String id = Long.toUnsignedString(random.nextLong(), 36) + Long.toUnsignedString(random.nextLong(), 36);
        String name = template.tls() == null ? null : "host" + service + ".example.test";
        return ObservationBuilder.builder(template)
                .timestamp(at)
                .event(ObservationEventBuilder.builder(template.event())
                        .id(id)
                        .start(at.minusMillis(5))
                        .end(at)
                        .build())
                .source(ObservationEndpointBuilder.builder(template.source())
                        .ip(address(CLIENT_NETWORK, 0, random.nextInt(CLIENTS)))
                        .port(32_768 + random.nextInt(28_000))
                        .build())
                .destination(ObservationEndpointBuilder.builder(template.destination())
                        .ip(address(SERVICE_NETWORK, generation, service))
                        .domain(name)
                        .build())
                .tls(named(template.tls(), name))
                .build();
    }

    private int kind(int service) {
        int kind = service % 100;
        if (kind >= 88) {
            return HTTP;
        }
        if (random.nextInt(50) == 0) {
            return FAILED;
        }
        return kind < 69 ? TLS_13 : kind < 87 ? TLS_12 : TLS_10;
    }

    private static Observation.Tls named(Observation.Tls tls, String name) {
        return tls == null
                ? null
                : ObservationTlsBuilder.builder(tls)
                        .client(ObservationClientBuilder.builder(tls.client())
                                .serverName(name)
                                .build())
                        .build();
    }

    private static Observation ended(Observation decided, Instant at) {
        return ObservationBuilder.builder(decided)
                .timestamp(at)
                .event(ObservationEventBuilder.builder(decided.event())
                        .action(Actions.FLOW_ENDED)
                        .end(at)
                        .build())
                .build();
    }

    private static String address(int network, int part, int host) {
        return network + "." + part + "." + host / 250 + "." + (1 + host % 250);
    }

    private static List<Observation> templates() {
        List<Observation> read = new ArrayList<>();
        try (InputStream in = SiteTraffic.class.getResourceAsStream("templates.ndjson");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read.add(Json.mapper().readValue(line, Observation.class));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the observations to start from cannot be read", e);
        }
        return read;
    }
}
