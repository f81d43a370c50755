package io.plainsight.alerting.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.alerting.Alerts;
import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleServerTest {
    private ConsoleFixture console;

    @BeforeEach
    void open() throws Exception {
        console = new ConsoleFixture(3, 0);
    }

    @AfterEach
    void close() {
        console.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/alerts/x", "/static/app.js", "/api/alerts", "/metrics", "/healthz", "/nothing"})
    void shouldSetStrictHeadersOnEveryAnswer(String path) throws Exception {
        HttpResponse<String> response = console.get(path);

        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
                        + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(response.headers().firstValue("Cross-Origin-Resource-Policy"))
                .hasValue("same-origin");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:9440,200",
        "127.0.0.1,200",
        "[::1]:80,200",
        "SOC.example:443,200",
        "evil.example,421",
        "127.0.0.1.evil.example,421",
        "localhost.evil.example:9440,421",
        "'',421"
    })
    void shouldAnswerOnlyUnderItsOwnNames(String host, int status) throws Exception {
        assertThat(rawStatus("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
    void shouldRefuseEveryMethodThatCouldChangeSomething(String method) throws Exception {
        String request =
                method + " /api/alerts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

        assertThat(rawStatus(request)).isEqualTo(405);
    }

    @Test
    void shouldAnswerHeadWithoutBody() throws Exception {
        HttpResponse<String> response = console.client.send(
                HttpRequest.newBuilder(console.uri("/"))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/static/../index.html", "/static/%2e%2e/ConsoleServer.class", "/static/", "/x", "/api/"})
    void shouldServeNothingButItsOwnFiles(String path) throws Exception {
        assertThat(rawStatus("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .isEqualTo(404);
    }

    @Test
    void shouldShowTheRulesOwnPageAndNoOtherFile() throws Exception {
        HttpResponse<String> page = console.get("/docs/downgrade");

        assertThat(page.body()).startsWith("# TLS downgrade");
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(console.get("/docs/no-such-rule").statusCode()).isEqualTo(404);
        assertThat(console.get("/docs/..%2Fstyle.css").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldListNewestFirstWithCountsAndPages() throws Exception {
        ConsoleDemo.fill(console);

        JsonNode page = json("/api/alerts?severity=critical,high&limit=2&offset=1");

        assertThat(page.get("total").asInt()).isEqualTo(4);
        assertThat(page.get("by_severity").get("medium").asInt()).isEqualTo(2);
        assertThat(page.get("alerts")).hasSize(2);
        assertThat(page.at("/alerts/0/plainsight/alert/id").asText()).isEqualTo("creds-1");
        assertThat(json("/api/alerts?status=resolved").get("total").asInt()).isEqualTo(1);
        assertThat(json("/api/alerts?rule=downgrade").get("total").asInt()).isEqualTo(2);
        assertThat(json("/api/alerts?q=vendor.example+http").get("total").asInt())
                .isEqualTo(1);
        assertThat(json("/api/alerts?entity=CN%3Dmail.example.org").get("total").asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "severity=urgent,severity must be of",
        "status=closed,status must be of",
        "limit=0,limit must be a number from 1 to 500",
        "limit=501,limit must be",
        "offset=-1,offset must be",
        "offset=99999999999,offset must be",
        "q=%ZZ,percent-encoding"
    })
    void shouldSayWhichParameterCannotBe(String query, String message) throws Exception {
        String answer = raw("GET /api/alerts?" + query + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400");
        if (!query.contains("%ZZ")) { // refused by the server itself, which does not say why
            assertThat(answer).contains(message);
        }
    }

    @Test
    void shouldGiveOneAlertByIdHoweverItIsSpelt() throws Exception {
        String id = "downgrade|10.0.1.9:443/x?y#z %";
        console.alerts.put(Alerts.alert(id).build());

        HttpResponse<String> response = console.get(
                "/api/alerts/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Json.mapper().readValue(response.body(), Alert.class))
                .isEqualTo(Alerts.alert(id).build());
        assertThat(console.get("/api/alerts/none").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldGivePosture() throws Exception {
        assertThat(json("/api/posture").has("total")).isFalse();
        console.posture.put("total", ConsoleFixture.posture(1, 2, 3, 4));
        console.posture.put("2026-11-20", ConsoleFixture.posture(1, 2, 3, 4));

        JsonNode posture = json("/api/posture");

        assertThat(posture.get("traffic").asText()).isEqualTo("live");
        assertThat(posture.at("/total/connections/plaintext").asInt()).isEqualTo(3);
        assertThat(posture.at("/days/2026-11-20/connections/weak").asInt()).isEqualTo(2);
    }

    @Test
    void shouldExportMetrics() throws Exception {
        console.alerts.put(Alerts.alert().build());

        HttpResponse<String> response = console.get("/metrics");

        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(response.body()).contains("plainsight_alerting_alerts{severity=\"high\",status=\"open\",} 1.0");
    }

    @Test
    void shouldStreamChangesAndHeartbeats() throws Exception {
        try (Stream stream = new Stream(null)) {
            assertThat(stream.next()).isEqualTo("hello");
            console.alerts.put(Alerts.alert("streamed").build());

            assertThat(stream.nextBut("heartbeat")).isEqualTo("alert");
            assertThat(stream.data).contains("\"id\":\"streamed\"");
            assertThat(stream.nextBut("alert")).isEqualTo("heartbeat");
        }
    }

    @Test
    void shouldReplayWhatAReturningBrowserMissed() throws Exception {
        String lastId;
        try (Stream stream = new Stream(null)) {
            stream.next();
            console.alerts.put(Alerts.alert("seen").build());
            stream.nextBut("heartbeat");
            lastId = stream.id;
        }
        console.alerts.put(Alerts.alert("missed").build());

        try (Stream stream = new Stream(lastId)) {
            assertThat(stream.next()).isEqualTo("alert");
            assertThat(stream.data).contains("\"id\":\"missed\"");
            assertThat(stream.nextBut("heartbeat")).isEqualTo("hello");
        }
        try (Stream stream = new Stream("earlierrun-7")) {
            assertThat(stream.next()).isEqualTo("resync");
        }
    }

    @Test
    void shouldRefuseMoreStreamsThanAllowedAndStillAnswer() throws Exception {
        try (Stream first = new Stream(null);
                Stream second = new Stream(null);
                Stream third = new Stream(null)) {
            first.next();
            second.next();
            third.next();

            HttpResponse<String> fourth = console.get("/api/stream");

            assertThat(fourth.statusCode()).isEqualTo(503);
            assertThat(fourth.headers().firstValue("Retry-After")).isPresent();
            assertThat(console.get("/healthz").body()).contains("\"status\":\"ok\"");
        }
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> response = console.get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        return Json.mapper().readTree(response.body());
    }

    private int rawStatus(String request) throws Exception {
        return Integer.parseInt(raw(request).substring(9, 12));
    }

    /** What an HTTP client would not let pass. */
    private String raw(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), console.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A browser's end of the live list. */
    private final class Stream implements AutoCloseable {
        private final InputStream body;
        private final BufferedReader lines;
        private String id;
        private String data;

        Stream(String lastEventId) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(console.uri("/api/stream"));
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            body = console.client
                    .send(request.build(), HttpResponse.BodyHandlers.ofInputStream())
                    .body();
            lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }

        /** The name of the next event. */
        String next() throws Exception {
            String name = null;
            List<String> seen = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                seen.add(line);
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && name != null) {
                    return name;
                }
            }
            throw new AssertionError("the stream ended after " + seen);
        }

        /** The name of the next event that is not called {@code skipped}. */
        String nextBut(String skipped) throws Exception {
            String name = next();
            while (name.equals(skipped)) {
                name = next();
            }
            return name;
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
