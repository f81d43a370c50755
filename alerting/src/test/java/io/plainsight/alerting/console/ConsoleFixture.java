package io.plainsight.alerting.console;

import io.plainsight.alerting.metrics.AlertingMetrics;
import io.plainsight.alerting.store.AlertStore;
import io.plainsight.alerting.store.PostureStore;
import io.plainsight.events.Posture;
import io.plainsight.events.PostureBuilder;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** A console on a free loopback port, over stores that the test fills. */
final class ConsoleFixture implements AutoCloseable {
    final CollectorRegistry registry = new CollectorRegistry();
    final AlertingMetrics metrics = new AlertingMetrics(registry);
    final AlertStore alerts = new AlertStore(1000, metrics);
    final PostureStore posture = new PostureStore();
    final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final ConsoleServer server;

    ConsoleFixture() throws IOException {
        this(4, 0);
    }

    ConsoleFixture(int streamClients, int port) throws IOException {
        server = new ConsoleServer(
                new ConsoleServer.Options(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        null,
                        Set.of("soc.example"),
                        streamClients),
                alerts,
                posture,
                registry,
                metrics,
                Duration.ofMillis(200));
        server.start(() -> true, () -> true);
    }

    URI uri(String path) {
        return server.uri().resolve(path);
    }

    int port() {
        return server.address().getPort();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    static Posture posture(long protectedCount, long weak, long plaintext, long unknown) {
        return PostureBuilder.builder()
                .timestamp(Instant.parse("2026-11-20T12:00:00Z"))
                .start(Instant.parse("2026-11-20T08:00:00Z"))
                .connections(
                        Map.of("protected", protectedCount, "weak", weak, "plaintext", plaintext, "unknown", unknown))
                .build();
    }

    @Override
    public void close() {
        server.close();
    }
}
