package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.downgrade.PathMemory.Affected;
import io.plainsight.stream.detection.downgrade.PathMemory.Issuer;
import io.plainsight.stream.detection.downgrade.PathMemory.Make;
import io.plainsight.stream.detection.downgrade.PathMemory.Raised;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at the findings of one zone together: says who is behind them, and folds those that an inspecting box explains into
 * one about the box. Stateless, thread-safe.
 */
final class PathJudge {
    /** Fewer unrelated names are no pattern. */
    static final int BOX_NAMES = 10;

    static final int BOX_ADDRESSES = 5;
    /** One implementation answers clients of one make in one way; one exception, such as a resumption. */
    static final int BOX_EXCEPTIONS = 1;
    /** How often an answer could have been another one, and was not. */
    static final int BOX_COINCIDENCES = 8;
    /** A box signs for everybody; a public authority does not. */
    static final double BOX_SHARE = 0.9;
    /** From here on a coincidence is unlikely. */
    static final int MANY = 3;

    static final int MANY_CLIENTS = 5;
    /** An update changes one implementation; something on the path all of them. */
    static final int SEVERAL_STACKS = 2;

    /** What is remembered from now on, and what goes on to the alerts. */
    record Outcome(PathMemory memory, List<Finding> findings) {}

    Outcome judge(String zone, Trace trace, PathMemory memory) {
        return trace.finding() == null ? ofIssuer(zone, trace, memory) : ofFinding(zone, trace, memory);
    }

    private static Outcome ofIssuer(String zone, Trace trace, PathMemory memory) {
        PathMemory next = memory.withIssuer(trace);
        Issuer issuer = next.issuer(trace.issuer());
        if (issuer == null || issuer.recognised() || !isBox(issuer, next)) {
            return new Outcome(next, List.of());
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(box(zone, issuer, trace, null));
        for (Raised raised : next.raised()) {
            if (raised.issuer().equals(issuer.issuer())) {
                findings.add(explained(raised, issuer));
            }
        }
        return new Outcome(next.recognising(issuer), findings);
    }

    private static boolean isBox(Issuer issuer, PathMemory memory) {
        int all = memory.issuers().stream()
                .mapToInt(known -> known.names().size())
                .sum();
        return issuer.names().size() >= BOX_NAMES
                && issuer.addresses().size() >= BOX_ADDRESSES
                && answersAlike(issuer)
                && issuer.names().size() >= BOX_SHARE * all;
    }

    /** What a server answers depends on what it is asked, so only clients of one make are compared. */
    private static boolean answersAlike(Issuer issuer) {
        int answers =
                issuer.makes().stream().mapToInt(make -> make.answers().size()).sum();
        return answers <= issuer.makes().size() + BOX_EXCEPTIONS
                && issuer.makes().stream().mapToInt(Make::coincidences).sum() >= BOX_COINCIDENCES;
    }

    private static Outcome ofFinding(String zone, Trace trace, PathMemory memory) {
        Finding finding = trace.finding();
        if (finding.resolved()) {
            return new Outcome(memory, List.of(finding));
        }
        Issuer box = trace.issuer() == null ? null : memory.issuer(trace.issuer());
        if (box != null && box.recognised()) {
            return new Outcome(memory, List.of(box(zone, box, trace, finding)));
        }
        Affected affected =
                new Affected(finding.cause(), trace.client(), trace.service(), trace.stack(), finding.time());
        PathMemory next = memory.with(affected);
        List<Affected> around = next.around(affected);
        List<Finding> findings = new ArrayList<>();
        findings.add(blamed(finding, around));
        if (finding.cause().equals("client") && isMany(around)) {
            findings.add(clients(zone, finding, around));
        }
        if (trace.issuer() != null) {
            next = next.withRaised(new Raised(
                    finding.rule(),
                    finding.subject(),
                    finding.cause(),
                    finding.entity(),
                    finding.observation(),
                    trace.issuer(),
                    finding.time()));
        }
        return new Outcome(next, findings);
    }

    private static boolean isMany(List<Affected> around) {
        return clients(around) >= MANY_CLIENTS
                && around.stream().mapToLong(Affected::stack).distinct().count() >= SEVERAL_STACKS;
    }

    /** The finding with what the others around it say about who is behind it. */
    private static Finding blamed(Finding finding, List<Affected> around) {
        long clients = clients(around);
        long services = around.stream().mapToLong(Affected::service).distinct().count();
        Blame blame = blame(finding.cause(), clients, services);
        FindingBuilder blamed = FindingBuilder.from(finding);
        if (blame != null) {
            blame.on(blamed);
        }
        Object sentence = blame == null ? finding.values().get(Blame.REASON) : blame.sentence();
        return blamed.reason(finding.reason() + " " + sentence)
                .value("affected_clients", clients)
                .value("affected_services", services)
                .build();
    }

    /** Null where what was seen alone says as much. */
    private static Blame blame(String cause, long clients, long services) {
        boolean wire = cause.equals("sentinel") || cause.equals("fallback");
        if (clients >= MANY && services >= MANY) {
            return Blame.onPath(
                    0.9, clients + " clients at " + services + " services within an hour: look at what they share.");
        }
        if (clients == 1 && services >= MANY) {
            String sentence = "Only this client, at " + services + " services within an hour: look at the host";
            return wire
                    ? Blame.onPath(0.8, sentence + " and its own way out.")
                    : Blame.client(0.8, sentence + " itself.");
        }
        if (services == 1 && clients >= MANY) {
            return wire
                    ? Blame.onPath(0.9, clients + " clients at this service alone: look at what stands before it.")
                    : Blame.server(0.8, clients + " clients at this service alone: look at the server.");
        }
        return null;
    }

    private static long clients(List<Affected> around) {
        return around.stream().mapToLong(Affected::client).distinct().count();
    }

    private static Finding clients(String zone, Finding last, List<Affected> around) {
        long clients = clients(around);
        Blame blame = Blame.onPath(0.7, "Clients of different make fell at once, which no update of one of them does.");
        return blame.on(FindingBuilder.of(DowngradeRule.TEXT.id(), last.time(), last.observation()))
                .about("path/" + zone, new Alert.Entity("path", "clients in " + zone, zone))
                .cause("clients")
                .reason(clients + " clients in " + zone
                        + " offer less than before within an hour, to services that can do better. " + blame.sentence())
                .value("row", "clients-regression")
                .value("clients", clients)
                .value(
                        "services",
                        around.stream().mapToLong(Affected::service).distinct().count())
                .threshold("clients", MANY_CLIENTS)
                .confidence(0.7)
                .evidence(last.evidence())
                .traffic(last.traffic())
                .build();
    }

    /** @param folded a finding that the box explains; null when the box itself is the news */
    private static Finding box(String zone, Issuer issuer, Trace trace, Finding folded) {
        String record = folded == null ? "issuer " + Fnv.of(issuer.issuer()) : folded.observation();
        String lowered = folded == null ? "" : " It lowers what both ends can: " + folded.reason();
        FindingBuilder box = FindingBuilder.of(TlsInspectionRule.TEXT.id(), trace.at(), record)
                .about(
                        "path/" + zone + '/' + issuer.issuer(),
                        new Alert.Entity("path", zone + " through " + issuer.issuer(), zone))
                .severity(folded == null ? Severity.INFO : Severity.LOW)
                .reason("TLS from " + zone + " is ended on the way: " + signs(issuer) + '.' + lowered)
                .value("issuer", issuer.issuer())
                .value("names", issuer.names().size())
                .value("addresses", issuer.addresses().size())
                .value("server_fingerprints", issuer.answers().size())
                .threshold("names", BOX_NAMES)
                .threshold("addresses", BOX_ADDRESSES)
                .confidence(0.8)
                .traffic(folded == null ? trace.traffic() : folded.traffic());
        if (folded != null) {
            box.value("explains", folded.rule())
                    .value("row", folded.values().getOrDefault("row", ""))
                    .evidence(folded.evidence());
        }
        return box.build();
    }

    private static String signs(Issuer issuer) {
        return issuer.issuer() + " signs for " + issuer.names().size() + " unrelated names";
    }

    /** Ends an alert that turned out to be the box's doing. */
    private static Finding explained(Raised raised, Issuer issuer) {
        return FindingBuilder.of(raised.rule(), raised.at(), raised.observation())
                .about(raised.subject(), raised.entity())
                .cause(raised.cause())
                .severity(Severity.INFO)
                .reason("Explained by TLS inspection: " + signs(issuer) + "; see the alert tls-inspection.")
                .value("issuer", issuer.issuer())
                .confidence(0.8)
                .resolved(true)
                .build();
    }
}
