package io.plainsight.alerting.console;

import com.sun.net.httpserver.HttpExchange;
import io.plainsight.alerting.metrics.AlertingMetrics;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/stream}: server-sent events (HTML standard, section 9.2). Holds its thread while the browser stays. */
final class StreamRoute {
    static final String PATH = "/api/stream";

    private static final Logger LOG = LoggerFactory.getLogger(StreamRoute.class);
    private static final byte[] HEARTBEAT = "event: heartbeat\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] RETRY = "retry: 2000\n\n".getBytes(StandardCharsets.UTF_8);

    private final StreamHub hub;
    private final Duration heartbeat;
    private final AlertingMetrics metrics;

    StreamRoute(StreamHub hub, Duration heartbeat, AlertingMetrics metrics) {
        this.hub = hub;
        this.heartbeat = heartbeat;
        this.metrics = metrics;
    }

    static Response full() {
        Response response = Response.text(503, "Too many browsers follow the live list.");
        return new Response(503, response.contentType(), response.body(), Map.of("Retry-After", "10"));
    }

    /**
     * Serves the stream until the browser or the console goes.
     *
     * @return false, with nothing sent, when there are too many already
     */
    boolean open(HttpExchange exchange) {
        StreamHub.Client client = hub.join(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
        if (client == null) {
            metrics.streamRefused();
            return false;
        }
        metrics.streamClients(hub.size());
        metrics.answered(200);
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            write(exchange.getResponseBody(), client);
        } catch (IOException e) {
            LOG.debug("a browser left the live list: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hub.leave(client);
            metrics.streamClients(hub.size());
        }
        return true;
    }

    private void write(OutputStream out, StreamHub.Client client) throws IOException, InterruptedException {
        out.write(RETRY);
        out.flush();
        while (!client.ended()) {
            StreamHub.Event event = client.next(heartbeat.toMillis());
            out.write(event == null ? HEARTBEAT : event.bytes());
            out.flush();
        }
    }
}
