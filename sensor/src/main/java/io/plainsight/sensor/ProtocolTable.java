package io.plainsight.sensor;

import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.RecognisedProtocol;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.observe.Transports;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All protocols that the sensor recognises, as {@code docs/protocols.md} lists them. */
public final class ProtocolTable {
    /**
     * A protocol and what carries it.
     *
     * @param protocol the value of {@code network.protocol}
     * @param transports {@code TCP}, {@code UDP}, {@code IP}, in this order
     */
    public record Row(String protocol, ProtocolFacts facts, Set<String> transports) {}

    private ProtocolTable() {}

    /** A row for each value of {@code network.protocol} that content can give, in the order of the names. */
    public static List<Row> rows() {
        Map<String, Row> rows = new TreeMap<>();
        RecognisedProtocols all = new Protocols(new SensorCounters()).all();
        all.streams().forEach(signature -> add(rows, signature, "TCP"));
        for (DatagramSignature signature : all.datagrams()) {
            boolean udp = signature.transport() == DatagramSignature.UDP;
            add(rows, signature, udp ? "UDP" : "IP (" + Transports.name(signature.transport()) + ")");
        }
        return rows.values().stream()
                .sorted(Comparator.comparing(row -> row.facts().name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** The rows as a table in Markdown. */
    public static String markdown() {
        String head = "| protocol | `network.protocol` | over | it is | described in | the sensor learns |\n"
                + "| --- | --- | --- | --- | --- | --- |\n";
        return rows().stream()
                .map(row -> "| " + row.facts().name() + " | `" + row.protocol() + "` | "
                        + String.join(", ", row.transports()) + " | "
                        + row.facts().kind().text() + " | " + row.facts().specification() + " | "
                        + row.facts().reads() + " |\n")
                .collect(Collectors.joining("", head, ""));
    }

    private static void add(Map<String, Row> rows, RecognisedProtocol signature, String transport) {
        rows.computeIfAbsent(
                        signature.protocol(), protocol -> new Row(protocol, signature.facts(), new LinkedHashSet<>()))
                .transports()
                .add(transport);
    }
}
