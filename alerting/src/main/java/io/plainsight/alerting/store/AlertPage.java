package io.plainsight.alerting.store;

import io.plainsight.events.Alert;
import java.util.List;
import java.util.Map;

/**
 * The answer to an {@link AlertQuery}.
 *
 * @param version grows with every change of the store
 * @param total alerts that match the query, on all pages
 * @param bySeverity alerts that match the query apart from its severities, by severity, most urgent first
 * @param rules every rule id in the store, with its number of alerts
 * @param alerts one page, newest evidence first
 */
public record AlertPage(
        long version,
        int total,
        Map<Alert.Severity, Integer> bySeverity,
        Map<String, Integer> rules,
        List<Alert> alerts) {}
