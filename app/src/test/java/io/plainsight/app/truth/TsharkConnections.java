package io.plainsight.app.truth;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What tshark read of the corpus's TLS connections: the independent witness against a wrong {@code protected}. */
final class TsharkConnections {
    /** Not the program's own list of weaknesses, on purpose. */
    private static final Pattern WEAK_SUITE =
            Pattern.compile("^TLS_RSA_|^TLS_(EC)?DH_|_NULL_|EXPORT|_anon_|_RC4_|_DES_|_3DES_|_CBC_|^SSL");

    private static final Pattern OLD_VERSION = Pattern.compile("SSL.*|TLSv1\\.[01]|DTLSv1\\.0");

    /**
     * TLS 1.3 before draft 16 has a ServerHello without session id, which tshark reads as if there was one: the bytes behind
     * the random are c0 2b, tshark says 0xacad.
     */
    private static final String MISREAD_BY_TSHARK = "suricata/tls-tls13-draft14.pcap";

    /**
     * QUIC whose hellos tshark 4.0 does not put together. Zeek reads quicdoq.pcap as we do (TLS 1.3, TLS_AES_128_GCM_SHA256, and
     * packets of both sides under 1-RTT keys); in the other one a Version Negotiation comes first.
     */
    private static final Set<String> NOT_READ_BY_TSHARK =
            Set.of("zeek/quicdoq.pcap", "ndpi/quic-forcing-vn-with-data.pcapng");

    private final Map<String, List<JsonNode>> rows = new HashMap<>();

    static TsharkConnections read(Path file) throws IOException {
        TsharkConnections connections = new TsharkConnections();
        for (String line : Files.readAllLines(file)) {
            JsonNode row = Json.mapper().readTree(line);
            String key = key(
                    row.get("file").asText(),
                    row.get("src").asText(),
                    row.get("sport").asInt(),
                    row.get("dst").asText(),
                    row.get("dport").asInt());
            connections.rows.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
        return connections;
    }

    /** Why tshark would not call this connection protected; empty when it agrees. */
    List<String> objections(Observation observation) {
        String file = observation.log().file().path();
        Observation.Endpoint source = observation.source();
        Observation.Endpoint destination = observation.destination();
        List<JsonNode> both = new ArrayList<>();
        both.addAll(rows.getOrDefault(
                key(file, source.ip(), source.port(), destination.ip(), destination.port()), List.of()));
        both.addAll(rows.getOrDefault(
                key(file, destination.ip(), destination.port(), source.ip(), source.port()), List.of()));

        List<String> objections = new ArrayList<>();
        if (NOT_READ_BY_TSHARK.contains(file)) {
            return List.of();
        }
        if (observation.tls() == null) { // SSH, SMB 3 and the like: tshark must have seen no TLS at all
            return both.isEmpty() ? List.of() : List.of(file + ' ' + source.text() + ": tshark saw TLS");
        }
        Set<String> messages = texts(both, "messages");
        if (!messages.contains("client_hello") || !messages.contains("server_hello")) {
            objections.add("hellos are missing: " + messages);
        }
        for (String version : texts(both, "version")) {
            if (OLD_VERSION.matcher(version).matches()) {
                objections.add("version " + version);
            }
        }
        Set<String> ciphers = texts(both, "cipher");
        for (String cipher : ciphers) {
            if (WEAK_SUITE.matcher(cipher).find()) {
                objections.add("suite " + cipher);
            }
        }
        if (!ciphers.contains(observation.tls().cipher()) && !file.equals(MISREAD_BY_TSHARK)) {
            objections.add("suite " + observation.tls().cipher() + " is none of " + ciphers);
        }
        for (String alert : texts(both, "alerts")) {
            if (alert.startsWith("fatal")) {
                objections.add(alert);
            }
        }
        String connection = file + ' ' + source.text() + " > " + destination.text() + ": ";
        return objections.stream().map(objection -> connection + objection).toList();
    }

    private static Set<String> texts(List<JsonNode> rows, String field) {
        Set<String> texts = new LinkedHashSet<>();
        rows.forEach(row -> row.get(field).forEach(text -> texts.add(text.asText())));
        return texts;
    }

    private static String key(String file, String source, int sourcePort, String destination, int destinationPort) {
        return String.join(" ", file, source, "" + sourcePort, destination, "" + destinationPort);
    }
}
