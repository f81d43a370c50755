package io.plainsight.app.report.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert;
import io.plainsight.events.AlertBuilder;
import io.plainsight.events.AlertDetailBuilder;
import io.plainsight.events.AlertEventBuilder;
import io.plainsight.events.AlertEvidenceBuilder;
import io.plainsight.events.AlertRuleBuilder;
import io.plainsight.events.Posture;
import io.plainsight.events.PostureBuilder;
import io.plainsight.events.PostureShareBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What came from the wire, or from a policy, never becomes markup. */
class HtmlReportTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:15:30Z");
    private static final String HOSTILE = "\"><script>alert('x')</script><!-- & \u202e \u0007";

    @Test
    void shouldShowHostileTextAsText() {
        Alert alert = AlertBuilder.builder()
                .timestamp(NOW)
                .event(AlertEventBuilder.builder()
                        .start(NOW)
                        .end(NOW)
                        .reason(HOSTILE)
                        .build())
                .rule(AlertRuleBuilder.builder().id("plaintext" + HOSTILE).build())
                .plainsight(new Alert.Plainsight(AlertDetailBuilder.builder()
                        .id(HOSTILE)
                        .severity(Alert.Severity.HIGH)
                        .status(Alert.Status.OPEN)
                        .entity(new Alert.Entity("service", HOSTILE, HOSTILE))
                        .count(1)
                        .evidence(List.of(AlertEvidenceBuilder.builder()
                                .observation(HOSTILE)
                                .source(HOSTILE)
                                .destination(HOSTILE)
                                .file(HOSTILE)
                                .note(HOSTILE)
                                .build()))
                        .policy(new Alert.Policy(HOSTILE, HOSTILE))
                        .build()))
                .build();
        Posture figures = PostureBuilder.builder()
                .period("total")
                .names(List.of(HOSTILE))
                .policies(Map.of(HOSTILE, 1L))
                .connections(Map.of("protected", 1L))
                .cipherSuites(Map.of(HOSTILE, 1L))
                .build();
        ReportInput input = new ReportInput(
                new ComplianceReport.Source("files", "replay", null, List.of(HOSTILE), List.of(HOSTILE)),
                Map.of(
                        "total", figures,
                        "total/zone/a",
                                PostureBuilder.builder(figures).zone(HOSTILE).build(),
                        "total/zone/a/service/b",
                                PostureBuilder.builder(figures)
                                        .zone(HOSTILE)
                                        .service(HOSTILE)
                                        .build()),
                List.of(alert));

        String page = HtmlReport.of(
                new ReportMaker(input, new PeriodOption(null, null)).make(List.of(Standard.values()), NOW));

        assertThat(page)
                .doesNotContain("<script")
                .doesNotContain("<!--")
                .doesNotContain("\u202e")
                .doesNotContain("\u0007");
        assertThat(page)
                .contains("&lt;script&gt;alert(&#39;x&#39;)")
                .contains("\\u202e")
                .contains("\\u0007");
    }

    @Test
    void shouldSayThatThereIsNothingToJudgeWhereNothingWasSeen() {
        ReportInput input = new ReportInput(
                new ComplianceReport.Source("kafka", "live", "kafka1:9092", List.of(), List.of()), Map.of(), List.of());

        ComplianceReport report =
                new ReportMaker(input, new PeriodOption(null, null)).make(List.of(Standard.values()), NOW);

        assertThat(report.unsaid()).anyMatch(text -> text.startsWith("No connection ended in the period"));
        assertThat(report.standards())
                .flatMap(ComplianceReport.ByStandard::clauses)
                .allMatch(clause -> clause.standing() == ComplianceReport.Standing.UNSEEN);
        assertThat(HtmlReport.of(report)).contains("nothing seen");
    }

    @Test
    void shouldCallNothingFreeOfDoubtWhereSomethingIsUnknown() {
        Posture.Share share = PostureShareBuilder.builder()
                .numerator(3)
                .denominator(3)
                .unknown(1)
                .share(1.0)
                .lower(0.75)
                .upper(1.0)
                .build();
        ComplianceReport report = new ReportMaker(
                        new ReportInput(
                                new ComplianceReport.Source("kafka", "live", "k", List.of(), List.of()),
                                Map.of(
                                        "total",
                                        PostureBuilder.builder()
                                                .connections(Map.of("protected", 3L, "unknown", 1L))
                                                .shares(Map.of(Figures.ENCRYPTED, share))
                                                .build()),
                                List.of()),
                        new PeriodOption(null, null))
                .make(List.of(Standard.NCSC), NOW);

        assertThat(report.standards().get(0).clauses().get(0).standing()).isEqualTo(ComplianceReport.Standing.OPEN);
        assertThat(HtmlReport.of(report)).contains("75.0 % to 100 %").contains("3 of 3, 1 unknown");
    }
}
