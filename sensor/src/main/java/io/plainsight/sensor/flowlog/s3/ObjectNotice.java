package io.plainsight.sensor.flowlog.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Json;
import io.plainsight.sensor.flowlog.FlowLogException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a message says: an object was stored. Three forms: S3's own ("Event message structure", Amazon S3 User Guide), the same in the
 * envelope of SNS, and EventBridge's ("EventBridge event message structure", there too).
 *
 * @param where its bucket
 */
record ObjectNotice(S3Location where, StoredObject object) {
    /** The message is none of the three. */
    static final class UnknownFormException extends Exception {
        private static final long serialVersionUID = 1L;

        UnknownFormException(String message) {
            super(message);
        }
    }

    /**
     * Reads a message.
     *
     * @return flow logs, or what may be some; none where a message tells of something else, such as a deletion, or is S3's test
     * @throws UnknownFormException when it is no such message
     */
    static List<ObjectNotice> of(String body) throws UnknownFormException {
        JsonNode message = json(body);
        if ("Notification".equals(message.path("Type").asText())) {
            message = json(message.path("Message").asText()); // SNS
        }
        List<ObjectNotice> notices = new ArrayList<>();
        if ("aws.s3".equals(message.path("source").asText())) {
            if ("Object Created".equals(message.path("detail-type").asText())) {
                JsonNode detail = message.path("detail");
                JsonNode object = detail.path("object");
                add(detail, object, object.path("key").asText(), object.path("etag"), message.path("time"), notices);
            }
        } else if (message.path("Records").isArray()) {
            for (JsonNode record : message.path("Records")) {
                created(record, notices);
            }
        } else if (!"s3:TestEvent".equals(message.path("Event").asText())) {
            throw new UnknownFormException("neither of S3, nor of SNS or EventBridge about S3");
        }
        return notices;
    }

    private static void created(JsonNode record, List<ObjectNotice> notices) throws UnknownFormException {
        if (!"aws:s3".equals(record.path("eventSource").asText())) {
            throw new UnknownFormException("a record that is not of S3");
        }
        if (record.path("eventName").asText().startsWith("ObjectCreated:")) {
            JsonNode object = record.path("s3").path("object");
            add(
                    record.path("s3"),
                    object,
                    decoded(object.path("key").asText()),
                    object.path("eTag"),
                    record.path("eventTime"),
                    notices);
        }
    }

    private static void add(
            JsonNode parent, JsonNode object, String key, JsonNode etag, JsonNode time, List<ObjectNotice> notices)
            throws UnknownFormException {
        if (key.isEmpty() || !object.path("size").isIntegralNumber() || !etag.isTextual()) {
            throw new UnknownFormException("an object without key, size or etag");
        }
        long bytes = object.path("size").longValue();
        if (bytes == 0 || key.endsWith("/") || S3Listing.isOfOtherService(key)) {
            return;
        }
        try {
            S3Location where = S3Location.parse(
                    "s3://" + parent.path("bucket").path("name").asText());
            notices.add(new ObjectNotice(
                    where, new StoredObject(key, '"' + etag.textValue() + '"', bytes, Instant.parse(time.asText()))));
        } catch (FlowLogException | DateTimeException e) {
            throw new UnknownFormException(e.getMessage());
        }
    }

    /** Keys are encoded as in forms, in S3's own messages alone. */
    private static String decoded(String key) throws UnknownFormException {
        try {
            return URLDecoder.decode(key, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UnknownFormException("a key that is not encoded: " + e.getMessage());
        }
    }

    private static JsonNode json(String text) throws UnknownFormException {
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new UnknownFormException("no JSON");
        }
    }
}
