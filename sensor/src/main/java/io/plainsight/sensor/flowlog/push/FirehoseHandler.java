package io.plainsight.sensor.flowlog.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.plainsight.events.Json;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogReader;
import io.plainsight.sensor.flowlog.RecordLimit;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers Firehose as its specification asks: 200 only after the records are delivered, any other status to have the request sent
 * again; each answer repeats the request's id.
 *
 * <p><b>Threading:</b> any; each request takes a {@link Worker} for itself, and is told to come back when there is none.
 */
final class FirehoseHandler implements HttpHandler {
    /** What Firehose buffers at most, with or without compression. */
    static final long MAX_BODY_BYTES = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(FirehoseHandler.class);
    private static final int MAX_ID_CHARS = 128;

    private final AccessKey key;
    private final BlockingQueue<Worker> workers;

    /** What one request uses alone. */
    record Worker(ObservationSink sink, SensorCounters counters, FlowLogReader reader) {}

    private record Answer(int status, SensorCounter counter, String error) {}

    FirehoseHandler(AccessKey key, BlockingQueue<Worker> workers) {
        this.key = key;
        this.workers = workers;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String id = header(exchange, "X-Amz-Firehose-Request-Id");
        Worker worker = workers.poll();
        if (worker == null) {
            respond(exchange, id, new Answer(503, null, "busy; send it again"));
            return;
        }
        try {
            Answer answer = answer(exchange, id, worker);
            worker.counters.increment(answer.counter);
            if (answer.status != 200) {
                LOG.warn("flow logs refused: request={} status={} {}", printable(id), answer.status, answer.error);
            }
            respond(exchange, id, answer);
        } finally {
            workers.add(worker);
        }
    }

    private Answer answer(HttpExchange exchange, String id, Worker worker) {
        if (!key.matches(header(exchange, "X-Amz-Firehose-Access-Key"))) {
            return new Answer(
                    401, SensorCounter.FLOW_LOG_PUSHES_UNAUTHORIZED, "X-Amz-Firehose-Access-Key is not the right one");
        }
        if (!"POST".equals(exchange.getRequestMethod())) {
            return refused(405, "POST is expected");
        }
        if (id == null
                || id.isBlank()
                || id.length() > MAX_ID_CHARS
                || !printable(id).equals(id)) {
            return refused(400, "X-Amz-Firehose-Request-Id is missing or none");
        }
        String encoding = header(exchange, "Content-Encoding");
        if (encoding != null && !encoding.equals("gzip") && !encoding.equals("identity")) {
            return refused(415, "Content-Encoding may be gzip");
        }
        try {
            return deliver(exchange, id, "gzip".equals(encoding), worker);
        } catch (RecordLimit.TooLargeException e) {
            return refused(413, "the request is " + e.getMessage());
        } catch (FlowLogException e) {
            return refused(400, e.getMessage());
        } catch (IOException e) {
            return refused(400, "the body cannot be read: " + e.getMessage());
        } catch (UncheckedIOException e) {
            return new Answer(503, SensorCounter.FLOW_LOG_PUSHES_FAILED, "not delivered: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("flow logs could not be taken: request={}", id, e);
            return new Answer(500, SensorCounter.FLOW_LOG_PUSHES_FAILED, "internal error");
        }
    }

    private Answer deliver(HttpExchange exchange, String id, boolean gzip, Worker worker)
            throws IOException, FlowLogException {
        String length = header(exchange, "Content-Length");
        if (length != null && (length.length() > 18 || Long.parseLong(length) > MAX_BODY_BYTES)) {
            return refused(413, "the request is too long: more than " + MAX_BODY_BYTES + " bytes");
        }
        InputStream body = exchange.getRequestBody();
        String name = "firehose:" + id;
        worker.reader.readRequest(
                new RecordLimit(gzip ? new GZIPInputStream(body) : body, MAX_BODY_BYTES),
                worker.reader.origin(name, name, Instant.now()),
                id,
                worker.sink,
                worker.counters);
        worker.sink.flush();
        return new Answer(200, SensorCounter.FLOW_LOG_PUSHES_ACCEPTED, null);
    }

    private static Answer refused(int status, String error) {
        return new Answer(status, SensorCounter.FLOW_LOG_PUSHES_REFUSED, error);
    }

    private static void respond(HttpExchange exchange, String id, Answer answer) throws IOException {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("requestId", id == null ? "" : printable(id));
        json.put("timestamp", System.currentTimeMillis());
        if (answer.error != null) {
            json.put("errorMessage", answer.error);
        }
        byte[] body = Json.mapper().writeValueAsBytes(json);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    /** Without what could forge a line of the log. */
    private static String printable(String text) {
        String line = String.valueOf(text).replaceAll("[^!-~]", "?");
        return line.length() > MAX_ID_CHARS ? line.substring(0, MAX_ID_CHARS) : line;
    }
}
