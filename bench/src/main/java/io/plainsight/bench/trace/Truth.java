package io.plainsight.bench.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What a trace holds, counted while it is made; the names are those of the file beside it. */
final class Truth {
    private final Map<String, Long> figures = new TreeMap<>();
    private final Map<String, Long> connections = new TreeMap<>();

    Truth() {
        // those of which a trace may have none
        for (String name : new String[] {
            "client_hellos",
            "client_hellos_with_sni",
            "client_hellos_split",
            "server_hellos",
            "tls13",
            "tls12",
            "tls12_resumed",
            "certificates",
            "hello_retry",
            "quic_client_hellos"
        }) {
            figures.put(name, 0L);
        }
    }

    void count(String figure) {
        count(figure, 1);
    }

    void count(String figure, long more) {
        figures.merge(figure, more, Long::sum);
    }

    void connection(String protocol) {
        connections.merge(protocol, 1L, Long::sum);
    }

    void write(Path file, String kind) throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("kind", kind);
        figures.forEach(json::put);
        ObjectNode protocols = json.putObject("connections");
        connections.forEach(protocols::put);
        json.put(
                "connections_total",
                connections.values().stream().mapToLong(Long::longValue).sum());
        json.put("all_client_hellos", figures.get("client_hellos") + figures.get("quic_client_hellos"));
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
    }
}
