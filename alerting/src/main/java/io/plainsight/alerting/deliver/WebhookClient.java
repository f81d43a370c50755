package io.plainsight.alerting.deliver;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plainsight.alerting.metrics.AlertingMetrics;
import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * One attempt to POST an alert's JSON. 2xx is sent; 408, 425, 429 and 5xx, and anything that fails below HTTP, is worth
 * another try ({@code Retry-After} of RFC 9110 section 10.2.3 is honoured); every other answer is final. Redirects are
 * not followed: alerts go where the operator said.
 *
 * <p>The header {@code Idempotency-Key} is the same for every attempt at the same news (alert id, status and severity),
 * so that a receiver can drop what it already has after a crash of ours.
 */
public final class WebhookClient {
    private final HttpClient client;
    private final URI url;
    private final Duration timeout;
    private final Clock clock;
    private final AlertingMetrics metrics;

    /** @param timeout for connecting, and again for the whole request */
    public WebhookClient(URI url, Duration timeout, Clock clock, AlertingMetrics metrics) {
        this.url = url;
        this.timeout = timeout;
        this.clock = clock;
        this.metrics = metrics;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** Where the alerts go, without its query, which may hold a token. */
    public String target() {
        return url.getScheme() + "://" + url.getRawAuthority() + (url.getRawPath() == null ? "" : url.getRawPath());
    }

    /** Blocks until the receiver answered or {@code timeout} passed. */
    public PostResult post(Alert alert, SendReason reason) throws InterruptedException {
        byte[] body;
        try {
            body = Json.mapper().writeValueAsBytes(alert);
        } catch (JsonProcessingException e) {
            return PostResult.giveUp("cannot be written as JSON: " + e.getOriginalMessage());
        }
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("User-Agent", "plainsight")
                .header("Idempotency-Key", idempotencyKey(alert))
                .header("Plainsight-Reason", reason.text())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        long started = System.nanoTime();
        try {
            HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
            return judge(response);
        } catch (IOException e) {
            return PostResult.retry(describe(e), null);
        } finally {
            metrics.webhookTook(Duration.ofNanos(System.nanoTime() - started));
        }
    }

    static String idempotencyKey(Alert alert) {
        return URLEncoder.encode(alert.detail().id(), StandardCharsets.UTF_8)
                + ";" + alert.detail().status().text()
                + ";" + alert.detail().severity().text();
    }

    private PostResult judge(HttpResponse<Void> response) {
        int status = response.statusCode();
        String detail = "HTTP " + status;
        if (status >= 200 && status < 300) {
            return PostResult.sent(detail);
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return PostResult.retry(
                    detail,
                    response.headers()
                            .firstValue("Retry-After")
                            .map(this::retryAfter)
                            .orElse(null));
        }
        return PostResult.giveUp(detail);
    }

    /** Seconds or an HTTP date; null when it is neither. */
    private Duration retryAfter(String value) {
        String text = value.strip();
        if (text.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Duration until = Duration.between(
                    clock.instant(),
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String describe(IOException failure) {
        String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        return message == null ? name : name + ": " + TerminalText.escape(message, 200);
    }
}
