package io.plainsight.sensor.flowlog.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.FlowLogOrigin;
import io.plainsight.sensor.flowlog.FlowRecord;
import io.plainsight.sensor.flowlog.IpAddress;
import io.plainsight.sensor.flowlog.IpProtocols;
import io.plainsight.sensor.flowlog.MalformedRowException;
import io.plainsight.sensor.flowlog.NetworkFields;
import io.plainsight.sensor.flowlog.RecordId;
import io.plainsight.sensor.flowlog.RowProblem;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;

/**
 * One entry to one observation ("About VPC Flow Logs records", Google Cloud): a {@code LogEntry} whose {@code jsonPayload} is
 * the record, or the record alone. Packets are sampled and counters scaled up, so they are estimates. A record is one
 * direction, and either side's reporter may have written it. It says nothing of a firewall's decision, nor of encryption.
 *
 * <p><b>Threading:</b> one thread.
 */
final class GcpRecordMapper {
    private static final int MAX_PORT = 65_535;
    private static final Set<String> PLACED =
            Set.of("connection", "bytes_sent", "packets_sent", "start_time", "end_time");

    private final FlowLogOrigin origin;
    private final NetworkFields networks = new NetworkFields();
    private final RecordId ids = new RecordId();

    GcpRecordMapper(FlowLogOrigin origin) {
        this.origin = origin;
    }

    Observation map(JsonNode entry) throws MalformedRowException {
        JsonNode record = entry.has("jsonPayload") ? entry.get("jsonPayload") : entry;
        JsonNode connection = record.path("connection");
        if (!connection.isObject()) {
            throw new MalformedRowException(RowProblem.JSON, "no connection in the record");
        }
        FlowRecord flow = new FlowRecord();
        flow.source = address(connection, "src_ip");
        flow.destination = address(connection, "dest_ip");
        flow.sourcePort = (int) number(connection, "src_port", MAX_PORT);
        flow.destinationPort = (int) number(connection, "dest_port", MAX_PORT);
        flow.protocol = (int) number(connection, "protocol", IpProtocols.MAX);
        flow.bytes = number(record, "bytes_sent", Long.MAX_VALUE);
        flow.packets = number(record, "packets_sent", Long.MAX_VALUE);
        flow.start = time(record, "start_time");
        flow.end = time(record, "end_time");
        if (flow.end == null && flow.start == null) {
            flow.time = time(entry, "timestamp");
        }
        flow.cloud = cloud(entry, record);
        for (Map.Entry<String, JsonNode> field : record.properties()) {
            if (!PLACED.contains(field.getKey())) {
                flatten(field.getKey(), field.getValue(), flow);
            }
        }
        return flow.observation(id(entry, record), origin, networks);
    }

    private String id(JsonNode entry, JsonNode record) {
        JsonNode insertId = entry.path("insertId");
        return insertId.isTextual()
                ? ids.of(
                        "gcp",
                        entry.path("logName").asText(),
                        insertId.asText(),
                        entry.path("timestamp").asText())
                : ids.of("gcp", record.toString());
    }

    private static void flatten(String name, JsonNode value, FlowRecord flow) {
        if (value.isValueNode()) {
            flow.field(name, value.isNull() ? null : value.asText());
        } else if (value.isObject()) {
            value.properties().forEach(field -> flatten(name + '.' + field.getKey(), field.getValue(), flow));
        } else {
            flow.field(name, value.toString());
        }
    }

    /** The project, region and zone of the side that wrote the record. */
    private static Observation.Cloud cloud(JsonNode entry, JsonNode record) {
        boolean fromSource = record.path("reporter").asText().startsWith("SRC");
        JsonNode instance = record.path(fromSource ? "src_instance" : "dest_instance");
        JsonNode labels = entry.path("resource").path("labels");
        String project = first(instance.path("project_id"), labels.path("project_id"));
        String name = first(instance.path("vm_name"));
        return new Observation.Cloud(
                "gcp",
                project == null ? null : new Observation.Account(project),
                first(instance.path("region")),
                first(instance.path("zone")),
                name == null ? null : new Observation.Instance(name));
    }

    private static String first(JsonNode... candidates) {
        for (JsonNode candidate : candidates) {
            if (candidate.isTextual() && !candidate.asText().isEmpty()) {
                return candidate.asText();
            }
        }
        return null;
    }

    private static IpAddress address(JsonNode connection, String name) throws MalformedRowException {
        IpAddress address = IpAddress.parse(connection.path(name).asText());
        if (address == null) {
            throw new MalformedRowException(
                    RowProblem.ADDRESS, name + (connection.has(name) ? " is no IP address" : " is missing"));
        }
        return address;
    }

    /** Numbers come as numbers, as text, and from some clients as fractions ({@code 6.0}). -1 when absent. */
    private static long number(JsonNode object, String name, long max) throws MalformedRowException {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return FlowRecord.NONE;
        }
        try {
            long number = value.isIntegralNumber()
                    ? value.bigIntegerValue().longValueExact()
                    : value.isTextual() && value.textValue().matches("\\d{1,18}")
                            ? Long.parseLong(value.textValue())
                            : BigDecimal.valueOf(value.isNumber() ? value.doubleValue() : -1)
                                    .longValueExact();
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw new MalformedRowException(RowProblem.NUMBER, name + " is no whole number");
        }
        throw new MalformedRowException(RowProblem.NUMBER, name + " is no number from 0 to " + max);
    }

    private static Instant time(JsonNode object, String name) throws MalformedRowException {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(value.asText()).toInstant();
        } catch (DateTimeException e) {
            throw new MalformedRowException(RowProblem.TIME, name + " is no time as RFC 3339 has it");
        }
    }
}
