package io.plainsight.sensor.flowlog.push;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import io.plainsight.events.Json;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The body of a Firehose request, read record by record: {@code {"requestId":…,"timestamp":…,"records":[{"data":base64}…]}}
 * ("HTTP endpoint delivery request and response specifications", Amazon Data Firehose Developer Guide).
 *
 * <p>A record is a row in {@code {"message":…}}, the gzip JSON of a CloudWatch Logs subscription, or text. One thread. <b>Memory:</b> one
 * record, which Firehose limits to 1,000 KiB and this to {@link #MAX_RECORD_BYTES} without compression.
 */
final class FirehoseRequest {
    static final int MAX_RECORD_BYTES = 32 << 20;

    private final String requestId;
    private final PushedRows rows;

    /** The body is not what Firehose sends. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }

        MalformedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** @param requestId that of the header, which the body repeats */
    FirehoseRequest(String requestId, PushedRows rows) {
        this.requestId = requestId;
        this.rows = rows;
    }

    /**
     * Reads to the end.
     *
     * @throws MalformedException when the body is no request, or another one than the header says
     * @throws IOException when the connection breaks, or a limit is exceeded
     */
    void read(InputStream body) throws IOException, MalformedException {
        boolean records = false;
        try (JsonParser json = Json.mapper().createParser(body)) {
            expect(json, json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("requestId") && !requestId.equals(json.getValueAsString())) {
                    throw new MalformedException("requestId differs from X-Amz-Firehose-Request-Id");
                } else if (name.equals("records")) {
                    expect(json, value, JsonToken.START_ARRAY);
                    records = true;
                    records(json);
                } else {
                    json.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            throw new MalformedException("the body is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!records) {
            throw new MalformedException("the body has no records");
        }
        rows.finish();
    }

    private void records(JsonParser json) throws IOException, MalformedException {
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            expect(json, token, JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean data = json.currentName().equals("data");
                json.nextToken();
                if (data) {
                    record(json.getBinaryValue());
                } else {
                    json.skipChildren();
                }
            }
        }
    }

    private static void expect(JsonParser json, JsonToken token, JsonToken expected) throws MalformedException {
        if (token != expected) {
            throw new MalformedException("the body is no Firehose request: " + expected + " expected at "
                    + json.currentLocation().offsetDescription());
        }
    }

    private void record(byte[] data) throws IOException {
        byte[] content;
        try {
            content = isGzip(data) ? inflate(data) : data;
        } catch (ZipException | EOFException e) {
            rows.text(data); // refused as what it is: no flow log
            return;
        }
        if (firstOf(content) != '{') {
            rows.text(content);
            return;
        }
        try (MappingIterator<JsonNode> values =
                Json.mapper().readerFor(JsonNode.class).readValues(content)) {
            while (values.hasNextValue()) {
                value(values.nextValue());
            }
        } catch (JsonProcessingException e) {
            rows.text(content); // likewise, or rows of which the last is cut
        }
    }

    private void value(JsonNode value) {
        if (value.has("messageType")) {
            subscription(value);
        } else if (value.path("message").isTextual()) {
            rows.row("", value.path("message").textValue());
        } else {
            rows.row("", value.toString());
        }
    }

    /** Control messages only ask whether somebody listens. */
    private void subscription(JsonNode message) {
        if (!"DATA_MESSAGE".equals(message.path("messageType").textValue())) {
            return;
        }
        String source = message.path("logGroup").asText() + ":"
                + message.path("logStream").asText();
        for (JsonNode event : message.path("logEvents")) {
            rows.row(source, event.path("message").asText());
        }
    }

    private static boolean isGzip(byte[] data) {
        return data.length > 2 && data[0] == 0x1f && data[1] == (byte) 0x8b;
    }

    private static byte[] inflate(byte[] data) throws IOException {
        try (InputStream in =
                new BoundedStream(new GZIPInputStream(new ByteArrayInputStream(data)), MAX_RECORD_BYTES)) {
            return in.readAllBytes();
        }
    }

    private static int firstOf(byte[] content) {
        for (byte b : content) {
            if (b > ' ' || b < 0) {
                return b;
            }
        }
        return -1;
    }
}
