package io.plainsight.stream.episode;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.state.Hashes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One alert in the making: its latest state, what of it was emitted, and which connections it has counted. Immutable.
 *
 * @param emittedCount count of the last emitted record, 0 before the first
 * @param recent hashes of the latest connections counted
 */
record Episode(Alert alert, long emittedCount, List<Long> recent) {
    /** Event time without findings after which the next finding is news again. */
    static final Duration GAP = Duration.ofHours(24);

    static final int MAX_EVIDENCE = 10;
    /** Connections remembered so that a repeated record does not count again. */
    static final int MAX_RECENT = 256;

    Episode {
        recent = recent == null ? List.of() : recent;
    }

    /** A finding that belongs to no known episode begins one. */
    static Episode open(
            Finding finding, Alert.Rule rule, Alert.Threat threat, String remediation, Alert.Policy policy) {
        Alert.Detail detail = new Alert.Detail(
                id(finding),
                finding.severity(),
                Alert.Status.OPEN,
                finding.confidence(),
                finding.entity(),
                finding.weight(),
                finding.values(),
                finding.thresholds(),
                latest(finding.evidence()),
                finding.remediation() == null ? remediation : finding.remediation(),
                policy);
        Instant start = start(finding);
        Alert alert = new Alert(
                finding.time(),
                new Alert.Event("alert", start, finding.time(), finding.reason()),
                rule,
                threat,
                new Alert.Plainsight(detail));
        return new Episode(alert, 0, List.of(Hashes.of(finding.observation())));
    }

    /** Whether a finding of that time is news about this episode and not about another. */
    boolean reaches(Instant at) {
        return at.isAfter(start().minus(GAP)) && at.isBefore(end().plus(GAP));
    }

    boolean counted(Finding finding) {
        return recent.contains(Hashes.of(finding.observation()));
    }

    /**
     * This episode and one more finding. Severity only rises; words and figures follow the latest of the most severe
     * findings, so that the alert explains the severity that it shows.
     */
    Episode with(Finding finding) {
        if (!isOpen() && finding.time().isAfter(alert.timestamp())) {
            return reopened(finding);
        }
        Alert.Detail detail = alert.detail();
        boolean rises = finding.severity().compareTo(detail.severity()) < 0;
        boolean explains = rises
                || finding.severity() == detail.severity() && !finding.time().isBefore(end());
        List<Alert.Evidence> evidence = new ArrayList<>(detail.evidence() == null ? List.of() : detail.evidence());
        evidence.addAll(finding.evidence());
        Alert.Detail next = new Alert.Detail(
                detail.id(),
                rises ? finding.severity() : detail.severity(),
                detail.status(),
                explains ? finding.confidence() : detail.confidence(),
                detail.entity(),
                detail.count() + finding.weight(),
                explains ? finding.values() : detail.values(),
                explains ? finding.thresholds() : detail.thresholds(),
                latest(evidence),
                detail.remediation(),
                detail.policy());
        Instant start = start(finding).isBefore(start()) ? start(finding) : start();
        Instant end = finding.time().isAfter(end()) ? finding.time() : end();
        String reason = explains ? finding.reason() : alert.event().reason();
        Alert nextAlert = new Alert(
                end,
                new Alert.Event(alert.event().kind(), start, end, reason),
                alert.rule(),
                alert.threat(),
                new Alert.Plainsight(next));
        return new Episode(nextAlert, emittedCount, withRecent(finding));
    }

    /** It was over and begins again: severity, words and figures are those of today, id, start and evidence go on. */
    private Episode reopened(Finding finding) {
        Alert.Detail d = alert.detail();
        List<Alert.Evidence> evidence = new ArrayList<>(d.evidence() == null ? List.of() : d.evidence());
        evidence.addAll(finding.evidence());
        Alert.Detail next = new Alert.Detail(
                d.id(),
                finding.severity(),
                Alert.Status.OPEN,
                finding.confidence(),
                d.entity(),
                d.count() + finding.weight(),
                finding.values(),
                finding.thresholds(),
                latest(evidence),
                finding.remediation() == null ? d.remediation() : finding.remediation(),
                d.policy());
        Alert open = new Alert(
                finding.time(),
                new Alert.Event(alert.event().kind(), start(), finding.time(), finding.reason()),
                alert.rule(),
                alert.threat(),
                new Alert.Plainsight(next));
        return new Episode(open, emittedCount, withRecent(finding));
    }

    private List<Long> withRecent(Finding finding) {
        List<Long> next = new ArrayList<>(recent.size() < MAX_RECENT ? recent : recent.subList(1, recent.size()));
        next.add(Hashes.of(finding.observation()));
        return next;
    }

    Episode emitted() {
        return new Episode(alert, alert.detail().count(), recent);
    }

    /** Over, because the cause is gone; the finding says since when and what it came to. */
    Episode resolved(Finding end) {
        Instant at = end.time().isAfter(end()) ? end.time() : end();
        return resolved(at, end.values(), end.reason());
    }

    /** Over, because a later episode began at {@code at}. */
    Episode resolved(Instant at) {
        return resolved(at, alert.detail().values(), alert.event().reason());
    }

    /** Over with its last evidence, for a reason that is no traffic's. */
    Episode resolved(String reason) {
        return resolved(end(), alert.detail().values(), reason);
    }

    private Episode resolved(Instant at, Map<String, Object> values, String reason) {
        Alert.Detail d = alert.detail();
        Alert.Detail next = new Alert.Detail(
                d.id(),
                d.severity(),
                Alert.Status.RESOLVED,
                d.confidence(),
                d.entity(),
                d.count(),
                values,
                d.thresholds(),
                d.evidence(),
                d.remediation(),
                d.policy());
        Alert.Event event = new Alert.Event(alert.event().kind(), start(), end(), reason);
        return new Episode(
                new Alert(at, event, alert.rule(), alert.threat(), new Alert.Plainsight(next)), emittedCount, recent);
    }

    boolean isOpen() {
        return alert.detail().status() == Alert.Status.OPEN;
    }

    boolean isPending() {
        return alert.detail().count() != emittedCount;
    }

    /** Whether the count has at least doubled since the last record. */
    boolean hasDoubled() {
        return alert.detail().count() >= 2 * emittedCount;
    }

    Instant start() {
        return alert.event().start();
    }

    Instant end() {
        return alert.event().end();
    }

    /**
     * Deterministic. Episodes lie more than a day apart, so the day of the start tells them apart, and small changes in the
     * order of arrival do not change the id.
     */
    private static String id(Finding finding) {
        LocalDate day = LocalDate.ofInstant(start(finding), ZoneOffset.UTC);
        return finding.rule() + '-' + Hashes.hex(finding.key() + '|' + day);
    }

    private static Instant start(Finding finding) {
        return finding.evidence().stream()
                .map(Alert.Evidence::timestamp)
                .min(Comparator.naturalOrder())
                .filter(first -> first.isBefore(finding.time()))
                .orElse(finding.time());
    }

    private static List<Alert.Evidence> latest(List<Alert.Evidence> evidence) {
        List<Alert.Evidence> sorted = evidence.stream()
                .sorted(Comparator.comparing(Alert.Evidence::timestamp))
                .toList();
        return List.copyOf(sorted.subList(Math.max(0, sorted.size() - MAX_EVIDENCE), sorted.size()));
    }
}
