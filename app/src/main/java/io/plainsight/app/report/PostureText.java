package io.plainsight.app.report;

import io.plainsight.events.Posture;
import io.plainsight.events.Protection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The figures of an analysis as aligned lines, in a fixed order, so that two reports compare line by line. */
final class PostureText {
    private static final int LABEL_WIDTH = 16;
    private static final int MAX_LISTED = 6;
    private static final String ALL = "all";

    private final int width;
    private final List<String> lines = new ArrayList<>();

    PostureText(int width) {
        this.width = width;
    }

    List<String> lines(AnalysisReport report) {
        AnalysisReport.Input input = report.input();
        int files = input.files().size();
        line(
                "Read",
                List.of(String.format(
                        Locale.ROOT,
                        "%d %s, %,d packets, %,d bytes",
                        files,
                        files == 1 ? "file" : "files",
                        input.packets(),
                        input.bytes())));
        Posture posture = report.posture();
        if (posture == null || sum(posture.connections()) == 0) {
            line("Connections", List.of("none"));
            flowLogs(posture);
            return lines;
        }
        lines.add("");
        verdicts(posture);
        lines.add("");
        line("TLS versions", ranked(posture.tlsVersions()));
        line("Handshakes", ranked(posture.handshakes()));
        line("Cipher suites", ranked(posture.cipherSuites()));
        line("Protocols", ranked(posture.protocols()));
        Posture.Share mutual = posture.shares().get("mutual_tls");
        if (mutual != null && mutual.denominator() > 0) {
            line(
                    "Mutual TLS",
                    List.of(mutual.numerator() + " of " + mutual.denominator()
                            + " handshakes that asked for a client certificate"));
        }
        Posture.Share postQuantum = posture.shares().get("post_quantum");
        if (postQuantum != null && postQuantum.denominator() > 0) {
            line(
                    "Post-quantum",
                    List.of(postQuantum.numerator() + " of " + postQuantum.denominator() + " key exchanges"));
        }
        flowLogs(posture);
        return lines;
    }

    /** What flow logs tell: how much of the traffic a sensor saw, where none looks, and what the provider states. */
    private void flowLogs(Posture posture) {
        long logged = posture == null ? 0 : posture.loggedConnections().getOrDefault(ALL, 0L);
        if (logged == 0) {
            return;
        }
        long seen = posture.seenConnections().getOrDefault(ALL, 0L);
        line(
                "Coverage",
                List.of(
                        number(seen) + " of " + number(logged) + " connections in flow logs were seen by a sensor",
                        share(
                                        posture.seenBytes().getOrDefault(ALL, 0L),
                                        posture.loggedBytes().getOrDefault(ALL, 0L))
                                + " of their bytes"));
        long unlogged = posture.unloggedConnections().getOrDefault(ALL, 0L);
        if (unlogged > 0) {
            line(
                    "Unlogged",
                    List.of(number(unlogged) + " of "
                            + number(posture.expectedConnections().getOrDefault(ALL, 0L))
                            + " connections that a sensor saw are in no flow log, where there should be one"));
        }
        Map<String, Long> unseen = new TreeMap<>();
        posture.loggedConnections().forEach((place, count) -> {
            if (!place.equals(ALL) && count > 0 && posture.seenConnections().getOrDefault(place, 0L) == 0) {
                unseen.put(place, count);
            }
        });
        if (!unseen.isEmpty()) {
            line("Unseen places", ranked(unseen));
        }
        if (posture.stated().keySet().stream().anyMatch(state -> !state.equals("unstated"))) {
            line("Provider says", ranked(posture.stated()));
        }
    }

    /** Always all verdicts, in their fixed order. */
    private void verdicts(Posture posture) {
        String row = "%-" + LABEL_WIDTH + "s%12s%10s%16s%10s";
        lines.add(String.format(Locale.ROOT, row, "", "connections", "", "bytes", "")
                .stripTrailing());
        long connections = sum(posture.connections());
        long bytes = sum(posture.bytes());
        for (Protection protection : Protection.values()) {
            long some = count(posture.connections(), protection);
            long ofBytes = count(posture.bytes(), protection);
            lines.add(String.format(
                    Locale.ROOT,
                    row,
                    protection.text(),
                    number(some),
                    share(some, connections),
                    number(ofBytes),
                    share(ofBytes, bytes)));
        }
        lines.add(String.format(Locale.ROOT, row, "all", number(connections), "", number(bytes), "")
                .stripTrailing());
    }

    private void line(String label, List<String> items) {
        List<String> wrapped = new Wrapped(width, LABEL_WIDTH).items(items).lines();
        lines.add(String.format(Locale.ROOT, "%-" + LABEL_WIDTH + "s", label)
                + wrapped.get(0).strip());
        lines.addAll(wrapped.subList(1, wrapped.size()));
    }

    private static List<String> ranked(Map<String, Long> counts) {
        if (counts == null || counts.isEmpty()) {
            return List.of("none");
        }
        List<String> listed = new ArrayList<>(counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_LISTED)
                .map(entry -> Printable.of(entry.getKey()) + " (" + number(entry.getValue()) + ")")
                .toList());
        if (counts.size() > MAX_LISTED) {
            listed.add("and " + (counts.size() - MAX_LISTED) + " more");
        }
        return listed;
    }

    private static long sum(Map<String, Long> counts) {
        return counts == null
                ? 0
                : counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long count(Map<String, Long> counts, Protection protection) {
        return counts == null ? 0 : counts.getOrDefault(protection.text(), 0L);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }
}
