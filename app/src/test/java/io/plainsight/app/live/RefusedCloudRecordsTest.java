package io.plainsight.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.app.process.Program;
import io.plainsight.events.Json;
import io.plainsight.sensor.flowlog.s3.S3MockProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Flow logs from S3 and over HTTPS are read as files are: with the format given, and what is refused is set aside. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RefusedCloudRecordsTest {
    private static final String FORMAT = "${dstaddr} ${srcaddr} ${dstport} ${srcport} ${protocol} ${start} ${end}";
    private static final String ROW = "10.0.0.2 10.0.0.1 443 40000 6 1767258000 1767258060";
    private static final String BAD = "10.0.0.2 nobody 443 40000 6 1767258000 1767258060";
    private static final String KEY = "0123456789abcdef";

    @TempDir
    private Path directory;

    @Test
    void shouldReadObjectsAsFilesAreRead() throws Exception {
        try (S3MockProcess store = S3MockProcess.start(Files.createDirectory(directory.resolve("objects")))) {
            store.createBucket("logs");
            store.put("logs", "a/custom.log", bytes(ROW + "\n" + BAD + "\n"));
            store.put("logs", "b/export.json", bytes(subscription(ROW, "too short")));

            try (Program program = Program.startBy(
                    List.of("env", "AWS_ACCESS_KEY_ID=key", "AWS_SECRET_ACCESS_KEY=secret"),
                    "sensor",
                    "--output",
                    output().toString(),
                    "--flow-logs",
                    "s3://logs",
                    "--s3-endpoint",
                    store.endpoint().toString(),
                    "--flow-log-format",
                    FORMAT,
                    "--dead-letter",
                    letters().toString(),
                    "--exit-when-done")) {
                assertThat(program.awaitExit()).as("%s", program).isZero();
            }
        }
        assertThat(Files.readAllLines(output())).hasSize(2).allMatch(line -> line.contains("\"port\":443"));
        assertThat(Files.readAllLines(letters()))
                .hasSize(2)
                .anySatisfy(line -> assertLetter(line, "s3://logs/a/custom.log", 2, "address", BAD))
                .anySatisfy(line -> assertLetter(line, "s3://logs/b/export.json", 2, "field_count", "too short"));
    }

    @Test
    void shouldReadPushedRecordsAsFilesAreRead() throws Exception {
        Path key = Files.writeString(directory.resolve("key"), KEY);
        try (Program program = Program.start(
                "sensor",
                "--output",
                output().toString(),
                "--flow-log-listen",
                "127.0.0.1:0",
                "--flow-log-access-key",
                key.toString(),
                "--flow-log-format",
                "firehose:*=" + FORMAT,
                "--dead-letter",
                letters().toString())) {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(listener(program))
                                    .header("X-Amz-Firehose-Request-Id", "request-1")
                                    .header("X-Amz-Firehose-Access-Key", KEY)
                                    .POST(HttpRequest.BodyPublishers.ofString(
                                            request(subscription(ROW, BAD), "{\"message\":\"too short\"}")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        }
        assertThat(Files.readAllLines(output())).singleElement().asString().contains("\"port\":443");
        assertThat(Files.readAllLines(letters()))
                .hasSize(2)
                .anySatisfy(line -> assertLetter(line, "firehose:request-1", 3, "address", BAD))
                .anySatisfy(line ->
                        assertLetter(line, "firehose:request-1", 5, "field_count", "{\"message\":\"too short\"}"));
    }

    private static void assertLetter(String json, String file, int line, String reason, String raw) throws Exception {
        JsonNode letter = Json.mapper().readTree(json);
        assertThat(letter.path("file").asText()).isEqualTo(file);
        assertThat(letter.path("line").asInt()).isEqualTo(line);
        assertThat(letter.path("reason").asText()).isEqualTo(reason);
        assertThat(letter.path("raw").asText()).isEqualTo(raw);
    }

    private static URI listener(Program program) throws InterruptedException {
        Pattern told = Pattern.compile("Receiving flow logs on (\\S+)");
        while (true) {
            Optional<String> address = program.errors().stream()
                    .map(told::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .findFirst();
            if (address.isPresent()) {
                return URI.create("http://" + address.get() + "/");
            }
            Thread.sleep(20);
        }
    }

    private static String request(String... records) {
        StringBuilder body =
                new StringBuilder("{\"requestId\":\"request-1\",\"timestamp\":1767258100000,\"records\":[");
        for (int i = 0; i < records.length; i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"data\":\"")
                    .append(Base64.getEncoder().encodeToString(bytes(records[i])))
                    .append("\"}");
        }
        return body.append("]}").toString();
    }

    private static String subscription(String first, String second) {
        return "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"123456789012\",\"logGroup\":\"flow-logs\",\"logStream\":\"eni-1\","
                + "\"logEvents\":[{\"id\":\"1\",\"timestamp\":1767258100000,\"message\":\"" + first
                + "\"},{\"id\":\"2\",\"timestamp\":1767258100000,\"message\":\"" + second + "\"}]}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Path output() {
        return directory.resolve("out.ndjson");
    }

    private Path letters() {
        return directory.resolve("letters.ndjson");
    }
}
