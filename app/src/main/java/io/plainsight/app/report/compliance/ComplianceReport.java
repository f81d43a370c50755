package io.plainsight.app.report.compliance;

import io.plainsight.events.Alert;
import io.plainsight.events.Posture;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The report, as JSON has it; the page shows the same. Its schema is {@code report.json} beside this class.
 *
 * @param version of this form; grows when a field changes its meaning
 * @param overall the figures over everything in the period
 * @param zones the same by zone
 * @param services the same by service, of which all others are sums
 * @param alerts every alert that was open in the period, with its evidence
 * @param inventory what was in use, and where
 */
public record ComplianceReport(
        String version,
        Instant generated,
        Source source,
        Period period,
        List<Judged> policies,
        List<ByStandard> standards,
        Posture overall,
        List<Posture> zones,
        List<Posture> services,
        List<Alert> alerts,
        List<InUse> inventory,
        List<String> unsaid) {
    static final String VERSION = "1";

    /**
     * Where the figures come from.
     *
     * @param kind {@code files} or {@code kafka}
     * @param traffic {@code live} or {@code replay} (played files)
     * @param name the cluster or the data directory; absent for files
     * @param problems files that could not be read whole
     */
    public record Source(String kind, String traffic, String name, List<String> files, List<String> problems) {}

    /**
     * What time the figures are about.
     *
     * @param from first day or hour asked for; absent when none was
     * @param to last day or hour asked for, itself included
     * @param start first evidence
     * @param end latest evidence
     */
    public record Period(String from, String to, Instant start, Instant end) {}

    /** Under which policy, and profile, how many connections were judged. */
    public record Judged(String policy, long connections) {}

    /** One standard. */
    public record ByStandard(String id, String title, String edition, List<ByClause> clauses) {}

    /**
     * One clause.
     *
     * @param standing what the evidence comes to
     * @param figures in the order in which they tell
     * @param alerts ids of the alerts that count against it
     * @param unsaid what cannot be said about it
     */
    public record ByClause(
            String id,
            String title,
            String asks,
            Standing standing,
            List<Figure> figures,
            List<Measure> measures,
            List<String> alerts,
            boolean inventory,
            List<String> unsaid) {}

    /** What the evidence about a clause comes to. Never that the clause is met: too much of it is not on the wire. */
    public enum Standing {
        /** Something speaks against it. */
        AGAINST("evidence against it"),
        /** What was judged speaks for it, but not all could be judged. */
        OPEN("nothing against it, but not all could be judged"),
        /** All that was seen speaks for it. */
        FOR("nothing against it in what was seen"),
        /** Nothing was seen that it is about. */
        UNSEEN("nothing seen");

        private final String text;

        Standing(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        @com.fasterxml.jackson.annotation.JsonValue
        String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * A share.
     *
     * @param services the services that it is the sum of, worst first
     */
    public record Figure(String name, String title, Posture.Share share, List<Part> services) {}

    /** What one service adds to a share. */
    public record Part(String zone, String service, long numerator, long denominator, long unknown) {}

    /** A measure. */
    public record Measure(String name, String title, Posture.Spread spread) {}

    /**
     * A version, suite or protocol in use.
     *
     * @param kind {@code tls_version}, {@code cipher_suite} or {@code protocol}
     * @param services connections by service
     */
    public record InUse(String kind, String name, long connections, Map<String, Long> services) {}
}
