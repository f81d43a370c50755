package io.plainsight.sensor.flowlog.aws;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.plainsight.events.Json;
import io.plainsight.sensor.flowlog.FlowLogDecoder;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogOrigin;
import io.plainsight.sensor.flowlog.FlowLogSink;
import io.plainsight.sensor.flowlog.LineReader;
import io.plainsight.sensor.flowlog.RecordLimit;
import io.plainsight.sensor.flowlog.RowProblem;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;

/**
 * Takes AWS's rows out of what CloudWatch Logs, Firehose, Kinesis and Lambda wrap around them: JSON objects, one or many, in
 * which {@code data} is base64 of rows, of gzip or of further JSON, and {@code message} is a row. Messages of type
 * CONTROL_MESSAGE are passed over ("Log group-level subscription filters", Amazon CloudWatch Logs User Guide; "HTTP endpoint
 * delivery request and response specifications", Amazon Data Firehose Developer Guide).
 *
 * <p>A payload that is damaged is refused by its place, and the next is read.
 *
 * <p><b>Threading:</b> one thread; used once. <b>Memory:</b> one payload, of at most 20 million characters (the JSON reader's
 * limit for a string); what is inside is read as it is unpacked.
 */
public final class AwsEnvelopeDecoder implements FlowLogDecoder {
    /** Firehose around gzip around a subscription's message is two. */
    private static final int MAX_WRAPPINGS = 4;

    private static final int MAX_DEPTH = 8;
    private static final int PROBE_BYTES = 512;
    /** Of one payload without compression; Firehose and Kinesis take 10 MiB at most of it compressed. */
    private static final long MAX_PAYLOAD_BYTES = 256L << 20;

    private static final String CONTROL_TEXT = "CWL CONTROL MESSAGE";

    private final FlowLogOrigin origin;
    private final LineIntake intake;
    private final String requestId;
    private FlowLogSink sink;
    private BooleanSupplier stopped;
    private long place;
    /** Whether there was anything of what envelopes hold, control messages among it. */
    private boolean recognised;

    /** @param format the order of fields; null when the rows shall tell it */
    public AwsEnvelopeDecoder(FlowLogOrigin origin, AwsFormat format) {
        this(origin, format, null);
    }

    private AwsEnvelopeDecoder(FlowLogOrigin origin, AwsFormat format, String requestId) {
        this.origin = origin;
        this.requestId = requestId;
        this.intake = new LineIntake(origin, format == null ? null : format.columns());
    }

    /**
     * For the body of a request of Firehose. What is in its records and is no row is refused and does not fail the request: sent
     * again it would be no better, and hold up what comes behind. The path of a row from CloudWatch Logs tells its log group and
     * stream too.
     *
     * @param requestId that of the header, which the body repeats
     */
    public static AwsEnvelopeDecoder ofRequest(FlowLogOrigin origin, AwsFormat format, String requestId) {
        AwsEnvelopeDecoder decoder = new AwsEnvelopeDecoder(origin, format, requestId);
        decoder.intake.pushed();
        return decoder;
    }

    @Override
    public void decode(InputStream in, FlowLogSink into, BooleanSupplier stop) throws IOException, FlowLogException {
        sink = into;
        stopped = stop;
        try {
            documents(in, 0);
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            throw new FlowLogException(
                    origin.name() + ": the JSON breaks off or is damaged" + where + " behind record " + place
                            + "; what came before was taken, fetch the file again for the rest",
                    e);
        } catch (CharConversionException e) { // Jackson's, of what begins as UTF-16 or UTF-32 do
            throw new FlowLogException(
                    origin.name() + ": no text behind record " + place + " (" + e.getMessage() + ")", e);
        }
        if (!stopped.getAsBoolean()) {
            if (!recognised) {
                throw intake.noRecord();
            }
            intake.end(true);
        }
    }

    @Override
    public long place() {
        return place;
    }

    private void documents(InputStream in, int wrappings) throws IOException, FlowLogException {
        try (JsonParser json = Json.mapper().createParser(in)) {
            while (!stopped.getAsBoolean() && json.nextToken() != null) {
                value(json, wrappings, 0);
            }
        }
    }

    private void value(JsonParser json, int wrappings, int depth) throws IOException, FlowLogException {
        if (depth > MAX_DEPTH) {
            json.skipChildren();
        } else if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                value(json, wrappings, depth + 1);
            }
        } else if (json.currentToken() == JsonToken.START_OBJECT) {
            object(json, wrappings, depth);
        }
    }

    private void object(JsonParser json, int wrappings, int depth) throws IOException, FlowLogException {
        boolean control = false;
        String group = null;
        String stream = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "messageType" -> {
                    control = "CONTROL_MESSAGE".equals(json.getValueAsString());
                    recognised |= control;
                }
                case "requestId" -> {
                    if (requestId != null && wrappings == 0 && !requestId.equals(json.getValueAsString())) {
                        throw new FlowLogException(
                                origin.name() + ": the requestId of the body differs from the header's");
                    }
                }
                case "logGroup" -> group = json.getValueAsString();
                case "logStream" -> stream = json.getValueAsString();
                case "logEvents", "events", "records", "Records", "awslogs", "kinesis" -> {
                    if (!control) {
                        recognised |= requestId != null;
                        from(group, stream);
                        value(json, wrappings, depth + 1);
                    }
                }
                case "message" -> message(json);
                case "data" -> data(json, wrappings);
                default -> {
                    // says nothing about rows
                }
            }
            json.skipChildren(); // nothing, where a value was read
        }
    }

    private void from(String group, String stream) {
        if (requestId != null) {
            intake.from(group == null ? origin.path() : origin.path() + ":" + group + ":" + stream);
        }
    }

    private void message(JsonParser json) throws IOException, FlowLogException {
        String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : null;
        json.skipChildren();
        recognised |= text != null;
        if (text != null && !text.startsWith(CONTROL_TEXT)) {
            lines(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void data(JsonParser json, int wrappings) throws IOException, FlowLogException {
        String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : null;
        json.skipChildren();
        if (text == null) {
            return;
        }
        recognised = true;
        place++;
        from(null, null);
        try {
            payload(json.getBinaryValue(), wrappings + 1);
        } catch (JsonProcessingException e) {
            intake.refuse(RowProblem.JSON, "data that is no base64", text, place, sink);
        } catch (IOException e) {
            intake.refuse(RowProblem.JSON, "a payload that breaks off: " + e.getMessage(), text, place, sink);
        }
    }

    private void payload(byte[] bytes, int wrappings) throws IOException, FlowLogException {
        if (wrappings > MAX_WRAPPINGS) {
            throw new IOException("wrapped more than " + MAX_WRAPPINGS + " times");
        }
        boolean packed = bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
        if (!packed && !isEnvelope(bytes, bytes.length)) {
            lines(bytes);
            return;
        }
        try (InputStream in = packed
                ? new BufferedInputStream(
                        new RecordLimit(new GZIPInputStream(new ByteArrayInputStream(bytes)), MAX_PAYLOAD_BYTES))
                : new ByteArrayInputStream(bytes)) {
            in.mark(PROBE_BYTES);
            byte[] start = in.readNBytes(PROBE_BYTES);
            in.reset();
            if (isEnvelope(start, start.length)) {
                documents(in, wrappings);
            } else {
                lines(in);
            }
        } catch (JsonProcessingException e) {
            throw new IOException("no complete JSON", e);
        }
    }

    /** Otherwise it is rows, one in a line, perhaps each as {@code {"message":"<row>"}}. */
    private static boolean isEnvelope(byte[] start, int length) {
        String text = new String(start, 0, Math.min(length, PROBE_BYTES), StandardCharsets.ISO_8859_1).strip();
        return text.startsWith("{")
                && (text.contains("\"messageType\"") || text.contains("\"logEvents\"") || text.contains("\"awslogs\""));
    }

    private void lines(byte[] bytes) throws FlowLogException {
        int start = 0;
        for (int at = 0; at <= bytes.length; at++) {
            if (at == bytes.length || bytes[at] == '\n') {
                line(bytes, start, at > start && bytes[at - 1] == '\r' ? at - 1 : at);
                start = at + 1;
            }
        }
    }

    private void line(byte[] bytes, int start, int end) throws FlowLogException {
        if (start < end) {
            place++;
            if (end - start > LineReader.MAX_LINE_BYTES) {
                String begin = new String(bytes, start, LineReader.MAX_LINE_BYTES, StandardCharsets.UTF_8);
                intake.refuse(RowProblem.TOO_LONG, "longer than any record", begin, place, sink);
            } else {
                intake.line(bytes, start, end, place, sink);
            }
        }
    }

    private void lines(InputStream in) throws IOException, FlowLogException {
        LineReader lines = new LineReader(in);
        while (!stopped.getAsBoolean() && lines.next()) {
            place++;
            if (lines.tooLong()) {
                intake.refuse(RowProblem.TOO_LONG, "longer than any record", lines.text(), place, sink);
            } else {
                intake.line(lines.bytes(), lines.start(), lines.end(), place, sink);
            }
        }
    }
}
