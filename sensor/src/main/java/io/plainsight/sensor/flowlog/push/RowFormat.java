package io.plainsight.sensor.flowlog.push;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogOrigin;
import io.plainsight.sensor.flowlog.FlowLogSink;
import io.plainsight.sensor.flowlog.FlowLogStreams;
import io.plainsight.sensor.flowlog.RefusedRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The order of fields of pushed rows, which come without a header line.
 *
 * @param header the names in a line, as a file would have them first; empty for the orders of AWS's documentation, told by the
 *     number of fields
 */
public record RowFormat(String header) {
    /** What a flow log without a format of its own writes. */
    public static final RowFormat DEFAULT = new RowFormat("");

    private static final Pattern FIELD = Pattern.compile("\\$\\{([^}]*)\\}");

    /**
     * Reads a format as the flow log was created with.
     *
     * @param text {@code ${version} ${account-id} …}, or the names alone
     * @throws FlowLogException when it is no format, or lacks the addresses; says what to do
     */
    public static RowFormat parse(String text) throws FlowLogException {
        String header = FIELD.matcher(text).replaceAll("$1").strip().replaceAll("\\s+", " ");
        FlowLogOrigin origin = new FlowLogOrigin(
                new Observation.Observer(null, "sensor", null), "--flow-log-format", "format", Instant.EPOCH);
        try {
            FlowLogStreams.read(
                    FlowLogStreams.buffered(new ByteArrayInputStream(header.getBytes(StandardCharsets.UTF_8))),
                    origin,
                    new Nothing(),
                    () -> false);
        } catch (FlowLogException e) {
            throw new FlowLogException(
                    "--flow-log-format: " + text
                            + " is no format of a flow log; give it as the flow log has it, such as"
                            + " '${version} ${srcaddr} ${dstaddr} …' (" + e.getMessage() + ")",
                    e);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not break off", e);
        }
        return new RowFormat(header);
    }

    /** A header gives no record. */
    private static final class Nothing implements FlowLogSink {
        @Override
        public void accept(Observation observation) {
            throw new IllegalStateException("a row where a format was expected");
        }

        @Override
        public void refuse(RefusedRecord record) {
            throw new IllegalStateException(record.detail());
        }
    }
}
