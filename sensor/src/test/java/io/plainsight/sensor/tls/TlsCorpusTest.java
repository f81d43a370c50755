package io.plainsight.sensor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.testing.SharedFolder;
import io.plainsight.sensor.x509.CertificateCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Real captures against values that other projects state: tshark's decoding and the captures' own expected results. */
class TlsCorpusTest {
    /** Shares in percent below which a change lost something. */
    private static final Map<String, Integer> FLOOR = Map.of(
            "sni",
            99,
            "version",
            99,
            "cipher",
            99,
            "ja3",
            99,
            "ja3s",
            99,
            "ja4",
            99,
            "cert_sha256",
            99,
            "cert_not_after",
            99,
            "draft",
            99);

    /** TLS inside another protocol's framing (GSI in FTP, OpenVPN, PPPoE), and a certificate of 330 KiB, beyond the cap. */
    private static final Set<String> OUT_OF_REACH = Set.of(
            "zeek/globus-url-copy.pcap",
            "ndpi/openvpn.pcap",
            "zeek/pppoe-over-qinq.pcap",
            "zeek/tls-fragmented-handshake.pcap");

    private final TlsSignature signature = new TlsSignature(new CertificateCache());
    private final Map<String, List<ObservationDraft>> drafts = new HashMap<>();
    private final Map<String, int[]> score = new TreeMap<>();
    private final List<String> misses = new ArrayList<>();

    @Test
    void shouldAgreeWithIndependentDecodersOnTheCorpus() throws IOException {
        Path corpus = SharedFolder.require().resolve("corpus");
        Set<String> files = new HashSet<>();
        List<JsonNode> rows = new ArrayList<>();
        for (String oracle : List.of("truth.jsonl", "tshark_connections.jsonl")) {
            for (String line : Files.readAllLines(corpus.resolve(oracle))) {
                JsonNode row = Json.mapper().readTree(line);
                if (isComparable(row)) {
                    rows.add(row);
                    files.add(row.get("file").asText());
                }
            }
        }

        for (String file : files) {
            dissect(file, CaptureStreams.read(corpus.resolve(file)));
        }
        rows.forEach(this::compare);

        System.out.println("share right per field, in percent: " + shares());
        if (Boolean.getBoolean("plainsight.misses")) {
            misses.forEach(System.out::println);
        }
        FLOOR.forEach((field, floor) ->
                assertThat(shares().get(field)).as(field + " of " + misses).isGreaterThanOrEqualTo(floor));
    }

    /** TCP over IPv4, with the connection named. */
    private static boolean isComparable(JsonNode row) {
        return "tcp".equals(row.path("transport").asText())
                && row.path("src").isTextual()
                && !row.get("src").asText().contains(":")
                && !OUT_OF_REACH.contains(row.get("file").asText());
    }

    private Map<String, Integer> shares() {
        Map<String, Integer> shares = new TreeMap<>();
        score.forEach((field, n) -> shares.put(field, 100 * n[0] / (n[0] + n[1])));
        return shares;
    }

    private void dissect(String file, List<CaptureStreams.Connection> connections) {
        for (CaptureStreams.Connection connection : connections) {
            ObservationDraft draft = dissect(connection);
            if (draft != null) {
                for (String key : List.of(
                        key(
                                file,
                                connection.source(),
                                connection.sourcePort(),
                                connection.destination(),
                                connection.destinationPort()),
                        key(
                                file,
                                connection.destination(),
                                connection.destinationPort(),
                                connection.source(),
                                connection.sourcePort()))) {
                    drafts.computeIfAbsent(key, k -> new ArrayList<>()).add(draft);
                }
            }
        }
    }

    private static String key(String file, String source, int sourcePort, String destination, int destinationPort) {
        return file + " " + source + " " + sourcePort + " " + destination + " " + destinationPort;
    }

    /** Opens the dissector where one side's bytes first look like TLS, as after an upgrade. */
    private ObservationDraft dissect(CaptureStreams.Connection connection) {
        CaptureStreams.Reassembly[] reassembly = {new CaptureStreams.Reassembly(), new CaptureStreams.Reassembly()};
        TlsFeeder feeder = null;
        long last = 0;
        for (CaptureStreams.Segment segment : connection.segments()) {
            last = segment.timestampNs();
            Side side = segment.forward() ? Side.CLIENT : Side.SERVER;
            CaptureStreams.Reassembly direction = reassembly[side.ordinal()];
            byte[] bytes = direction.add(segment.offset(), segment.payload());
            if (bytes.length > 0) {
                if (feeder == null && signature.match(side, new ByteCursor().wrap(bytes)) == Match.YES) {
                    feeder = new TlsFeeder(signature.open());
                }
                if (feeder != null && feeder.progress == Progress.MORE) {
                    feeder.at(last).feed(side, bytes);
                }
            }
            boolean closes = (segment.flags() & 0x05) != 0;
            if (feeder != null && closes && feeder.progress == Progress.MORE) {
                feeder.close(side, (segment.flags() & 0x04) != 0 ? CloseKind.RESET : CloseKind.FIN);
            }
        }
        for (Side side : Side.values()) {
            CaptureStreams.Reassembly direction = reassembly[side.ordinal()];
            while (feeder != null && feeder.progress == Progress.MORE && direction.hasHole()) {
                feeder.gap(side).feed(side, direction.jump());
            }
        }
        if (feeder == null) {
            return null;
        }
        feeder.close(null, CloseKind.END_OF_CAPTURE);
        return feeder.describe();
    }

    private void compare(JsonNode row) {
        String key = key(
                row.get("file").asText(),
                row.path("src").asText(),
                row.path("sport").asInt(),
                row.path("dst").asText(),
                row.path("dport").asInt());
        List<ObservationDraft> found = drafts.getOrDefault(key, List.of());
        Set<String> suspect = new HashSet<>();
        row.path("suspect").forEach(field -> suspect.add(field.asText()));
        for (String field :
                List.of("sni", "version", "draft", "cipher", "ja3", "ja3s", "ja4", "cert_sha256", "cert_not_after")) {
            Set<String> wanted = new HashSet<>();
            JsonNode stated = row.path(field.equals("draft") ? "version" : field);
            if (stated.isArray()) {
                stated.forEach(value -> wanted.add(normal(field, value.asText())));
            } else if (!stated.isNull() && !stated.isMissingNode()) {
                wanted.add(normal(field, stated.asText()));
            }
            wanted.remove("");
            if (wanted.isEmpty() || suspect.contains(field)) {
                continue;
            }
            Set<String> got = new HashSet<>();
            found.forEach(draft -> got.add(normal(field, value(draft, field))));
            boolean right = got.stream().anyMatch(wanted::contains);
            score.computeIfAbsent(field, f -> new int[2])[right ? 0 : 1]++;
            if (!right) {
                misses.add(field + " " + key + ": wanted " + wanted + " got " + got);
            }
        }
    }

    private static String normal(String field, String value) {
        if (value == null) {
            return "";
        }
        String text = value.toLowerCase(java.util.Locale.ROOT);
        if (field.equals("version")) {
            return text.matches("(ssl|tls)v\\d.*")
                    ? text.replaceAll("-draft.*", "").replaceAll("^(sslv\\d)$", "$1.0")
                    : "";
        }
        if (field.equals("draft")) {
            return text.contains("-draft") ? text.replaceAll(".*-draft", "") : "";
        }
        if (field.equals("cipher")) {
            return text.startsWith("tls_") ? text : "";
        }
        return text.replaceAll("\\.$", "");
    }

    private static String value(ObservationDraft draft, String field) {
        Observation.Tls tls = draft.tls;
        Observation.Client client = tls.client();
        Observation.Server server = tls.server();
        return switch (field) {
            case "sni" -> client == null ? null : client.serverName();
            case "ja3" -> client == null ? null : client.ja3();
            case "ja4" -> client == null ? null : client.ja4();
            case "version" -> tls.version() == null ? null : tls.versionProtocol() + "v" + tls.version();
            case "draft" -> draft.tlsDetail.draft() == null ? null : "-draft" + draft.tlsDetail.draft();
            case "cipher" -> tls.cipher();
            case "ja3s" -> server == null ? null : server.ja3s();
            case "cert_sha256" ->
                server == null || server.hash() == null ? null : server.hash().sha256();
            case "cert_not_after" ->
                server == null || server.notAfter() == null
                        ? null
                        : server.notAfter().toString();
            default -> throw new IllegalArgumentException(field);
        };
    }
}
