package io.plainsight.sensor.flowlog.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.plainsight.events.Json;
import io.plainsight.sensor.flowlog.RowProblem;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds the values of a line: by the header in force, by the documentation's order where no header was seen, or by the names
 * in a JSON line ({@code {"srcaddr":…}}, or {@code {"message":"<row>"}} as Firehose and CloudWatch exports have it).
 *
 * <p><b>Threading:</b> one thread; one instance per file, since a header holds for its own file only.
 */
final class RowSplitter {
    private static final ObjectReader JSON = Json.mapper().reader();

    private FlowLogFormat declared;

    /**
     * @return the record's values by name, absent ones left out; null when the line was a header
     * @throws MalformedRowException when the line is no record
     * @throws IllegalArgumentException when the line is a header that cannot be used
     */
    Map<String, String> split(String line) throws MalformedRowException {
        if (line.startsWith("{")) {
            return json(line);
        }
        return text(line);
    }

    private Map<String, String> text(String line) throws MalformedRowException {
        String[] tokens = FlowLogFormat.split(line);
        if (FlowLogFormat.isHeader(tokens)) {
            declared = FlowLogFormat.declared(tokens);
            return null;
        }
        FlowLogFormat format = declared != null ? declared : FlowLogFormat.guessed(tokens);
        if (format == null) {
            throw new MalformedRowException(
                    RowProblem.FIELD_COUNT, tokens.length + " fields in no order that AWS has by default");
        }
        if (tokens.length != format.size()) {
            throw new MalformedRowException(
                    RowProblem.FIELD_COUNT, tokens.length + " fields where the header names " + format.size());
        }
        return format.row(tokens);
    }

    private Map<String, String> json(String line) throws MalformedRowException {
        JsonNode object;
        try {
            object = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new MalformedRowException(RowProblem.JSON, "no complete JSON object");
        }
        JsonNode message = object.get("message");
        if (message != null && message.isTextual()) {
            Map<String, String> row = message.textValue().startsWith("{") ? null : text(message.textValue());
            if (row == null) {
                throw new MalformedRowException(RowProblem.JSON, "the message is no record");
            }
            return row;
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            if (!value.isValueNode() || row.size() == FlowLogFormat.MAX_FIELDS) {
                throw new MalformedRowException(RowProblem.JSON, "not a flat object of plain values");
            }
            String text = value.asText();
            if (!value.isNull() && !text.isEmpty() && !text.equals(FlowLogFormat.ABSENT)) {
                row.put(FlowLogFormat.normalise(field.getKey()), text);
            }
        }
        return row;
    }
}
