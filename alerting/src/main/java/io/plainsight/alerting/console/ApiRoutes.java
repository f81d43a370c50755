package io.plainsight.alerting.console;

import com.sun.net.httpserver.HttpExchange;
import io.plainsight.alerting.store.AlertPage;
import io.plainsight.alerting.store.AlertQuery;
import io.plainsight.alerting.store.AlertStore;
import io.plainsight.alerting.store.PostureStore;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The JSON endpoints, {@code /metrics} and {@code /healthz}. */
final class ApiRoutes {
    private final AlertStore alerts;
    private final PostureStore posture;
    private final CollectorRegistry registry;
    private volatile BooleanSupplier healthy = () -> true;
    private volatile BooleanSupplier rebuilt = () -> true;

    ApiRoutes(AlertStore alerts, PostureStore posture, CollectorRegistry registry) {
        this.alerts = alerts;
        this.posture = posture;
        this.registry = registry;
    }

    void health(BooleanSupplier isHealthy, BooleanSupplier isRebuilt) {
        healthy = isHealthy;
        rebuilt = isRebuilt;
    }

    /** {@code /api/alerts}: one page, newest evidence first, with the counts that the page's filters show. */
    Response list(HttpExchange exchange, String rest) {
        AlertQuery query = new QueryParameters(exchange.getRequestURI().getRawQuery()).toQuery();
        AlertPage page = alerts.query(query);
        Map<String, Integer> bySeverity = new LinkedHashMap<>();
        page.bySeverity().forEach((severity, count) -> bySeverity.put(severity.text(), count));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("version", page.version());
        answer.put("total", page.total());
        answer.put("offset", query.offset());
        answer.put("limit", query.limit());
        answer.put("by_severity", bySeverity);
        answer.put("rules", page.rules());
        answer.put("rebuilding", !rebuilt.getAsBoolean());
        answer.put("alerts", page.alerts());
        return Response.json(200, answer);
    }

    /** {@code /api/alerts/ID}: the alert as it stands on the topic. */
    Response one(HttpExchange exchange, String id) {
        return alerts.find(id)
                .map(alert -> Response.json(200, alert))
                .orElseGet(() -> Response.problem(404, "no alert with this id is held"));
    }

    /** {@code /api/posture}: {@code traffic} ({@code live} or {@code replay}), {@code total} and {@code days}; total absent while unknown. */
    Response posture(HttpExchange exchange, String rest) {
        Map<String, Object> answer = new LinkedHashMap<>();
        PostureStore.Figures figures = posture.figures();
        answer.put("traffic", figures.live() ? "live" : "replay");
        figures.total().ifPresent(total -> answer.put("total", total));
        answer.put("days", figures.days());
        return Response.json(200, answer);
    }

    /** {@code /metrics}: Prometheus text format, or OpenMetrics when asked for. */
    Response metrics(HttpExchange exchange, String rest) throws IOException {
        String contentType =
                TextFormat.chooseContentType(exchange.getRequestHeaders().getFirst("Accept"));
        StringWriter out = new StringWriter(8192);
        TextFormat.writeFormat(contentType, out, registry.metricFamilySamples());
        return Response.of(200, contentType, out.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** {@code /healthz}: 200 while alerts can be received, else 503. */
    Response health(HttpExchange exchange, String rest) {
        boolean ok = healthy.getAsBoolean();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", ok ? "ok" : "failed");
        answer.put("rebuilt", rebuilt.getAsBoolean());
        return Response.json(ok ? 200 : 503, answer);
    }
}
