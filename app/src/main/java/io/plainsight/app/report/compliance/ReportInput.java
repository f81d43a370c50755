package io.plainsight.app.report.compliance;

import io.plainsight.events.Alert;
import io.plainsight.events.Posture;
import java.util.List;
import java.util.Map;

/**
 * What a report is made of.
 *
 * @param figures by their key on the topic, of one kind of traffic
 * @param alerts of the same traffic, the last state of each
 */
public record ReportInput(ComplianceReport.Source source, Map<String, Posture> figures, List<Alert> alerts) {}
