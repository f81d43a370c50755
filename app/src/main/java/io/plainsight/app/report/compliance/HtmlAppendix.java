package io.plainsight.app.report.compliance;

import io.plainsight.events.Alert;
import io.plainsight.events.Posture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The evidence behind the page's figures: by zone, by service, by alert; what was in use; what the words mean. */
final class HtmlAppendix {
    private static final List<String> COLUMNS = List.of(
            Figures.ENCRYPTED,
            Figures.PROTECTED,
            Figures.TLS12,
            Figures.TLS13,
            Figures.STRONG,
            Figures.FORWARD_SECRECY,
            Figures.POST_QUANTUM,
            Figures.MUTUAL);

    private final Html html;
    private final ComplianceReport report;

    HtmlAppendix(Html html, ComplianceReport report) {
        this.html = html;
        this.report = report;
    }

    static void table(Html html, String... columns) {
        html.open("div", "class", "wide").open("table").open("thead").open("tr");
        for (String column : columns) {
            html.element("th", column, "scope", "col");
        }
        html.close().close().open("tbody");
    }

    static void end(Html html) {
        html.close().close().close();
    }

    void write() {
        section("zones", "Figures by zone");
        shares(report.zones(), "Zone");
        html.close();
        section("services", "Figures by service");
        html.element(
                "p",
                "Every figure above is the sum of its column. Counts: with the quality, of those judged; u: unknown.");
        shares(report.services(), "Service");
        html.close();
        figures();
        alerts();
        inventory();
        definitions();
        files();
    }

    private void section(String id, String title) {
        html.open("section", "id", id, "class", "appendix").element("h2", title);
    }

    private void shares(List<Posture> all, String first) {
        String[] columns = new String[COLUMNS.size() + 2];
        columns[0] = first;
        columns[1] = "Connections";
        for (int i = 0; i < COLUMNS.size(); i++) {
            columns[i + 2] = Figures.shares().get(COLUMNS.get(i)).title();
        }
        table(html, columns);
        for (Posture posture : all) {
            html.open("tr").open("th", "scope", "row", "class", "wire");
            html.text(posture.service() == null ? posture.zone() : posture.service());
            if (posture.service() != null) {
                html.element("span", posture.zone() + names(posture), "class", "sub");
            }
            html.close();
            long connections = posture.connections().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            html.element("td", Words.number(connections), "class", "n");
            for (String column : COLUMNS) {
                Posture.Share share = posture.shares().get(column);
                html.element(
                        "td",
                        share == null ? "" : count(share.numerator(), share.denominator(), share.unknown()),
                        "class",
                        share != null && share.numerator() < share.denominator() ? "n less" : "n");
            }
            html.close();
        }
        end(html);
    }

    private static String count(long numerator, long denominator, long unknown) {
        String judged = Words.number(numerator) + "/" + Words.number(denominator);
        return unknown == 0 ? judged : judged + " +" + Words.number(unknown) + "u";
    }

    private static String names(Posture posture) {
        return posture.names().isEmpty() ? "" : ", " + String.join(", ", posture.names());
    }

    /** Which services each figure is the sum of, worst first. */
    private void figures() {
        Map<String, ComplianceReport.Figure> figures = new LinkedHashMap<>();
        report.standards().forEach(standard -> standard.clauses()
                .forEach(clause -> clause.figures().forEach(figure -> figures.putIfAbsent(figure.name(), figure))));
        section("figures", "Where figures fall short");
        figures.values().forEach(figure -> {
            html.open("article", "id", "figure-" + figure.name()).element("h3", figure.title());
            List<ComplianceReport.Part> lacking = figure.services().stream()
                    .filter(part -> part.numerator() < part.denominator() || part.unknown() > 0)
                    .toList();
            html.element(
                    "p",
                    lacking.isEmpty()
                            ? "No service falls short."
                            : lacking.size() + " of " + figure.services().size() + " services:");
            if (!lacking.isEmpty()) {
                table(html, "Service", "Zone", "Count", "Unknown");
                for (ComplianceReport.Part part : lacking) {
                    html.open("tr").element("th", part.service(), "scope", "row", "class", "wire");
                    html.element("td", part.zone());
                    html.element(
                            "td",
                            Words.number(part.numerator()) + " of " + Words.number(part.denominator()),
                            "class",
                            "n");
                    html.element("td", Words.number(part.unknown()), "class", "n")
                            .close();
                }
                end(html);
            }
            html.close();
        });
        html.close();
    }

    private void alerts() {
        section("alerts", "Alerts and their evidence");
        if (report.alerts().isEmpty()) {
            html.element("p", "No alert was open in the period.");
        }
        report.alerts().forEach(this::alert);
        html.close();
    }

    private void alert(Alert alert) {
        Alert.Detail detail = alert.detail();
        html.open("article", "id", "alert-" + detail.id(), "class", "alert");
        html.open("h3").element("span", detail.severity().text(), "class", "severity");
        html.text(" " + alert.rule().id() + " ")
                .element("span", detail.entity().value(), "class", "wire")
                .close();
        html.element("p", alert.event().reason());
        html.element(
                "p",
                Words.time(alert.event().start()) + " to "
                        + Words.time(alert.event().end()) + " UTC, "
                        + Words.number(detail.count()) + (detail.count() == 1 ? " time, " : " times, ")
                        + detail.status().text()
                        + (detail.policy() == null
                                ? ""
                                : ", policy " + detail.policy().name() + " "
                                        + detail.policy().version())
                        + ", id " + detail.id(),
                "class",
                "small");
        if (detail.evidence() != null && !detail.evidence().isEmpty()) {
            table(html, "Observation", "Time", "From", "To", "File", "What it showed");
            for (Alert.Evidence evidence : detail.evidence()) {
                html.open("tr").element("th", text(evidence.observation()), "scope", "row", "class", "wire id");
                html.element("td", Words.time(evidence.timestamp()), "class", "n");
                html.element("td", text(evidence.source()), "class", "wire");
                html.element("td", text(evidence.destination()), "class", "wire");
                html.element("td", text(evidence.file()), "class", "wire");
                html.element("td", text(evidence.note()), "class", "wire").close();
            }
            end(html);
        }
        html.close();
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    private void inventory() {
        section("inventory", "Inventory: what was in use, and where");
        table(html, "Kind", "Name", "Connections", "Services");
        for (ComplianceReport.InUse used : report.inventory()) {
            html.open("tr").element("td", used.kind().replace('_', ' '));
            html.element("th", used.name(), "scope", "row", "class", "wire");
            html.element("td", Words.number(used.connections()), "class", "n");
            html.element(
                            "td",
                            used.services().entrySet().stream()
                                    .map(entry -> entry.getKey() + " (" + Words.number(entry.getValue()) + ")")
                                    .collect(Collectors.joining(", ")),
                            "class",
                            "wire")
                    .close();
        }
        end(html);
        html.close();
    }

    private void definitions() {
        section("definitions", "What the figures count");
        html.open("dl");
        Figures.shares().values().forEach(text -> html.element("dt", text.title())
                .element("dd", text.counts()));
        Figures.measures().values().forEach(text -> html.element("dt", text.title())
                .element("dd", text.counts()));
        html.element("dt", "Bounds")
                .element("dd", "the share if all that is unknown or lost lacked the quality, and if all of it had it");
        html.element("dt", "Lost")
                .element(
                        "dd",
                        "connections, or bytes, that sensors probably missed, from the share of packets that they lost");
        html.element("dt", "95 % of a sample")
                .element(
                        "dd",
                        "Wilson interval, where fewer than 400 were judged: how far chance may have moved the share");
        html.element("dt", "Coverage").element("dd", "the part of all traffic that sensors see; flow logs tell it");
        html.close().close();
    }

    private void files() {
        if (!report.source().files().isEmpty()) {
            section("files", "Files read");
            html.open("ul", "class", "files");
            report.source().files().forEach(file -> html.element("li", file, "class", "wire"));
            html.close();
            if (!report.source().problems().isEmpty()) {
                html.element("p", "Not read whole:").open("ul");
                report.source().problems().forEach(problem -> html.element("li", problem, "class", "wire"));
                html.close();
            }
            html.close();
        }
    }
}
