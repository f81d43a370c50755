package io.plainsight.sensor.flowlog.aws;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.FlowLogDecoder;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogOrigin;
import io.plainsight.sensor.flowlog.FlowLogSink;
import io.plainsight.sensor.flowlog.LineReader;
import io.plainsight.sensor.flowlog.MalformedRowException;
import io.plainsight.sensor.flowlog.RefusedRecord;
import io.plainsight.sensor.flowlog.RowProblem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Reads AWS flow logs in lines: an observation per record, in the order of the file. */
public final class AwsTextDecoder implements FlowLogDecoder {
    /** Lines that may be no record before the file is taken for something else. */
    private static final int PROBE_LINES = 100;

    private static final String REMEDY = "; expected AWS VPC Flow Logs as text (the default format, or a header line of"
            + " field names first), plain or gzip";

    private final FlowLogOrigin origin;
    private final RowMapper mapper;
    private final RowParser parser = new RowParser(null);
    /** Refused while it was not yet known whether this is a flow log at all. */
    private final List<RefusedRecord> pending = new ArrayList<>();

    private boolean recognised;
    private long line;

    public AwsTextDecoder(FlowLogOrigin origin) {
        this.origin = origin;
        this.mapper = new RowMapper(origin.observer(), origin.path(), origin.time());
    }

    @Override
    public void decode(InputStream in, FlowLogSink sink, BooleanSupplier stopped) throws IOException, FlowLogException {
        LineReader lines = new LineReader(in);
        while (!stopped.getAsBoolean() && lines.next()) {
            line++;
            int start = line == 1 ? withoutByteOrderMark(lines) : lines.start();
            if (lines.tooLong()) {
                refuse(RowProblem.TOO_LONG, "longer than any record", lines, sink);
            } else if (!isBlank(lines.bytes(), start, lines.end())) {
                onLine(lines, start, sink);
            }
        }
        if (!recognised && !stopped.getAsBoolean()) {
            throw notAFlowLog();
        }
    }

    private static int withoutByteOrderMark(LineReader lines) {
        int start = lines.start();
        byte[] bytes = lines.bytes();
        boolean marked = lines.end() - start >= 3
                && bytes[start] == (byte) 0xef
                && bytes[start + 1] == (byte) 0xbb
                && bytes[start + 2] == (byte) 0xbf;
        return marked ? start + 3 : start;
    }

    private static boolean isBlank(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long place() {
        return line;
    }

    private void onLine(LineReader lines, int start, FlowLogSink sink) throws FlowLogException {
        try {
            Row row = parser.parse(lines.bytes(), start, lines.end());
            Observation observation = row == null ? null : mapper.map(row, line);
            recognise(sink);
            if (observation != null) {
                sink.accept(observation);
            }
        } catch (MalformedRowException e) {
            refuse(e.problem, e.getMessage(), lines, sink);
        } catch (IllegalArgumentException e) {
            throw new FlowLogException(origin.name() + ": line " + line + ": " + e.getMessage(), e);
        }
    }

    /** Rows of a file that turns out to be something else must not count as malformed records. */
    private void recognise(FlowLogSink sink) {
        if (!recognised) {
            recognised = true;
            pending.forEach(sink::refuse);
            pending.clear();
        }
    }

    private void refuse(RowProblem problem, String detail, LineReader lines, FlowLogSink sink) throws FlowLogException {
        RefusedRecord refused = new RefusedRecord(problem, origin.name(), line, detail, lines.text());
        if (recognised) {
            sink.refuse(refused);
            return;
        }
        pending.add(refused);
        if (pending.size() >= PROBE_LINES) {
            throw notAFlowLog();
        }
    }

    private FlowLogException notAFlowLog() {
        String why = pending.isEmpty()
                ? "the file is empty"
                : "not a flow log (line " + pending.get(0).line() + ": "
                        + pending.get(0).detail() + ")";
        return new FlowLogException(origin.name() + ": " + why + REMEDY);
    }
}
