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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
    /** Lines that may be no record before the file is taken for something else. */
    private static final int PROBE_LINES = 100;
    /** Warnings about malformed rows per {@link #readAll}; the counters tell the rest. */
    private static final int MAX_WARNINGS = 20;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
    private static final byte[] PARQUET_MAGIC = {'P', 'A', 'R', '1'};
    private static final String REMEDY = "; expected AWS VPC Flow Logs as text (the default format, or a header line of"
            + " field names first), plain or gzip";
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
        FileReading reading = new FileReading(file, relativePath, sink, counters);
        boolean complete = false;
        try (InputStream in = open(file)) {
            reading.run(in);
            complete = true;
        } catch (IOException e) {
            throw new FlowLogException(
                    file + ": cannot be read on after line " + reading.line + " (" + FlowLogFiles.reason(e)
                            + "); what came before was taken, fetch the file again for the rest",
                    e);
        } finally {
            counters.increment(complete ? SensorCounter.FLOW_LOG_FILES_READ : SensorCounter.FLOW_LOG_FILES_FAILED);
            reading.warn();
        }
        return reading.summary();
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

    private static boolean startsWith(InputStream in, byte[] magic) throws IOException {
        in.mark(magic.length);
        byte[] start = in.readNBytes(magic.length);
        in.reset();
        return Arrays.equals(start, magic);
    }

    /** The state of reading one file. */
    private final class FileReading {
        private final Path file;
        private final ObservationSink sink;
        private final SensorCounters counters;
        private final RowMapper mapper;
        private final RowSplitter splitter = new RowSplitter();
        private final Map<RowProblem, Long> pendingProblems = new EnumMap<>(RowProblem.class);
        private String firstMalformed;
        private boolean recognised;
        private long line;
        private long flows;
        private long gaps;
        private long malformed;

        FileReading(Path file, String relativePath, ObservationSink sink, SensorCounters counters) {
            this.file = file;
            this.sink = sink;
            this.counters = counters;
            this.mapper = new RowMapper(observer, relativePath, FileTimes.of(file));
        }

        void run(InputStream in) throws IOException, FlowLogException {
            LineReader lines = new LineReader(in);
            for (String text = lines.next(); text != null && !stopped; text = lines.next()) {
                line++;
                if (line == 1 && text.startsWith("\uFEFF")) {
                    text = text.substring(1);
                }
                if (lines.tooLong()) {
                    onMalformed(new MalformedRowException(RowProblem.TOO_LONG, "longer than any record"));
                } else if (!text.isBlank()) {
                    onLine(text);
                }
            }
            if (!recognised && !stopped) {
                throw notAFlowLog();
            }
        }

        private FlowLogException notAFlowLog() {
            return new FlowLogException(file + ": "
                    + (firstMalformed == null ? "the file is empty" : "not a flow log (" + firstMalformed + ")")
                    + REMEDY);
        }

        private void onLine(String text) throws FlowLogException {
            try {
                Map<String, String> values = splitter.split(text);
                if (values == null) {
                    recognise();
                    return;
                }
                Observation observation = mapper.map(new Row(values), line);
                recognise();
                deliver(observation);
            } catch (MalformedRowException e) {
                onMalformed(e);
            } catch (IllegalArgumentException e) {
                throw new FlowLogException(file + ": line " + line + ": " + e.getMessage(), e);
            }
        }

        private void deliver(Observation observation) {
            if (Actions.FLOW_LOG_GAP.equals(observation.event().action())) {
                gaps++;
                counters.increment(SensorCounter.FLOW_LOG_RECORDS_GAP);
            } else {
                flows++;
                counters.increment(SensorCounter.FLOW_LOG_RECORDS_FLOW);
            }
            sink.accept(observation);
        }

        /** Rows of a file that turns out to be something else must not count as malformed records. */
        private void recognise() {
            if (!recognised) {
                recognised = true;
                pendingProblems.forEach((problem, rows) -> counters.add(problem.counter, rows));
            }
        }

        private void onMalformed(MalformedRowException e) throws FlowLogException {
            malformed++;
            if (firstMalformed == null) {
                firstMalformed = "line " + line + ": " + e.getMessage();
            }
            if (recognised) {
                counters.increment(e.problem.counter);
                return;
            }
            pendingProblems.merge(e.problem, 1L, Long::sum);
            if (malformed >= PROBE_LINES) {
                throw notAFlowLog();
            }
        }

        void warn() {
            if (recognised && malformed > 0 && warnings < MAX_WARNINGS) {
                warnings++;
                LOG.warn("rows left out of a flow log: file={} rows={} first={}", file, malformed, firstMalformed);
            }
        }

        FlowLogSummary summary() {
            return new FlowLogSummary(flows, gaps, malformed);
        }
    }
}
