package io.plainsight.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.plainsight.app.catalogue.Catalogue;
import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code plainsight analyze} gives for what it can read. */
class AnalyzeCommandTest {
    private static final String SAMPLE = "tls10.pcap";

    @TempDir
    private Path directory;

    static Stream<Arguments> variants() throws IOException {
        CaptureVariants sample = CaptureVariants.of(SAMPLE);
        List<Arguments> variants = new ArrayList<>();
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            add(variants, order + "-micro.pcap", sample.pcap(order, false));
            add(variants, order + "-nano.pcap", sample.pcap(order, true));
            add(variants, order + ".pcapng", sample.pcapng(order));
        }
        return variants.stream();
    }

    private static void add(List<Arguments> variants, String name, byte[] bytes) {
        variants.add(Arguments.of(name, bytes));
        variants.add(Arguments.of(name + ".gz", CaptureVariants.gzip(bytes)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("variants")
    void shouldGiveTheSameForEveryFormOfACapture(String name, byte[] bytes) throws IOException {
        // the same name, since an observation's id depends on it; the bytes alone tell the form
        Path file = Files.write(directory.resolve(SAMPLE), bytes);

        Cli original = Cli.run("analyze", "--format", "json", CaptureVariants.sample(SAMPLE));
        Cli variant = Cli.run("analyze", "--format", "json", file);

        assertThat(variant.err()).isEmpty();
        assertThat(variant.exitCode()).isEqualTo(1);
        assertThat(variant.out()).isEqualTo(original.out());
    }

    @Test
    void shouldReadADirectoryRecursivelyInNameOrder() throws IOException {
        Files.createDirectories(directory.resolve("b/c"));
        Files.copy(CaptureVariants.sample(SAMPLE), directory.resolve("b/c/old.pcap"));
        byte[] http = Files.readAllBytes(CaptureVariants.sample("http.pcap"));
        Files.write(directory.resolve("a.pcap.gz"), CaptureVariants.gzip(http));
        Files.writeString(directory.resolve("notes.txt"), "no capture");

        JsonNode report = json(Cli.run("analyze", "--format", "json", directory));

        assertThat(report.at("/input/files")).map(JsonNode::asText).containsExactly("a.pcap.gz", "b/c/old.pcap");
        assertThat(report.at("/alerts"))
                .map(alert -> alert.at("/rule/id").asText())
                .containsExactlyInAnyOrder("plaintext", "tls-below-minimum", "weak-cipher-suite");
    }

    @Test
    void shouldPrintTextForPeople() {
        Cli result = Cli.run("analyze", CaptureVariants.sample(SAMPLE));

        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .containsSubsequence(
                        "MEDIUM    tls-below-minimum  10.20.17.10:443 (till.plainsight.test)",
                        "          why     10.20.17.10:443 (till.plainsight.test) negotiated TLS 1.0; the minimum by BCP 195",
                        "                  is 1.2.",
                        "          when    2026-11-21T02:38:34Z, 2 times",
                        "          where   tls10.pcap",
                        "LOW       weak-cipher-suite  10.20.17.10:443 (till.plainsight.test)",
                        "2 alerts: 1 medium, 1 low.",
                        "Read            1 file, 40 packets, 12,608 bytes",
                        "                 connections                     bytes",
                        "protected                  0     0.0 %               0     0.0 %",
                        "weak                       2   100.0 %          11,248   100.0 %",
                        "plaintext                  0     0.0 %               0     0.0 %",
                        "unknown                    0     0.0 %               0     0.0 %",
                        "all                        2                    11,248",
                        "TLS versions    1.0 (2)",
                        "Handshakes      completed (2)",
                        "Cipher suites   TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA (2)",
                        "Protocols       tls (2)",
                        "Post-quantum    0 of 2 key exchanges");
    }

    @Test
    void shouldPrintHowManyOfThoseAskedShowedAClientCertificate() {
        Cli result = Cli.run(
                "analyze",
                CaptureVariants.sample("mutual-tls12.pcap"),
                CaptureVariants.sample("mutual-tls-declined.pcap"));

        assertThat(result.out()).containsPattern("Mutual TLS +\\d+ of \\d+ handshakes that asked");
    }

    @Test
    void shouldPrintNoEscapeSequencesAndKeepToTheWidthWhereThereIsNoTerminal() {
        Cli result = Cli.run("analyze", Catalogue.directory());

        assertThat(result.out()).doesNotContain("\u001b");
        assertThat(result.out().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Terminal.DEFAULT_WIDTH));
    }

    @Test
    void shouldShowTheMostUrgentAlertsFirst() {
        Cli result = Cli.run("analyze", Catalogue.directory());

        List<Integer> severities = result.out()
                .lines()
                .takeWhile(line -> !line.contains(" alerts: "))
                .filter(line -> !line.isEmpty() && !line.startsWith(" "))
                .map(line -> Alert.Severity.valueOf(line.split(" ")[0]).ordinal())
                .toList();
        assertThat(severities).hasSizeGreaterThan(10).isSorted();
    }

    @Test
    void shouldMakeAHostileServerNameHarmless() throws IOException {
        byte[] bytes = Files.readAllBytes(CaptureVariants.sample(SAMPLE));
        replace(bytes, "till.plainsight.test", "\u001b[2J\u001b]0;owned\u0007\r\n\u009b31m");

        Cli result = Cli.run("analyze", Files.write(directory.resolve("hostile.pcap"), bytes));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("tls-below-minimum");
        assertThat(result.out().chars().filter(c -> c != '\n' && Character.isISOControl(c)))
                .isEmpty();
    }

    @Test
    void shouldGiveOneJsonObjectInTheFormOfItsSchemas() throws IOException {
        JsonNode report = json(Cli.run("analyze", "--format", "json", Catalogue.directory()));

        assertThat(report.fieldNames()).toIterable().containsExactly("input", "alerts", "posture");
        assertThat(report.get("alerts"))
                .hasSizeGreaterThan(10)
                .allSatisfy(alert -> assertThat(schema("alert").validate(alert)).isEmpty());
        assertThat(schema("posture").validate(report.get("posture"))).isEmpty();
        assertThat(report.get("alerts"))
                .map(alert -> alert.at("/event/start").asText())
                .isSorted();
    }

    @ParameterizedTest
    @CsvSource({
        "critical, 0",
        "high, 0",
        "medium, 1",
        "low, 1",
        "info, 1",
        "none, 0",
        "MEDIUM, 1",
    })
    void shouldTellFindingsByTheExitCode(String limit, int exitCode) {
        // its most urgent alert is medium
        assertThat(Cli.run("analyze", "--fail-on", limit, CaptureVariants.sample(SAMPLE))
                        .exitCode())
                .isEqualTo(exitCode);
    }

    @Test
    void shouldSayThatThereIsNothingToSay() {
        Cli result = Cli.run("analyze", "--fail-on", "info", CaptureVariants.sample("tls13.pcap"));

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("No alerts.");
    }

    private static JsonNode json(Cli result) throws IOException {
        return Json.mapper()
                .reader()
                .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(result.out());
    }

    private static JsonSchema schema(String name) {
        try (InputStream in = Alert.class.getResourceAsStream("schema/" + name + ".json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void replace(byte[] bytes, String old, String text) {
        byte[] from = old.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        byte[] to = java.util.Arrays.copyOf(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), from.length);
        int found = 0;
        for (int i = 0; i + from.length <= bytes.length; i++) {
            if (java.util.Arrays.equals(bytes, i, i + from.length, from, 0, from.length)) {
                System.arraycopy(to, 0, bytes, i, to.length);
                found++;
            }
        }
        assertThat(found).isPositive();
    }
}
