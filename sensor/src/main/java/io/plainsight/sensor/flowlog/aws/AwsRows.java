package io.plainsight.sensor.flowlog.aws;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.FlowLogOrigin;
import io.plainsight.sensor.flowlog.FlowLogSink;
import io.plainsight.sensor.flowlog.LineReader;
import io.plainsight.sensor.flowlog.MalformedRowException;
import io.plainsight.sensor.flowlog.RefusedRecord;
import io.plainsight.sensor.flowlog.RowProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns rows whose values are known one by one into observations. {@code -}, {@code None} (what Python writes for nothing),
 * empty text and null stand for no value.
 *
 * <p><b>Threading:</b> one thread; one instance per file.
 */
public final class AwsRows {
    /** Nothing that AWS writes holds it, and a value that does is refused. */
    private static final char UNIT_SEPARATOR = 0x1f;

    private static final int ACCOUNT_DIGITS = 12;

    private final FlowLogOrigin origin;
    private final RowMapper mapper;
    private final Columns columns;
    private final Row row = new Row();
    private final StringBuilder text = new StringBuilder();

    /**
     * @param names with hyphens or underscores
     * @throws IllegalArgumentException when these cannot be the fields of a flow log; says why
     */
    public AwsRows(FlowLogOrigin origin, List<String> names) {
        this.origin = origin;
        this.mapper = new RowMapper(origin.observer(), origin.path(), origin.time());
        this.columns = Columns.declared(names);
    }

    /**
     * @param values one for each name
     * @param number from 1
     */
    public void row(String[] values, long number, FlowLogSink sink) {
        text.setLength(0);
        try {
            for (int i = 0; i < values.length; i++) {
                append(i, values[i]);
            }
            byte[] line = text.toString().getBytes(StandardCharsets.UTF_8);
            row.split(line, 0, line.length, (byte) UNIT_SEPARATOR);
            row.means(columns);
            Observation observation = mapper.map(row, number);
            sink.accept(observation);
        } catch (MalformedRowException e) {
            sink.refuse(new RefusedRecord(
                    e.problem,
                    origin.name(),
                    number,
                    e.getMessage(),
                    text.toString().replace(UNIT_SEPARATOR, ' ')));
        }
    }

    private void append(int column, String value) throws MalformedRowException {
        if (column > 0) {
            text.append(UNIT_SEPARATOR);
        }
        if (value == null || value.isEmpty() || value.equals("None")) {
            text.append('-');
            return;
        }
        if (value.indexOf(UNIT_SEPARATOR) >= 0 || text.length() + value.length() > LineReader.MAX_LINE_BYTES) {
            throw new MalformedRowException(
                    RowProblem.TOO_LONG,
                    "longer than any record at " + columns.names().get(column));
        }
        if (column == columns.of(AwsField.ACCOUNT_ID)) {
            text.append("0".repeat(Math.max(0, missingZeros(value))));
        }
        text.append(value);
    }

    /** An account has twelve digits; tools that take it for a number lose the zeros in front. */
    private static int missingZeros(String account) {
        return account.chars().allMatch(c -> c >= '0' && c <= '9') ? ACCOUNT_DIGITS - account.length() : 0;
    }
}
