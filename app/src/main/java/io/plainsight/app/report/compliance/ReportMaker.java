package io.plainsight.app.report.compliance;

import io.plainsight.events.Alert;
import io.plainsight.events.Posture;
import io.plainsight.events.PostureKeys;
import io.plainsight.stream.posture.PostureSum;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** Makes the report from figures and alerts. */
public final class ReportMaker {
    private static final Comparator<ComplianceReport.Part> WORST_FIRST = Comparator.comparingLong(
                    (ComplianceReport.Part part) -> part.numerator() - part.denominator())
            .thenComparing(
                    Comparator.comparingLong(ComplianceReport.Part::denominator).reversed())
            .thenComparing(ComplianceReport.Part::zone)
            .thenComparing(ComplianceReport.Part::service);

    private final ReportInput input;
    private final PeriodOption period;
    private final List<Alert> alerts;
    private final Posture overall;
    private final List<Posture> zones;
    private final List<Posture> services;

    public ReportMaker(ReportInput input, PeriodOption period) {
        this.input = input;
        this.period = period;
        period.check(input.figures());
        this.alerts = input.alerts().stream()
                .filter(period::takes)
                .sorted(Comparator.comparing((Alert alert) -> alert.detail().severity())
                        .thenComparing(alert -> alert.event().start())
                        .thenComparing(alert -> alert.detail().id()))
                .toList();
        List<Posture> overalls = summed(PostureKeys::isOverall);
        this.overall = overalls.isEmpty() ? PostureSum.empty() : overalls.get(0);
        this.zones = summed(key -> !PostureKeys.isOverall(key) && !PostureKeys.isService(key));
        this.services = summed(PostureKeys::isService);
    }

    /** @param generated now */
    public ComplianceReport make(List<Standard> standards, Instant generated) {
        List<ComplianceReport.Judged> policies = new ArrayList<>();
        overall.policies()
                .forEach((policy, connections) -> policies.add(new ComplianceReport.Judged(policy, connections)));
        return new ComplianceReport(
                ComplianceReport.VERSION,
                generated,
                input.source(),
                new ComplianceReport.Period(period.from(), period.to(), overall.start(), overall.timestamp()),
                policies,
                standards.stream().map(this::byStandard).toList(),
                overall,
                zones,
                services,
                alerts,
                inventory(),
                unsaid());
    }

    private ComplianceReport.ByStandard byStandard(Standard standard) {
        return new ComplianceReport.ByStandard(
                standard.id(),
                standard.title(),
                standard.edition(),
                standard.clauses().stream().map(this::byClause).toList());
    }

    private ComplianceReport.ByClause byClause(Clause clause) {
        List<ComplianceReport.Figure> figures = clause.figures().stream()
                .filter(name -> overall.shares().containsKey(name))
                .map(this::figure)
                .toList();
        List<ComplianceReport.Measure> measures = clause.measures().stream()
                .filter(name -> overall.spreads().containsKey(name))
                .map(name -> new ComplianceReport.Measure(
                        name,
                        Figures.measures().get(name).title(),
                        overall.spreads().get(name)))
                .toList();
        List<Alert> against = alerts.stream()
                .filter(alert -> clause.counts(alert.rule().id()))
                .toList();
        return new ComplianceReport.ByClause(
                clause.id(),
                clause.title(),
                clause.asks(),
                standing(figures, measures, against),
                figures,
                measures,
                against.stream().map(alert -> alert.detail().id()).toList(),
                clause.inventory(),
                clause.unsaid());
    }

    /** Adoption of what the clause does not demand (TLS 1.3, post-quantum groups) is told, and speaks against nothing. */
    private static ComplianceReport.Standing standing(
            List<ComplianceReport.Figure> figures, List<ComplianceReport.Measure> measures, List<Alert> against) {
        List<Posture.Share> demanded = figures.stream()
                .filter(figure -> Figures.isDemanded(figure.name()))
                .map(ComplianceReport.Figure::share)
                .toList();
        boolean expired = measures.stream()
                .anyMatch(measure ->
                        measure.name().equals(Figures.LEAD) && measure.spread().min() < 0);
        boolean lacking = demanded.stream().anyMatch(share -> share.numerator() < share.denominator());
        if (lacking || expired || !against.isEmpty()) {
            return ComplianceReport.Standing.AGAINST;
        }
        boolean told = figures.stream().anyMatch(figure -> figure.share().denominator() > 0) || !measures.isEmpty();
        if (!told) {
            return ComplianceReport.Standing.UNSEEN;
        }
        boolean open = demanded.stream().noneMatch(share -> share.denominator() > 0)
                || demanded.stream().anyMatch(share -> share.unknown() > 0 || share.lost() > 0);
        return open ? ComplianceReport.Standing.OPEN : ComplianceReport.Standing.FOR;
    }

    private ComplianceReport.Figure figure(String name) {
        List<ComplianceReport.Part> parts = new ArrayList<>();
        for (Posture service : services) {
            Posture.Share share = service.shares().get(name);
            if (share != null && share.denominator() + share.unknown() > 0) {
                parts.add(new ComplianceReport.Part(
                        service.zone(), service.service(), share.numerator(), share.denominator(), share.unknown()));
            }
        }
        parts.sort(WORST_FIRST);
        return new ComplianceReport.Figure(
                name, Figures.shares().get(name).title(), overall.shares().get(name), parts);
    }

    private List<ComplianceReport.InUse> inventory() {
        List<ComplianceReport.InUse> inventory = new ArrayList<>();
        overall.tlsVersions()
                .forEach((name, count) -> inventory.add(
                        new ComplianceReport.InUse("tls_version", name, count, where(name, Posture::tlsVersions))));
        overall.cipherSuites()
                .forEach((name, count) -> inventory.add(
                        new ComplianceReport.InUse("cipher_suite", name, count, where(name, Posture::cipherSuites))));
        overall.protocols()
                .forEach((name, count) -> inventory.add(
                        new ComplianceReport.InUse("protocol", name, count, where(name, Posture::protocols))));
        return inventory;
    }

    private Map<String, Long> where(String name, Function<Posture, Map<String, Long>> map) {
        Map<String, Long> where = new TreeMap<>();
        for (Posture service : services) {
            Long count = map.apply(service).get(name);
            if (count != null) {
                where.put(service.zone() + " " + service.service(), count);
            }
        }
        return where;
    }

    /** What holds for every figure. */
    private List<String> unsaid() {
        List<String> unsaid = new ArrayList<>();
        unsaid.add("What no sensor sees is in none of these figures: their coverage is not known.");
        long others = services.stream()
                .filter(service -> "other".equals(service.service()))
                .mapToLong(service -> sum(service.connections()))
                .sum();
        if (others > 0) {
            unsaid.add(others + " connections went to services beyond the number that have figures of their own;"
                    + " they stand under \"other\".");
        }
        if (!overall.lost().isEmpty()) {
            unsaid.add(
                    "Sensors lost packets while these connections lived; what was probably missed is in the bounds.");
        }
        if (!input.source().problems().isEmpty()) {
            unsaid.add(input.source().problems().size() + " of the files could not be read whole.");
        }
        if (sum(overall.connections()) == 0) {
            unsaid.add("No connection ended in the period, so there is nothing to judge.");
        }
        return unsaid;
    }

    /** The chosen periods added up, by zone and service. */
    private List<Posture> summed(Predicate<String> kind) {
        Map<List<String>, PostureSum> sums = new LinkedHashMap<>();
        new TreeMap<>(input.figures()).forEach((key, figures) -> {
            if (kind.test(key) && period.takes(key)) {
                sums.computeIfAbsent(scope(figures), scope -> new PostureSum()).add(figures);
            }
        });
        List<Posture> summed = new ArrayList<>();
        sums.forEach((scope, sum) ->
                summed.add(sum.posture(periodText(), emptyToNull(scope.get(0)), emptyToNull(scope.get(1)))));
        return summed;
    }

    private String periodText() {
        return period.isEverything()
                ? PostureKeys.TOTAL
                : (period.from() == null ? "" : period.from()) + "/" + (period.to() == null ? "" : period.to());
    }

    private static List<String> scope(Posture figures) {
        return List.of(
                figures.zone() == null ? "" : figures.zone(), figures.service() == null ? "" : figures.service());
    }

    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
