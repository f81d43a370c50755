package io.plainsight.sensor.flowlog.aws;

import io.plainsight.sensor.flowlog.FlowLogDecoder;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogOrigin;
import io.plainsight.sensor.flowlog.FlowLogSink;
import io.plainsight.sensor.flowlog.LineReader;
import io.plainsight.sensor.flowlog.RowProblem;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/** Reads AWS flow logs in lines: an observation per record, in the order of the file. */
public final class AwsTextDecoder implements FlowLogDecoder {
    private final LineIntake intake;
    private long line;

    public AwsTextDecoder(FlowLogOrigin origin) {
        this(origin, null);
    }

    /** @param format the order of fields where no header stands; null when the rows shall tell it */
    public AwsTextDecoder(FlowLogOrigin origin, AwsFormat format) {
        this.intake = new LineIntake(origin, format == null ? null : format.columns());
    }

    /**
     * Goes on behind a line of a file that was begun earlier.
     *
     * @param lines before it
     * @param header the header line in force there; null when there was none
     * @throws IllegalArgumentException when this is no header
     */
    public AwsTextDecoder resume(long lines, String header) {
        line = lines;
        intake.resume(header);
        return this;
    }

    /** The header line in force behind what was read; null when there was none. */
    public String header() {
        return intake.header();
    }

    @Override
    public void decode(InputStream in, FlowLogSink sink, BooleanSupplier stopped) throws IOException, FlowLogException {
        LineReader lines = new LineReader(in);
        while (!stopped.getAsBoolean() && lines.next()) {
            line++;
            int start = line == 1 ? withoutByteOrderMark(lines) : lines.start();
            if (lines.tooLong()) {
                intake.refuse(RowProblem.TOO_LONG, "longer than any record", lines.text(), line, sink);
            } else {
                intake.line(lines.bytes(), start, lines.end(), line, sink);
            }
        }
        if (!stopped.getAsBoolean()) {
            intake.end(false);
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

    @Override
    public long place() {
        return line;
    }
}
