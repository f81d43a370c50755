package io.plainsight.app.report.compliance;

import io.plainsight.app.report.compliance.ComplianceReport.ByClause;
import io.plainsight.app.report.compliance.ComplianceReport.ByStandard;
import io.plainsight.app.report.compliance.ComplianceReport.Standing;
import io.plainsight.events.Alert;
import io.plainsight.events.Posture;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The report as one self-contained page without script, for a screen and for paper. */
public final class HtmlReport {
    private static final List<String> HEADLINES = List.of(
            Figures.ENCRYPTED, Figures.PROTECTED, Figures.TLS12, Figures.TLS13, Figures.STRONG, Figures.POST_QUANTUM);

    private final ComplianceReport report;
    private final Map<String, Alert> alerts;
    private final Html html = new Html();

    private HtmlReport(ComplianceReport report) {
        this.report = report;
        this.alerts = report.alerts().stream()
                .collect(Collectors.toMap(alert -> alert.detail().id(), Function.identity()));
    }

    /** The page. */
    public static String of(ComplianceReport report) {
        return new HtmlReport(report).page();
    }

    private String page() {
        html.trusted("<!doctype html>\n").open("html", "lang", "en").open("head");
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
        html.element("title", "Data in transit: " + titles());
        html.open("style").trusted(style()).close().close();
        html.open("body").open("main");
        head();
        headlines();
        clausesAtAGlance();
        report.standards().forEach(this::standard);
        new HtmlAppendix(html, report).write();
        html.close().close().close();
        return html.toString();
    }

    private String titles() {
        return report.standards().stream().map(ByStandard::title).collect(Collectors.joining(", "));
    }

    private void head() {
        html.open("header");
        html.element("p", "Plainsight compliance report", "class", "kicker");
        html.element("h1", "Is our data in transit protected?");
        html.open("dl", "class", "facts");
        fact(
                "Evidence from",
                Words.time(report.period().start()) + " to "
                        + Words.time(report.period().end()) + " UTC");
        if (report.period().from() != null || report.period().to() != null) {
            fact("Asked for", asked());
        }
        fact("Source", source());
        fact(
                "Policy",
                report.policies().isEmpty()
                        ? "none applied"
                        : report.policies().stream()
                                .map(judged ->
                                        judged.policy() + ": " + Words.number(judged.connections()) + " connections")
                                .collect(Collectors.joining("; ")));
        fact(
                "Standards",
                report.standards().stream()
                        .map(standard -> standard.title() + " (" + standard.edition() + ")")
                        .collect(Collectors.joining("; ")));
        fact("Written", Words.time(report.generated()) + " UTC, form " + report.version());
        html.close();
        list("What no figure here can say", report.unsaid());
        html.close();
    }

    private String asked() {
        String from = report.period().from() == null
                ? "the beginning"
                : report.period().from();
        return from + " to "
                + (report.period().to() == null ? "the end" : report.period().to()) + ", both included";
    }

    private String source() {
        ComplianceReport.Source source = report.source();
        if (source.kind().equals("files")) {
            int files = source.files().size();
            return files
                    + (files == 1 ? " file: " : " files: ")
                    + source.files().stream().limit(3).collect(Collectors.joining(", "))
                    + (files > 3 ? " and others, see the appendix" : "");
        }
        return source.name() + ", " + (source.traffic().equals("live") ? "live traffic" : "files that were played");
    }

    private void fact(String name, String value) {
        html.element("dt", name).element("dd", value);
    }

    private void headlines() {
        html.open("section", "class", "cards", "aria-label", "Headline figures");
        for (String name : HEADLINES) {
            Posture.Share share = report.overall().shares().get(name);
            if (share != null) {
                html.open("div", "class", "card");
                html.element("p", Figures.shares().get(name).title(), "class", "label");
                html.element("p", Words.share(share.share()), "class", "big");
                bar(share);
                html.element(
                        "p",
                        Words.number(share.numerator()) + " of " + Words.number(share.denominator())
                                + (share.unknown() > 0 ? ", " + Words.number(share.unknown()) + " unknown" : ""),
                        "class",
                        "small");
                html.close();
            }
        }
        html.close();
    }

    /** The share in full colour, and in pale what the unknown and the lost may add. */
    private void bar(Posture.Share share) {
        double lower = share.lower() == null ? 0 : share.lower();
        double upper = share.upper() == null ? 0 : share.upper();
        html.open("div", "class", "bar", "aria-hidden", "true");
        html.open("span", "class", "sure", "style", width(lower)).close();
        html.open("span", "class", "maybe", "style", width(upper - lower)).close();
        html.close();
    }

    private static String width(double share) {
        return String.format(Locale.ROOT, "width:%.2f%%", 100 * share);
    }

    private void clausesAtAGlance() {
        html.open("section").element("h2", "Clauses at a glance");
        table("Clause", "What the evidence comes to", "Alerts");
        for (ByStandard standard : report.standards()) {
            for (ByClause clause : standard.clauses()) {
                html.open("tr").open("th", "scope", "row");
                html.element("a", standard.title() + ", " + clause.id(), "href", "#" + anchor(standard, clause));
                html.element("span", clause.title(), "class", "sub").close();
                html.open("td");
                standing(clause.standing());
                html.close();
                html.element("td", Words.number(clause.alerts().size()), "class", "n")
                        .close();
            }
        }
        end();
        html.element(
                "p",
                "A clause is never called met: much of what standards ask does not show on the wire.",
                "class",
                "small");
        html.close();
    }

    private void standing(Standing standing) {
        html.element("span", mark(standing) + " " + standing.text(), "class", "standing " + standing.id());
    }

    private static String mark(Standing standing) {
        return switch (standing) {
            case AGAINST -> "✕";
            case OPEN -> "?";
            case FOR -> "✓";
            case UNSEEN -> "–";
        };
    }

    private static String anchor(ByStandard standard, ByClause clause) {
        return standard.id() + "-" + clause.id().replaceAll("[^A-Za-z0-9.]+", "-");
    }

    private void standard(ByStandard standard) {
        html.open("section", "class", "standard");
        html.element("h2", standard.title());
        html.element("p", standard.edition(), "class", "small");
        standard.clauses().forEach(clause -> clause(standard, clause));
        html.close();
    }

    private void clause(ByStandard standard, ByClause clause) {
        html.open("article", "id", anchor(standard, clause));
        html.element("h3", clause.id() + ": " + clause.title());
        html.open("p");
        standing(clause.standing());
        html.close();
        html.element("p", clause.asks());
        if (!clause.figures().isEmpty()) {
            figures(clause.figures());
        }
        if (!clause.measures().isEmpty()) {
            measures(clause.measures());
        }
        if (clause.inventory()) {
            html.open("p")
                    .text("What is in use, and where: ")
                    .element("a", "inventory", "href", "#inventory")
                    .close();
        }
        against(clause);
        list("What cannot be said", clause.unsaid());
        html.close();
    }

    private void figures(List<ComplianceReport.Figure> figures) {
        table("Figure", "Share", "Bounds", "Count", "Unknown", "Lost", "95 % of a sample", "Coverage");
        for (ComplianceReport.Figure figure : figures) {
            Posture.Share share = figure.share();
            html.open("tr").open("th", "scope", "row");
            html.element("a", figure.title(), "href", "#figure-" + figure.name())
                    .close();
            html.element("td", Words.share(share.share()), "class", "n");
            html.element("td", Words.bounds(share), "class", "n");
            html.element(
                    "td", Words.number(share.numerator()) + " of " + Words.number(share.denominator()), "class", "n");
            html.element("td", Words.number(share.unknown()), "class", "n");
            html.element("td", Words.number(share.lost()), "class", "n");
            html.element("td", Words.range(share.sampleLower(), share.sampleUpper()), "class", "n");
            html.element("td", share.coverage() == null ? "not known" : Words.share(share.coverage()), "class", "n");
            html.close();
        }
        end();
    }

    private void measures(List<ComplianceReport.Measure> measures) {
        table("Measure", "Least", "Median", "Most", "Samples");
        for (ComplianceReport.Measure measure : measures) {
            Posture.Spread spread = measure.spread();
            html.open("tr").element("th", measure.title(), "scope", "row");
            html.element("td", Words.measured(measure.name(), (double) spread.min()), "class", "n");
            html.element("td", Words.median(measure.name(), spread), "class", "n");
            html.element("td", Words.measured(measure.name(), (double) spread.max()), "class", "n");
            html.element("td", Words.number(spread.count()), "class", "n").close();
        }
        end();
    }

    private void against(ByClause clause) {
        if (clause.alerts().isEmpty()) {
            html.element("p", "No alert counts against it.");
            return;
        }
        table("Alert", "Severity", "About", "Since", "State");
        for (String id : clause.alerts()) {
            Alert alert = alerts.get(id);
            html.open("tr").open("th", "scope", "row");
            html.element("a", alert.rule().id(), "href", "#alert-" + id).close();
            html.element("td", alert.detail().severity().text(), "class", "severity");
            html.element("td", alert.detail().entity().value(), "class", "wire");
            html.element("td", Words.time(alert.event().start()), "class", "n");
            html.element("td", alert.detail().status().text()).close();
        }
        end();
    }

    private void list(String title, List<String> items) {
        if (!items.isEmpty()) {
            html.open("div", "class", "unsaid").element("p", title).open("ul");
            items.forEach(item -> html.element("li", item));
            html.close().close();
        }
    }

    private void table(String... columns) {
        HtmlAppendix.table(html, columns);
    }

    private void end() {
        HtmlAppendix.end(html);
    }

    private static String style() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("style sheet is missing from the program: report.css");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("style sheet cannot be read: report.css", e);
        }
    }
}
