package io.plainsight.sensor.flowlog.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogFormats;
import io.plainsight.sensor.flowlog.FlowLogSettings;
import io.plainsight.sensor.flowlog.RefusedRecord;
import io.plainsight.sensor.metrics.CounterGroup;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.publish.ObservationSink;
import io.plainsight.sensor.testing.SharedFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Speaks to the listener as Firehose does. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FlowLogListenerTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String ID = "ed4acda5-034f-9f42-bba1-f29aea6d7d8f";
    private static final String ROW =
            "2 123456789010 eni-1 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK";

    private final Sink sink = new Sink();
    private final CounterGroup counters = new CounterGroup();
    private final List<RefusedRecord> letters = Collections.synchronizedList(new ArrayList<>());
    private HttpClient client = HttpClient.newHttpClient();
    private FlowLogListener listener;
    private String scheme = "http";

    @AfterEach
    void stop() {
        if (listener != null) {
            listener.close();
        }
    }

    @Test
    void shouldDeliverRowsOfADirectStreamAndOfASubscriptionAndSkipControlMessages() throws Exception {
        start(List.of());

        HttpResponse<String> response = post(body(
                direct(ROW),
                gzip(subscription("DATA_MESSAGE", ROW.replace("139", "140"), ROW.replace("139", "141"))),
                gzip(subscription(
                        "CONTROL_MESSAGE", "CWL CONTROL MESSAGE: Checking health of destination Firehose."))));

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode answer = Json.mapper().readTree(response.body());
        assertThat(answer.path("requestId").asText()).isEqualTo(ID);
        assertThat(answer.path("timestamp").isNumber()).isTrue();
        assertThat(answer.has("errorMessage")).isFalse();
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(sink.delivered)
                .extracting(observation -> observation.source().ip())
                .containsExactly("172.31.16.139", "172.31.16.140", "172.31.16.141");
        assertThat(sink.delivered.get(1).log().file().path()).contains("/aws/vpc/flowlogs:eni-1-all");
        assertThat(counters.get(SensorCounter.FLOW_LOG_PUSHES_ACCEPTED)).isEqualTo(1);
    }

    @Test
    void shouldGiveARequestThatIsSentAgainTheSameEventIds() throws Exception {
        start(List.of("${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol}"));
        String body = body(direct("10.0.0.1 10.0.0.2 1000 443 6"), direct("10.0.0.1 10.0.0.2 1000 443 6"));

        post(body);
        post(body);

        assertThat(sink.delivered).hasSize(4);
        assertThat(sink.delivered.get(0).event().id())
                .isEqualTo(sink.delivered.get(2).event().id());
        assertThat(sink.delivered.get(0).event().id())
                .as("without times, two equal rows of one request are two records")
                .isNotEqualTo(sink.delivered.get(1).event().id());
        assertThat(sink.delivered.get(0).destination().port()).isEqualTo(443);
    }

    @Test
    void shouldTakeACompressedBody() throws Exception {
        start(List.of());
        HttpRequest request = request(KEY, ID)
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(gzip(body(direct(ROW)))))
                .build();

        assertThat(send(request).statusCode()).isEqualTo(200);
        assertThat(sink.delivered).hasSize(1);
    }

    @Test
    void shouldRefuseWhoeverLacksTheKey() throws Exception {
        start(List.of());

        HttpResponse<String> response = send(request(KEY.replace('f', 'e'), ID)
                .POST(HttpRequest.BodyPublishers.ofString(body(direct(ROW))))
                .build());

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(Json.mapper().readTree(response.body()).path("requestId").asText())
                .isEqualTo(ID);
        assertThat(response.body()).contains("errorMessage").doesNotContain(KEY);
        assertThat(sink.delivered).isEmpty();
        assertThat(counters.get(SensorCounter.FLOW_LOG_PUSHES_UNAUTHORIZED)).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatIsNoRequest() throws Exception {
        start(List.of());

        assertThat(post("{\"requestId\":\"another\",\"records\":[]}").statusCode())
                .isEqualTo(400);
        assertThat(post("{\"requestId\":\"" + ID + "\"}").statusCode()).isEqualTo(400);
        assertThat(post("not json").statusCode()).isEqualTo(400);
        assertThat(post("").statusCode()).isEqualTo(400);
        assertThat(post("v\0\0\0 \u00ff").body()).contains("no text behind record 0");
        assertThat(send(request(KEY, ID).GET().build()).statusCode()).isEqualTo(405);
        assertThat(counters.get(SensorCounter.FLOW_LOG_PUSHES_REFUSED)).isEqualTo(6);
    }

    @Test
    void shouldRefuseMoreThanTheLimitAlsoWhenItIsCompressed() throws Exception {
        start(List.of());
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            out.write("{\"records\":[]".getBytes(StandardCharsets.UTF_8));
            byte[] spaces = new byte[1 << 20];
            Arrays.fill(spaces, (byte) ' ');
            for (int i = 0; i < 66; i++) {
                out.write(spaces);
            }
        }

        HttpRequest request = request(KEY, ID)
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bomb.toByteArray()))
                .build();

        assertThat(send(request).statusCode()).isEqualTo(413);
    }

    /** Sent again it would be no better; so it is counted, and Firehose goes on. */
    @Test
    void shouldRefuseABadRowAndTakeTheOthers() throws Exception {
        start(List.of());

        HttpResponse<String> response = post(body(
                        direct("2 too short"),
                        direct(ROW),
                        "\0\1\2junk".getBytes(StandardCharsets.ISO_8859_1),
                        "srcaddr srcaddr".getBytes(StandardCharsets.ISO_8859_1),
                        Arrays.copyOf(gzip(subscription("DATA_MESSAGE", ROW)), 60),
                        direct(ROW.replace("20641", "20642")))
                .replace("]}", ",{\"data\":\"%%%\"}]}"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(sink.delivered)
                .extracting(observation -> observation.source().port())
                .containsExactly(20641, 20642);
        assertThat(letters)
                .allMatch(letter -> letter.file().equals("firehose:" + ID))
                .extracting(letter -> letter.line() + " " + letter.problem().label())
                .containsExactly("2 field_count", "6 field_count", "8 field_count", "9 json", "12 json");
        assertThat(counters.get(SensorCounter.FLOW_LOG_DEAD_LETTERS_KEPT)).isEqualTo(5);
    }

    /** A stream may carry more than flow logs, and those come first. */
    @Test
    void shouldFindTheRowsBehindManyThatAreNone() throws Exception {
        start(List.of());
        String[] rows = new String[300];
        Arrays.fill(rows, "no row");
        rows[299] = ROW;

        assertThat(post(body(gzip(subscription("DATA_MESSAGE", rows)))).statusCode())
                .isEqualTo(200);

        assertThat(sink.delivered).hasSize(1);
        assertThat(letters).hasSize(299);
    }

    @Test
    void shouldAnswerOnlyAfterTheRecordsAreDelivered() throws Exception {
        start(List.of());
        sink.failing = true;

        HttpResponse<String> response = post(body(direct(ROW)));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains(ID, "errorMessage");
        assertThat(counters.get(SensorCounter.FLOW_LOG_PUSHES_FAILED)).isEqualTo(1);
        sink.failing = false;
        assertThat(post(body(direct(ROW))).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldSpeakTls(@TempDir Path directory) throws Exception {
        Path keystore = directory.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        keystore.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            store.load(in, "changeit".toCharArray());
        }
        Path certificate =
                pem(directory, "CERTIFICATE", store.getCertificate("server").getEncoded());
        Path key = pem(
                directory,
                "PRIVATE KEY",
                store.getKey("server", "changeit".toCharArray()).getEncoded());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        client = HttpClient.newBuilder().sslContext(context).build();
        scheme = "https";

        start(settings("127.0.0.1", certificate, key), List.of());

        assertThat(post(body(direct(ROW))).statusCode()).isEqualTo(200);
        assertThat(sink.delivered).hasSize(1);
        assertThatThrownBy(() -> FlowLogListener.check(settings("127.0.0.1", key, key)))
                .hasMessageContaining(key.toString())
                .hasMessageContaining("no certificate");
        assertThatThrownBy(() -> FlowLogListener.check(settings("127.0.0.1", certificate, certificate)))
                .hasMessageContaining("no private key")
                .hasMessageContaining("openssl pkcs8");
    }

    @Test
    void shouldRefuseToListenInClearBeyondLoopback() {
        assertThatThrownBy(() -> FlowLogListener.check(settings("0.0.0.0", null, null)))
                .isInstanceOf(FlowLogException.class)
                .hasMessageContaining("needs TLS");
        assertThatThrownBy(() -> AccessKey.of("the key's file", "short"))
                .hasMessageContaining("the key's file")
                .hasMessageNotContaining("short;");
    }

    /** Envelopes made by others, where they lie beside the repository. */
    @Test
    void shouldAgreeWithTheSharedSamples() throws Exception {
        Path envelopes = SharedFolder.require().resolve("flowlogs/aws-vpc/envelopes");
        start(List.of());

        for (String name : List.of("cwl-default", "direct")) {
            String body = Files.readString(envelopes.resolve("firehose-request-" + name + ".json"));
            String id = Json.mapper().readTree(body).path("requestId").asText();
            HttpResponse<String> response = send(request(KEY, id)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        }

        List<String> expected = new ArrayList<>();
        for (JsonNode row : Json.mapper()
                .readTree(envelopes
                        .resolve("cwl-subscription-default.expected.json")
                        .toFile())
                .path("records")) {
            expected.add(row.path("srcaddr").asText() + ":"
                    + row.path("srcport").asText() + " "
                    + row.path("dstaddr").asText() + ":" + row.path("dstport").asText() + " "
                    + row.path("bytes").asText() + " " + row.path("start").asText());
        }
        for (JsonNode row : Json.mapper()
                .readTree(envelopes
                        .resolve("firehose-request-direct.expected.json")
                        .toFile())
                .path("records")) {
            String[] f = row.asText().split(" ");
            expected.add(f[3] + ":" + f[5] + " " + f[4] + ":" + f[6] + " " + f[9] + " " + f[10]);
        }
        assertThat(sink.delivered.stream()
                        .map(o -> o.source().ip() + ":" + o.source().port() + " "
                                + o.destination().ip() + ":" + o.destination().port() + " "
                                + o.source().bytes() + " " + o.event().start().getEpochSecond()))
                .containsExactlyElementsOf(expected);
    }

    private static Path pem(Path directory, String label, byte[] der) throws IOException {
        String text = "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
        return Files.writeString(directory.resolve(label.replace(' ', '-') + ".pem"), text);
    }

    private void start(List<String> formats) throws FlowLogException {
        start(settings("127.0.0.1", null, null), formats);
    }

    private void start(PushSettings settings, List<String> formats) throws FlowLogException {
        FlowLogSettings reading = new FlowLogSettings(FlowLogFormats.of(formats), letters::add);
        listener = FlowLogListener.start(settings, reading, "sensor-1", sink, counters);
    }

    private static PushSettings settings(String host, Path certificate, Path key) throws FlowLogException {
        try {
            return new PushSettings(
                    new InetSocketAddress(InetAddress.getByName(host), 0), certificate, key, AccessKey.of("test", KEY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return send(
                request(KEY, ID).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String key, String id) {
        return HttpRequest.newBuilder(
                        URI.create(scheme + "://127.0.0.1:" + listener.address().getPort() + "/"))
                .header("X-Amz-Firehose-Protocol-Version", "1.0")
                .header("X-Amz-Firehose-Request-Id", id)
                .header("X-Amz-Firehose-Access-Key", key)
                .header("Content-Type", "application/json");
    }

    private static String body(byte[]... records) {
        StringBuilder body =
                new StringBuilder("{\"requestId\":\"" + ID + "\",\"timestamp\":1578090901599,\"records\":[");
        for (int i = 0; i < records.length; i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"data\":\"")
                    .append(Base64.getEncoder().encodeToString(records[i]))
                    .append("\"}");
        }
        return body.append("]}").toString();
    }

    private static byte[] direct(String row) {
        return ("{\"message\":\"" + row + "\"}\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String subscription(String type, String... rows) {
        List<String> events = new ArrayList<>();
        for (String row : rows) {
            events.add("{\"id\":\"1\",\"timestamp\":1418530010000,\"message\":\"" + row + "\"}");
        }
        return "{\"messageType\":\"" + type + "\",\"owner\":\"123456789010\",\"logGroup\":\"/aws/vpc/flowlogs\","
                + "\"logStream\":\"eni-1-all\",\"subscriptionFilters\":[\"f\"],\"logEvents\":["
                + String.join(",", events) + "]}";
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Delivers at the flush, or fails. */
    private static final class Sink implements ObservationSink {
        final List<Observation> delivered = new ArrayList<>();
        private final List<Observation> pending = new ArrayList<>();
        volatile boolean failing;

        @Override
        public void accept(Observation observation) {
            pending.add(observation);
        }

        @Override
        public void flush() {
            if (failing) {
                pending.clear();
                throw new UncheckedIOException(new IOException("Kafka takes nothing"));
            }
            delivered.addAll(pending);
            pending.clear();
        }
    }
}
