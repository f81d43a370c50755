package io.plainsight.sensor.flowlog.aws;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogOrigin;
import io.plainsight.sensor.flowlog.FlowLogSink;
import io.plainsight.sensor.flowlog.MalformedRowException;
import io.plainsight.sensor.flowlog.RefusedRecord;
import io.plainsight.sensor.flowlog.RowProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes lines that should be records, or headers of what follows, and finds out whether they are a flow log at all: rows of
 * something else must not count as malformed records.
 *
 * <p><b>Threading:</b> one thread; one instance per file.
 */
final class LineIntake {
    /** Lines that may be no record before the input is taken for something else. */
    private static final int PROBE_LINES = 100;

    private static final String REMEDY = "; expected AWS VPC Flow Logs as text (the default format, or a header line of"
            + " field names first), plain or gzip; for another order of fields without a header give --flow-log-format";

    private final FlowLogOrigin origin;
    private final RowMapper mapper;
    private final RowParser parser;
    /** Refused while it was not yet known whether this is a flow log at all. */
    private final List<RefusedRecord> pending = new ArrayList<>();

    private boolean recognised;
    private boolean pushed;

    /** @param declared the order of fields until a header says otherwise; null when the rows shall tell it */
    LineIntake(FlowLogOrigin origin, Columns declared) {
        this.origin = origin;
        this.mapper = new RowMapper(origin.observer(), origin.path(), origin.time());
        this.parser = new RowParser(declared);
    }

    /** Goes on in the middle of a file of which it is known that it is a flow log. */
    void resume(String header) {
        recognised = true;
        if (header != null) {
            byte[] line = header.getBytes(StandardCharsets.UTF_8);
            try {
                parser.parse(line, 0, line.length);
            } catch (MalformedRowException e) {
                throw new IllegalArgumentException("no header: " + header, e);
            }
        }
    }

    /** Takes rows that were pushed: one that cannot be used, be it a header, is refused and does not end the rest. */
    void pushed() {
        recognised = true;
        pushed = true;
    }

    /** @param path {@code log.file.path} from here on */
    void from(String path) {
        mapper.from(path);
    }

    /** The header line in force; null when there was none. */
    String header() {
        return parser.header();
    }

    /**
     * @param number of the line, from 1
     * @throws FlowLogException when this is no flow log, or a header that cannot be used
     */
    void line(byte[] bytes, int start, int end, long number, FlowLogSink sink) throws FlowLogException {
        if (isBlank(bytes, start, end)) {
            return;
        }
        try {
            Row row = parser.parse(bytes, start, end);
            Observation observation = row == null ? null : mapper.map(row, number);
            recognise(sink);
            if (observation != null) {
                sink.accept(observation);
            }
        } catch (MalformedRowException e) {
            refuse(e.problem, e.getMessage(), text(bytes, start, end), number, sink);
        } catch (IllegalArgumentException e) {
            if (pushed) {
                refuse(RowProblem.FIELD_COUNT, e.getMessage(), text(bytes, start, end), number, sink);
                return;
            }
            throw new FlowLogException(origin.name() + ": line " + number + ": " + e.getMessage(), e);
        }
    }

    private static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    private static boolean isBlank(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private void recognise(FlowLogSink sink) {
        if (!recognised) {
            recognised = true;
            pending.forEach(sink::refuse);
            pending.clear();
        }
    }

    void refuse(RowProblem problem, String detail, String raw, long number, FlowLogSink sink) throws FlowLogException {
        RefusedRecord refused = new RefusedRecord(problem, origin.name(), number, detail, raw);
        if (recognised) {
            sink.refuse(refused);
            return;
        }
        pending.add(refused);
        if (pending.size() >= PROBE_LINES) {
            throw notAFlowLog();
        }
    }

    /** @throws FlowLogException when nothing of it was a flow log */
    void end(boolean mayBeEmpty) throws FlowLogException {
        if (!recognised && !(mayBeEmpty && pending.isEmpty())) {
            throw notAFlowLog();
        }
    }

    FlowLogException noRecord() {
        return new FlowLogException(origin.name() + ": JSON with no record in it" + REMEDY);
    }

    private FlowLogException notAFlowLog() {
        String why = pending.isEmpty()
                ? "the file is empty"
                : "not a flow log (line " + pending.get(0).line() + ": "
                        + pending.get(0).detail() + ")";
        return new FlowLogException(origin.name() + ": " + why + REMEDY);
    }
}
