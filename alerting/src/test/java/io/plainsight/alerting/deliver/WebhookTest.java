package io.plainsight.alerting.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.plainsight.alerting.Alerts;
import io.plainsight.alerting.metrics.AlertingMetrics;
import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import io.prometheus.client.CollectorRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The webhook against a real HTTP receiver that misbehaves; waits are recorded, not slept. */
class WebhookTest {
    private record Answer(int status, String retryAfter) {}

    private record Received(Headers headers, byte[] body) {}

    private final CollectorRegistry registry = new CollectorRegistry();
    private final AlertingMetrics metrics = new AlertingMetrics(registry);
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
    private HttpServer receiver;
    private WebhookChannel channel;

    @BeforeEach
    void open() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", exchange -> {
            received.add(new Received(
                    exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes()));
            Answer answer = answers.isEmpty() ? new Answer(204, null) : answers.poll();
            if (answer.retryAfter() != null) {
                exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
            }
            exchange.sendResponseHeaders(answer.status(), -1);
            exchange.close();
        });
        receiver.start();
        channel = channel(client()::post, WebhookChannel.MAX_QUEUED);
    }

    @AfterEach
    void close() throws Exception {
        channel.close();
        receiver.stop(0);
    }

    @Test
    void shouldPostTheAlertAsJsonWithAnIdempotencyKey() throws Exception {
        Alert alert = Alerts.alert("downgrade|10.0.1.9:443|\r\nEvil: 1").build();

        deliver(alert);

        assertThat(Json.mapper().readValue(received.get(0).body(), Alert.class)).isEqualTo(alert);
        Headers headers = received.get(0).headers();
        assertThat(headers.getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(headers.getFirst("Idempotency-Key"))
                .isEqualTo("downgrade%7C10.0.1.9%3A443%7C%0D%0AEvil%3A+1;open;high");
        assertThat(headers.getFirst("Plainsight-Reason")).isEqualTo("first notification");
        assertThat(headers).doesNotContainKey("Evil");
        assertThat(result("sent")).isEqualTo(1);
    }

    @Test
    void shouldRetryWithGrowingWaitsUntilTheReceiverRecovers() throws Exception {
        answers.addAll(List.of(new Answer(500, null), new Answer(503, null), new Answer(502, null)));

        deliver(Alerts.alert().build());

        assertThat(received).hasSize(4);
        assertThat(received.stream().map(each -> each.headers().getFirst("Idempotency-Key")))
                .containsOnly(received.get(0).headers().getFirst("Idempotency-Key"));
        assertThat(waits).hasSize(3);
        assertThat(waits.get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(waits.get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(waits.get(2)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(result("retried")).isEqualTo(3);
        assertThat(result("sent")).isEqualTo(1);
    }

    @Test
    void shouldWaitAsLongAsTheReceiverAsksWithinReason() throws Exception {
        answers.addAll(List.of(
                new Answer(429, "42"),
                new Answer(503, "Fri, 20 Nov 2026 12:02:00 GMT"),
                new Answer(503, "999999"),
                new Answer(503, "soon")));

        deliver(Alerts.alert().build());

        assertThat(waits.subList(0, 3))
                .containsExactly(
                        Duration.ofSeconds(42),
                        Duration.between(Alerts.NOON, Alerts.NOON.plusNanos(119_876_544_000L)),
                        WebhookChannel.MAX_RETRY_AFTER);
        assertThat(waits.get(3)).isLessThanOrEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void shouldGiveUpWhatTheReceiverRefusesAndGoOn() throws Exception {
        answers.addAll(List.of(new Answer(400, null), new Answer(302, null)));

        deliver(Alerts.alert("refused").build());
        deliver(Alerts.alert("redirected").build());
        deliver(Alerts.alert("fine").build());

        assertThat(received).hasSize(3);
        assertThat(result("given_up")).isEqualTo(2);
        assertThat(result("sent")).isEqualTo(1);
        assertThat(waits).isEmpty();
    }

    @Test
    void shouldRetryWhenNobodyListens() throws Exception {
        URI nobody = URI.create("http://127.0.0.1:" + unusedPort() + "/");
        PostResult result = new WebhookClient(nobody, Duration.ofSeconds(5), Clock.systemUTC(), metrics)
                .post(Alerts.alert().build(), SendReason.FIRST);

        assertThat(result.kind()).isEqualTo(PostResult.Kind.RETRY);
    }

    @Test
    void shouldGiveUpAfterTheLastAttempt() throws Exception {
        channel.close();
        channel = channel((alert, reason) -> PostResult.retry("down", null), 10);

        deliver(Alerts.alert().build());

        assertThat(waits).hasSize(WebhookChannel.MAX_ATTEMPTS - 1);
        assertThat(waits.get(waits.size() - 1)).isLessThanOrEqualTo(Duration.ofMinutes(1));
        assertThat(result("given_up")).isEqualTo(1);
    }

    @Test
    void shouldGiveUpTheOldestWhenTooManyWait() throws Exception {
        channel.close();
        CountDownLatch inPost = new CountDownLatch(1);
        channel = channel(
                (alert, reason) -> {
                    inPost.countDown();
                    new CountDownLatch(1).await();
                    return PostResult.sent("never");
                },
                2);
        List<String> done = Collections.synchronizedList(new ArrayList<>());
        channel.deliver(Alerts.alert("under way").build(), SendReason.FIRST, () -> done.add("under way"));
        assertThat(inPost.await(20, TimeUnit.SECONDS)).isTrue();

        for (String id : List.of("oldest", "second", "third")) {
            channel.deliver(Alerts.alert(id).build(), SendReason.FIRST, () -> done.add(id));
        }

        assertThat(done).containsExactly("oldest");
        assertThat(result("dropped")).isEqualTo(1);
    }

    @Test
    void shouldNotCallDoneWhenStoppedWhileWaiting() throws Exception {
        channel.close();
        CountDownLatch sleeping = new CountDownLatch(1);
        channel = new WebhookChannel(
                (alert, reason) -> PostResult.retry("down", null),
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(1)),
                duration -> {
                    sleeping.countDown();
                    new CountDownLatch(1).await();
                },
                10,
                metrics);
        List<String> done = Collections.synchronizedList(new ArrayList<>());
        channel.deliver(Alerts.alert().build(), SendReason.FIRST, () -> done.add("done"));
        assertThat(sleeping.await(20, TimeUnit.SECONDS)).isTrue();

        channel.close();

        assertThat(done).isEmpty();
    }

    private void deliver(Alert alert) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        channel.deliver(alert, SendReason.FIRST, done::countDown);
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private WebhookClient client() {
        return new WebhookClient(
                URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook?token=secret"),
                Duration.ofSeconds(10),
                Clock.fixed(Alerts.NOON, ZoneOffset.UTC),
                metrics);
    }

    private WebhookChannel channel(WebhookChannel.Poster poster, int maxQueued) {
        return new WebhookChannel(
                poster,
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(1)),
                waits::add,
                maxQueued,
                metrics);
    }

    private double result(String result) {
        Double value = registry.getSampleValue(
                "plainsight_alerting_deliveries_total",
                new String[] {"channel", "result"},
                new String[] {"webhook", result});
        return value == null ? 0 : value;
    }

    private static int unusedPort() throws Exception {
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
