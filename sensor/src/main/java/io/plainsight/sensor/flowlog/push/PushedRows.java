package io.plainsight.sensor.flowlog.push;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogOrigin;
import io.plainsight.sensor.flowlog.FlowLogSink;
import io.plainsight.sensor.flowlog.FlowLogStreams;
import io.plainsight.sensor.flowlog.RefusedRecord;
import io.plainsight.sensor.flowlog.RowProblem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Gathers the rows of one request and decodes those of one source together. One thread.
 *
 * <p>What is no flow log is refused and does not fail the request: sent again it would be no better, and hold up what comes behind.
 */
final class PushedRows {
    private static final int CHUNK_BYTES = 1 << 20;

    private final RowFormat format;
    private final String request;
    private final Observation.Observer observer;
    private final Instant time;
    private final FlowLogSink sink;
    private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
    private String source = "";
    private int chunk;

    /**
     * @param request its id, the same whenever it is sent again
     * @param time of the request, for records without one
     */
    PushedRows(RowFormat format, String request, Observation.Observer observer, Instant time, FlowLogSink sink) {
        this.format = format;
        this.request = request;
        this.observer = observer;
        this.time = time;
        this.sink = sink;
    }

    /**
     * Takes one row.
     *
     * @param from the log group and stream, or empty
     */
    void row(String from, String row) {
        if (!from.equals(source) || rows.size() > CHUNK_BYTES) {
            finish();
            source = from;
        }
        if (rows.size() == 0 && !format.header().isEmpty()) {
            rows.writeBytes((format.header() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        rows.writeBytes(row.strip().getBytes(StandardCharsets.UTF_8));
        rows.write('\n');
    }

    /** Takes the text of a record that is no envelope. */
    void text(byte[] content) {
        finish();
        decode(content);
    }

    /** Decodes what has been gathered. */
    void finish() {
        if (rows.size() > 0) {
            byte[] content = rows.toByteArray();
            rows.reset();
            decode(content);
        }
    }

    private void decode(byte[] content) {
        String path = "firehose:" + request + "#" + ++chunk + (source.isEmpty() ? "" : ":" + source);
        FlowLogOrigin origin = new FlowLogOrigin(observer, path, path, time);
        try {
            FlowLogStreams.read(FlowLogStreams.buffered(new ByteArrayInputStream(content)), origin, sink, () -> false);
        } catch (FlowLogException | IOException e) {
            sink.refuse(new RefusedRecord(
                    RowProblem.FIELD_COUNT, path, 1, e.getMessage(), new String(content, StandardCharsets.UTF_8)));
        }
    }
}
