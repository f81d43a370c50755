package io.plainsight.stream.learn;

import io.plainsight.events.Alert;
import io.plainsight.stream.backtest.Reading;
import io.plainsight.stream.policy.Cidr;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PortRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes what was learned as a policy. Active are the zones that the sources were grouped by and the destinations; whatever
 * somebody must answer for stands in comments. Text from the wire is quoted, or left out where it is not plain.
 */
public final class PolicyDraft {
    private static final int MAX_SERVICE_LINES = 200;
    private static final int MAX_SUGGESTIONS = 100;
    private static final int MAX_QUIET = 120;
    private static final int QUIET_PER_LINE = 4;
    private static final Duration A_WEEK = Duration.ofDays(7);

    private final PolicyLearner learned;
    private final Reading.Input input;
    private final Generalised generalised;
    private final List<String> lines = new ArrayList<>();

    /** @param namesPerDomain how many names below a domain stand for all of it, at least 2 */
    public PolicyDraft(PolicyLearner learned, Reading.Input input, int namesPerDomain) {
        this.learned = learned;
        this.input = input;
        this.generalised = new Generalised(namesPerDomain);
    }

    /** The policy file. */
    public String text() {
        head();
        zones();
        destinations();
        services();
        suggestions();
        return String.join("\n", lines) + "\n";
    }

    private void head() {
        String day = input.last() == null ? "empty" : input.last().toString().substring(0, "2026-11-20".length());
        add(
                "# A draft of 'plainsight policy learn', to be read line by line before it is used: it allows whatever was");
        add("# seen, the intruder's connection with the others. Strike what nobody needs, then try it:");
        add("#   plainsight policy check FILE");
        add("#   plainsight policy backtest FILE ...");
        add("# It holds zones and destinations only. Add them to the policy that you have, under a new version.");
        add("#");
        input.sources().forEach(source -> add("# Read: " + plain(source)));
        if (input.first() != null) {
            add("# " + input.observations() + " observations, " + input.first() + " to " + input.last());
            if (Duration.between(input.first(), input.last()).compareTo(A_WEEK) < 0) {
                add("# That is less than a week: what runs at night, weekly or monthly may be missing.");
            }
        }
        if (learned.leftOut() > 0) {
            add("# NOT COMPLETE: " + learned.leftOut() + " connections went to more destinations than a draft holds ("
                    + PolicyLearner.MAX_DESTINATIONS + "); they are not allowed below.");
        }
        add("name: learned");
        add("version: " + quoted("draft-" + day));
        add("");
    }

    private void zones() {
        List<Policy.Zone> zones = learned.base.zones();
        if (zones.isEmpty()) {
            return;
        }
        add("zones:");
        for (Policy.Zone zone : zones) {
            add("  - name: " + quoted(zone.name()));
            add("    networks: " + flow(zone.networks().stream().map(Cidr::text).map(PolicyDraft::quoted)));
        }
        add("");
    }

    private void destinations() {
        List<SourceGroup> going = learned.groups.values().stream()
                .filter(group -> !group.names.isEmpty() || !group.addresses.isEmpty())
                .toList();
        quiet(learned.groups.values().stream()
                .filter(group -> !going.contains(group))
                .toList());
        if (going.isEmpty()) {
            add("# No host of ours contacted anything outside.");
            return;
        }
        add("destinations:");
        for (SourceGroup group : going) {
            add("  # " + hosts(group) + " seen");
            add("  - name: " + quoted(group.name));
            add(
                    group.sources.isEmpty()
                            ? "    source-zones: [" + quoted(group.name) + "]"
                            : "    sources: " + flow(group.sources.stream().map(PolicyDraft::quoted)));
            add("    scope: external");
            add("    allow:");
            generalised.of(group.names, group.addresses).forEach(this::allowed);
        }
    }

    /** Who was seen and needs no list, in a few lines. */
    private void quiet(List<SourceGroup> groups) {
        if (groups.isEmpty()) {
            return;
        }
        add("# Contacted nothing outside, and have no list below:");
        for (int i = 0; i < Math.min(groups.size(), MAX_QUIET); i += QUIET_PER_LINE) {
            add("#   "
                    + groups.subList(i, Math.min(groups.size(), i + QUIET_PER_LINE)).stream()
                            .map(group -> plain(group.name) + " (" + hosts(group) + ")")
                            .collect(Collectors.joining(", ")));
        }
        if (groups.size() > MAX_QUIET) {
            add("#   and " + (groups.size() - MAX_QUIET) + " more");
        }
    }

    private static String hosts(SourceGroup group) {
        return group.hosts() + (group.hosts() == 1 ? " host" : " hosts");
    }

    private void allowed(Entry entry) {
        String members = entry.members() == 1
                ? ""
                : entry.members() + (entry.byName() ? " names below it, " : " addresses in it, ");
        String any = entry.ports().isEmpty() ? "; not all have ports, so any is allowed" : "";
        add("      # " + members + entry.seen().text("host") + any);
        add("      - " + (entry.byName() ? "domains" : "networks") + ": [" + quoted(entry.destination()) + "]");
        if (!entry.ports().isEmpty()) {
            add("        ports: " + flow(entry.ports().stream().map(PortRange::toString)));
        }
    }

    private void services() {
        if (learned.services.isEmpty()) {
            return;
        }
        add("");
        add("# Services of ours that were used, most used first:");
        List<Map.Entry<String, Contact>> mostUsed = learned.services.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Contact> service) ->
                                -service.getValue().connections())
                        .thenComparing(Map.Entry::getKey))
                .limit(MAX_SERVICE_LINES)
                .toList();
        mostUsed.forEach(service ->
                add("#   " + service.getKey() + "  " + service.getValue().text("client")));
        int more = learned.services.size() - mostUsed.size();
        if (more > 0) {
            add("#   and " + more + " more");
        }
        if (learned.servicesLeftOut() > 0) {
            add("#   and " + learned.servicesLeftOut() + " connections to still others");
        }
    }

    private void suggestions() {
        List<Alert> exposed = learned.exposed.values().stream()
                .sorted(Comparator.comparing((Alert alert) -> alert.detail().severity())
                        .thenComparing(alert -> -alert.detail().count())
                        .thenComparing(alert -> alert.detail().id()))
                .toList();
        if (exposed.isEmpty()) {
            return;
        }
        add("");
        add(
                "# These services spoke in clear and raise the alert plaintext. The remedy is to protect them. Where somebody");
        add("# answers for it that one cannot be, for now, take its lines over and fill in owner, expires and reason;");
        add("# without an owner the policy is refused.");
        add("# tolerated-plaintext:");
        exposed.stream().limit(MAX_SUGGESTIONS).forEach(this::suggestion);
        if (exposed.size() > MAX_SUGGESTIONS) {
            add("#   and " + (exposed.size() - MAX_SUGGESTIONS) + " more");
        }
    }

    private void suggestion(Alert alert) {
        String endpoint = alert.detail().entity().value().split(" ", 2)[0];
        int colon = endpoint.endsWith("]")
                        || endpoint.indexOf(':') != endpoint.lastIndexOf(':') && endpoint.charAt(0) != '['
                ? -1
                : endpoint.lastIndexOf(':');
        String address = (colon < 0 ? endpoint : endpoint.substring(0, colon)).replaceAll("[\\[\\]]", "");
        Object protocol = alert.detail().values().get("protocol");
        long count = alert.detail().count();
        add("#   # " + (count == 1 ? "once" : count + " times") + ", "
                + alert.detail().severity().text() + ", zone "
                + plain(alert.detail().entity().zone()));
        add("#   - networks: [" + quoted(address) + "]");
        if (colon >= 0) {
            add("#     ports: [" + endpoint.substring(colon + 1) + "]");
        }
        if (protocol != null && !protocol.toString().isEmpty()) {
            add("#     protocols: [" + quoted(protocol.toString()) + "]");
        }
        add("#     owner:");
        add("#     expires:");
        add("#     reason:");
    }

    private void add(String line) {
        lines.add(line);
    }

    private static String flow(Stream<String> items) {
        return items.collect(Collectors.joining(", ", "[", "]"));
    }

    /** A YAML 1.2 double-quoted scalar, section 7.3.1. */
    private static String quoted(String text) {
        return '"' + plain(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Without anything that ends a line or hides itself. */
    private static String plain(String text) {
        return text.codePoints()
                .filter(c -> !Character.isISOControl(c)
                        && Character.getType(c) != Character.FORMAT
                        && Character.getType(c) != Character.LINE_SEPARATOR
                        && Character.getType(c) != Character.PARAGRAPH_SEPARATOR
                        && Character.getType(c) != Character.SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
