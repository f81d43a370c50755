package io.plainsight.sensor.flowlog.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.plainsight.events.Json;
import io.plainsight.sensor.flowlog.MalformedRowException;
import io.plainsight.sensor.flowlog.RowProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the values of a line: by the header in force, by the documentation's order where no header was seen, or by the names
 * in a JSON line ({@code {"srcaddr":…}}, or {@code {"message":"<row>"}} as Firehose and CloudWatch exports have it).
 *
 * <p><b>Threading:</b> one thread; one instance per file, since a header holds for its own file only.
 */
final class RowParser {
    private static final ObjectReader JSON = Json.mapper().reader();
    private static final byte SPACE = ' ';
    /** Between JSON values brought into one line; nothing that AWS writes holds it, and a value that does is refused. */
    private static final byte UNIT_SEPARATOR = 0x1f;

    private static final int EXPORT_TIME_BYTES = 25;
    private static final int VERSION_COLUMN = 0;
    private static final int LOG_STATUS_COLUMN = 13;
    private static final int MAX_VERSION_DIGITS = 3;
    /** Distinct sets of names in the JSON lines of one file. */
    private static final int MAX_SHAPES = 64;

    private final Row row = new Row();
    private final Map<List<String>, Columns> shapes = new HashMap<>();
    private Columns declared;
    private String header;
    private byte separator = SPACE;

    /** @param declared the format that is known of these records; null when they tell it themselves */
    RowParser(Columns declared) {
        this.declared = declared;
    }

    /**
     * @return the record, until the next call; null when the line was a header
     * @throws MalformedRowException when the line is no record
     * @throws IllegalArgumentException when the line is a header that cannot be used
     */
    Row parse(byte[] line, int from, int to) throws MalformedRowException {
        return from < to && line[from] == '{' ? json(line, from, to) : text(line, from, to);
    }

    private Row text(byte[] line, int begin, int to) throws MalformedRowException {
        int from = begin + exportTime(line, begin, to);
        row.split(line, from, to, separator);
        if (mayBeHeader(line, from, to) && isHeader(line, from, to)) {
            declared = Columns.declared(row.texts());
            header = new String(line, from, to - from, StandardCharsets.UTF_8);
            return null;
        }
        Columns columns = declared != null ? declared : guessed();
        if (columns == null) {
            throw new MalformedRowException(
                    RowProblem.FIELD_COUNT, row.count() + " fields in no order that AWS has by default");
        }
        if (row.count() != columns.size()) {
            throw new MalformedRowException(
                    RowProblem.FIELD_COUNT, row.count() + " fields where the format has " + columns.size());
        }
        row.means(columns);
        return row;
    }

    /** The header line in force; null when there was none. */
    String header() {
        return header;
    }

    /** Length of the time, {@code 2014-12-14T04:06:50.000Z }, that CloudWatch Logs writes before each line it exports to S3. */
    private static int exportTime(byte[] line, int from, int to) {
        boolean time = to - from > EXPORT_TIME_BYTES
                && line[from + 4] == '-'
                && line[from + 7] == '-'
                && line[from + 10] == 'T'
                && line[from + 13] == ':'
                && line[from + EXPORT_TIME_BYTES - 2] == 'Z'
                && line[from + EXPORT_TIME_BYTES - 1] == SPACE;
        return time ? EXPORT_TIME_BYTES : 0;
    }

    /** Names begin with a letter, and have none of the signs that addresses have. */
    private boolean mayBeHeader(byte[] line, int from, int to) {
        for (int i = 0; i < Math.min(2, row.count()); i++) {
            int first = row.start(i) < row.end(i) ? row.line()[row.start(i)] | 0x20 : 0;
            if (first < 'a' || first > 'z') {
                return false;
            }
        }
        for (int i = from; i < to; i++) {
            if (line[i] == '.' || line[i] == ':') {
                return false;
            }
        }
        return row.count() > 0;
    }

    /** Also when it is separated otherwise than the lines before, which then holds from here on. */
    private boolean isHeader(byte[] line, int from, int to) {
        byte before = separator;
        for (byte candidate : new byte[] {SPACE, ','}) {
            separator = candidate;
            row.split(line, from, to, separator);
            if (Columns.isHeader(row.texts())) {
                return true;
            }
        }
        separator = before;
        row.split(line, from, to, separator);
        return false;
    }

    /** The documentation's order that these values follow, or null: known length, numeric version, a log status in its place. */
    private Columns guessed() {
        Columns columns = Columns.ofDefault(row.count());
        return columns != null && isSmallNumber(VERSION_COLUMN) && isLogStatus() ? columns : null;
    }

    private boolean isLogStatus() {
        return row.is(LOG_STATUS_COLUMN, "OK")
                || row.is(LOG_STATUS_COLUMN, "NODATA")
                || row.is(LOG_STATUS_COLUMN, "SKIPDATA");
    }

    private boolean isSmallNumber(int column) {
        for (int i = row.start(column); i < row.end(column); i++) {
            if (row.line()[i] < '0' || row.line()[i] > '9') {
                return false;
            }
        }
        return row.end(column) - row.start(column) <= MAX_VERSION_DIGITS;
    }

    private Row json(byte[] line, int from, int to) throws MalformedRowException {
        JsonNode object;
        try {
            object = JSON.readTree(new String(line, from, to - from, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new MalformedRowException(RowProblem.JSON, "no complete JSON object");
        }
        JsonNode message = object.get("message");
        if (message != null && message.isTextual()) {
            byte[] inner = message.textValue().getBytes(StandardCharsets.UTF_8);
            int end = inner.length;
            while (end > 0 && (inner[end - 1] == '\n' || inner[end - 1] == '\r')) {
                end--;
            }
            if (end == 0 || inner[0] == '{' || text(inner, 0, end) == null) {
                throw new MalformedRowException(RowProblem.JSON, "the message is no record");
            }
            return row;
        }
        return object(object);
    }

    private Row object(JsonNode object) throws MalformedRowException {
        List<String> names = new ArrayList<>();
        StringBuilder values = new StringBuilder();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            String text = value.isNull() ? "" : value.asText();
            if (!value.isValueNode() || names.size() == Columns.MAX_FIELDS || text.indexOf(UNIT_SEPARATOR) >= 0) {
                throw new MalformedRowException(RowProblem.JSON, "not a flat object of plain values");
            }
            if (!text.isEmpty()) {
                values.append(names.isEmpty() ? "" : (char) UNIT_SEPARATOR).append(text);
                names.add(Columns.normalise(field.getKey()));
            }
        }
        byte[] line = values.toString().getBytes(StandardCharsets.UTF_8);
        row.split(line, 0, line.length, UNIT_SEPARATOR);
        row.means(shape(names));
        return row;
    }

    private Columns shape(List<String> names) throws MalformedRowException {
        Columns known = shapes.get(names);
        if (known == null) {
            try {
                known = Columns.named(names);
            } catch (IllegalArgumentException e) {
                throw new MalformedRowException(RowProblem.JSON, e.getMessage());
            }
            if (shapes.size() == MAX_SHAPES) {
                shapes.clear();
            }
            shapes.put(names, known);
        }
        return known;
    }
}
