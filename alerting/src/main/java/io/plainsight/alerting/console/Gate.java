package io.plainsight.alerting.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.plainsight.alerting.metrics.AlertingMetrics;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before every route: checks method and host, sets the security headers, finds the route, turns what goes wrong
 * into an answer. Nothing changes state, so only GET and HEAD exist.
 */
final class Gate implements HttpHandler {
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final HostCheck hosts;
    private final AlertingMetrics metrics;
    private final StreamRoute stream;
    private final Map<String, Route> exact = new LinkedHashMap<>();
    private final Map<String, Route> prefixes = new LinkedHashMap<>();

    Gate(HostCheck hosts, StreamRoute stream, AlertingMetrics metrics) {
        this.hosts = hosts;
        this.stream = stream;
        this.metrics = metrics;
    }

    /** A path that ends in a slash stands for everything below it. */
    Gate route(String path, Route route) {
        (path.endsWith("/") && path.length() > 1 ? prefixes : exact).put(path, route);
        return this;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        secure(exchange.getResponseHeaders());
        boolean streamed = false;
        try {
            Response refusal = refuse(exchange);
            if (refusal == null
                    && StreamRoute.PATH.equals(exchange.getRequestURI().getPath())
                    && isGet(exchange)) {
                streamed = stream.open(exchange);
                if (!streamed) {
                    send(exchange, StreamRoute.full());
                }
                return;
            }
            send(exchange, refusal == null ? answer(exchange) : refusal);
        } finally {
            exchange.close();
        }
    }

    private static void secure(Headers headers) {
        headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Cache-Control", "no-store");
    }

    private Response refuse(HttpExchange exchange) {
        if (!hosts.accepts(exchange.getRequestHeaders().getFirst("Host"))) {
            return Response.text(
                    421, "This console is not known under that host name; see the setting for console host names.");
        }
        if (!isGet(exchange) && !"HEAD".equals(exchange.getRequestMethod())) {
            Response refusal = Response.text(405, "Only GET and HEAD are answered.");
            return new Response(refusal.status(), refusal.contentType(), refusal.body(), Map.of("Allow", "GET, HEAD"));
        }
        return null;
    }

    private Response answer(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        try {
            if (path == null) {
                return Response.text(404, "There is nothing here.");
            }
            Route route = exact.get(path);
            if (route != null) {
                return route.answer(exchange, "");
            }
            for (Map.Entry<String, Route> prefix : prefixes.entrySet()) {
                if (path.startsWith(prefix.getKey())) {
                    return prefix.getValue()
                            .answer(exchange, path.substring(prefix.getKey().length()));
                }
            }
            return Response.text(404, "There is nothing here.");
        } catch (BadRequestException e) {
            return Response.problem(400, e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.error("console could not answer a request", e);
            return Response.text(500, "The console could not answer; its log says why.");
        }
    }

    private void send(HttpExchange exchange, Response response) throws IOException {
        metrics.answered(response.status());
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", response.contentType());
        response.headers().forEach(headers::set);
        byte[] body = response.body();
        if ("HEAD".equals(exchange.getRequestMethod()) || body.length == 0) {
            if (body.length > 0) {
                headers.set("Content-Length", Integer.toString(body.length));
            }
            exchange.sendResponseHeaders(response.status(), -1);
        } else {
            exchange.sendResponseHeaders(response.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static boolean isGet(HttpExchange exchange) {
        return "GET".equals(exchange.getRequestMethod());
    }
}
