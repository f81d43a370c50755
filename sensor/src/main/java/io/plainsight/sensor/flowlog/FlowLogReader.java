package io.plainsight.sensor.flowlog;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads AWS flow logs as text, plain or gzip (told by content, not by name), and delivers an observation per record.
 *
 * <p>A row that cannot be understood is counted by reason and left out; one warning per file tells how many. A file that is
 * no flow log, or breaks off, is an error, after everything readable was delivered.
 *
 * <p><b>Threading:</b> one thread; {@link #stop} from any. <b>Memory:</b> one line at a time.
 */
public final class FlowLogReader {
    /** Warnings about malformed rows per {@link #readAll}; the counters tell the rest. */
    private static final int MAX_WARNINGS = 20;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
    private static final byte[] PARQUET_MAGIC = {'P', 'A', 'R', '1'};
    private static final Logger LOG = LoggerFactory.getLogger(FlowLogReader.class);

    private final Observation.Observer observer;
    private int warnings;
    private volatile boolean stopped;

    /** @param observerName {@code observer.name} of the observations; may be null */
    public FlowLogReader(String observerName) {
        this.observer = new Observation.Observer(observerName, "sensor", null);
    }

    /** Makes reading return soon, without an error. */
    public void stop() {
        stopped = true;
    }

    /**
     * Reads a file, or every flow log below a directory in the order of names.
     *
     * @throws FlowLogException when any file could not be read to its end; names each, after all others were delivered
     */
    public FlowLogSummary readAll(Path path, ObservationSink sink, SensorCounters counters) throws FlowLogException {
        FlowLogFiles found = FlowLogFiles.find(path);
        List<String> problems = new ArrayList<>(found.problems());
        FlowLogSummary summary = FlowLogSummary.NONE;
        for (FlowLogFiles.FlowLogFile file : found.files()) {
            if (stopped) {
                break;
            }
            try {
                summary = summary.plus(read(file.file(), file.relativePath(), sink, counters));
            } catch (FlowLogException e) {
                problems.add(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new FlowLogException(String.join(System.lineSeparator(), problems));
        }
        return summary;
    }

    /**
     * Reads one file.
     *
     * @param relativePath {@code log.file.path} of its observations
     * @throws FlowLogException when the file cannot be opened, is no flow log, or breaks off; what was readable before has
     *     been delivered
     */
    public FlowLogSummary read(Path file, String relativePath, ObservationSink sink, SensorCounters counters)
            throws FlowLogException {
        Counting counting = new Counting(sink, counters);
        FlowLogDecoder decoder = null;
        boolean complete = false;
        try (InputStream in = open(file)) {
            FlowLogOrigin origin = new FlowLogOrigin(observer, file.toString(), relativePath, FileTimes.of(file));
            decoder = FlowLogDecoders.of(start(in), origin);
            decoder.decode(in, counting, () -> stopped);
            complete = true;
        } catch (IOException e) {
            throw new FlowLogException(
                    file + ": cannot be read on after line " + (decoder == null ? 0 : decoder.place()) + " ("
                            + FlowLogFiles.reason(e)
                            + "); what came before was taken, fetch the file again for the rest",
                    e);
        } finally {
            counters.increment(complete ? SensorCounter.FLOW_LOG_FILES_READ : SensorCounter.FLOW_LOG_FILES_FAILED);
            counting.warn();
        }
        return counting.summary();
    }

    private static InputStream open(Path file) throws IOException, FlowLogException {
        if (!Files.isReadable(file)) {
            throw new FlowLogException(file + ": "
                    + (Files.exists(file)
                            ? "permission denied; give the user that runs this the right to read it"
                            : "no such file"));
        }
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        try {
            if (startsWith(in, PARQUET_MAGIC)) {
                throw new FlowLogException(file + ": this is a Parquet file, which is not supported;"
                        + " create the flow log with text as its file format");
            }
            return startsWith(in, GZIP_MAGIC)
                    ? new BufferedInputStream(new GZIPInputStream(in, BUFFER_BYTES), BUFFER_BYTES)
                    : in;
        } catch (IOException | FlowLogException e) {
            in.close();
            throw e;
        }
    }

    private static byte[] start(InputStream in) throws IOException {
        in.mark(FlowLogDecoders.PROBE_BYTES);
        byte[] start = in.readNBytes(FlowLogDecoders.PROBE_BYTES);
        in.reset();
        return start;
    }

    private static boolean startsWith(InputStream in, byte[] magic) throws IOException {
        in.mark(magic.length);
        byte[] start = in.readNBytes(magic.length);
        in.reset();
        return Arrays.equals(start, magic);
    }

    /** Counts what one file holds, and passes it on. */
    private final class Counting implements FlowLogSink {
        private final ObservationSink sink;
        private final SensorCounters counters;
        private RefusedRecord firstRefused;
        private long flows;
        private long gaps;
        private long refused;

        Counting(ObservationSink sink, SensorCounters counters) {
            this.sink = sink;
            this.counters = counters;
        }

        @Override
        public void accept(Observation observation) {
            if (Actions.FLOW_LOG_GAP.equals(observation.event().action())) {
                gaps++;
                counters.increment(SensorCounter.FLOW_LOG_RECORDS_GAP);
            } else {
                flows++;
                counters.increment(SensorCounter.FLOW_LOG_RECORDS_FLOW);
            }
            sink.accept(observation);
        }

        @Override
        public void refuse(RefusedRecord record) {
            refused++;
            counters.increment(record.problem().counter);
            if (firstRefused == null) {
                firstRefused = record;
            }
        }

        void warn() {
            if (refused > 0 && warnings < MAX_WARNINGS) {
                warnings++;
                LOG.warn(
                        "rows left out of a flow log: file={} rows={} first=line {}: {}",
                        firstRefused.file(),
                        refused,
                        firstRefused.line(),
                        firstRefused.detail());
            }
        }

        FlowLogSummary summary() {
            return new FlowLogSummary(flows, gaps, refused);
        }
    }
}
